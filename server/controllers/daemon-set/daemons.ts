import type { ControllerRevision, DaemonSet, Node, Pod } from '../../api/types.gen.ts';

export interface DaemonsInput {
  set: DaemonSet;
  nodes: readonly Node[];
  /** The pods that the set controls. */
  pods: readonly Pod[];
  revision: ControllerRevision;
  now: number;
}

/** What is known of one node. */
export interface NodeDaemons {
  name: string;
  run: boolean;
  stay: boolean;
  pods: Pod[];
}

export interface DaemonsPlan {
  /** Names of nodes that get a pod. */
  create: string[];
  delete: Pod[];
  /** Pods that ended by themselves: they are deleted too, and failed ones not too often. */
  ended: { pod: Pod; node: string }[];
}
