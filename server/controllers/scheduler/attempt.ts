import type { Node, Pod } from '../../api/types.gen.ts';
import type { ClusterView } from './cluster-view.ts';
import { type PodAffinityPlan, planPodAffinity } from './pod-affinity.ts';
import { type PodDemand, podDemand } from './pod-demand.ts';
import { planSpread, type SpreadPlan } from './topology-spread.ts';

/** One try to find a node for one pod: what is the same for all nodes is worked out once. */
export interface Attempt {
  readonly pod: Pod;
  readonly demand: PodDemand;
  readonly cluster: ClusterView;
  readonly affinity: PodAffinityPlan;
  /** Undefined for a pod without constraints. */
  readonly spread: SpreadPlan | undefined;
  /** Whether the volumes that the pod's claims are bound to can be reached from the node. */
  readonly volumesFit: (node: Node) => boolean;
}

export function startAttempt(pod: Pod, cluster: ClusterView, volumesFit: (node: Node) => boolean): Attempt {
  const demand = podDemand(pod);
  return {
    pod,
    demand,
    cluster,
    affinity: planPodAffinity(pod, demand, cluster),
    spread: planSpread(pod, demand, cluster),
    volumesFit,
  };
}
