import type { Container, Pod } from '../api/types.gen.ts';
import { millisecondsOf } from '../lib/timestamps.ts';
import type { ContainerView } from './containers.ts';
import type { MissingReferences } from './missing-references.ts';
import type { Pace } from './pace.ts';

/** What a rule of the pod lifecycle may look at beside the pod. */
export interface World {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly pace: Pace;
  readonly node: {
    readonly addresses: readonly string[];
    /** Images that were pulled here before, as they were asked for. */
    readonly images: ReadonlySet<string>;
  };
  /** The addresses of the pod's own network: the same each time. */
  podIps(): readonly string[];
  readonly memory: PodMemory;
  /** The pod's containers, where somebody has looked at them for all rules. */
  readonly views?: readonly ContainerView[];
  /** Whether other pods of the node have host ports that this one wants. */
  lacksPorts?(): boolean;
  /** What keeps its containers from starting. */
  readonly missing?: MissingReferences | undefined;
  /** Whether the container's program is really run: then nobody knows its end before it is told. */
  runsLive?(pod: Pod, container: Container): boolean;
}

/** What is not there has not been found out yet. */
export interface ProbeFindings {
  readonly started?: boolean;
  readonly ready?: boolean;
  /** Why the readiness probe fails. */
  readonly problem?: string | undefined;
  /** Why the container is to be killed: `Liveness probe failed: HTTP probe failed with statuscode: 500`. */
  readonly death?: string;
}

/** What the node knows of a pod beyond its status; without it, such as after a restart, the status has to do. */
export interface PodMemory {
  /** When the node first saw the pod, in milliseconds: all times in the status are whole seconds. */
  readonly seen: number;
  readonly containers: Readonly<Record<string, ContainerMemory>>;
  /** When its containers were told to stop. */
  readonly stopping?: number;
  /** What was last said of volumes that cannot be mounted. */
  readonly mountProblem?: string;
  /** Its removal was asked for. */
  readonly isRemoved?: true;
}

export interface ContainerMemory {
  /** When it came into the state it is in. */
  readonly since: number;
  /** What was last decided of its readiness, whatever somebody else may have written into the status. */
  readonly ready?: boolean;
  /** How its program ends: milliseconds after its start, and what it leaves as its last words. */
  readonly end?: { readonly at: number; readonly exitCode: number; readonly message?: string } | undefined;
  /** What its probes have found that are really asked. */
  readonly probes?: ProbeFindings;
  /** The failure of its readiness probe that an event was last made of. */
  readonly toldProblem?: string;
  /** How often it has ended without having run for long, or its image could not be pulled. */
  readonly failures?: number;
}

/** When the container came into its state, in milliseconds: as precisely as is known. */
export function sinceOf({ status: { name, state } }: ContainerView, { memory }: Pick<World, 'memory'>): number {
  const time = state?.running?.startedAt ?? state?.terminated?.finishedAt;
  return memory.containers[name]?.since ?? millisecondsOf(time) ?? memory.seen;
}
