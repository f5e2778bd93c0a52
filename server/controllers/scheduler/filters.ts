import { portsClash } from '../../api/host-ports.ts';
import { matchesNodeAffinity } from '../../api/node-selector.ts';
import { untoleratedTaint } from '../../api/taints.ts';
import type { Attempt } from './attempt.ts';
import type { NodeView } from './node-view.ts';
import { affinityRefusal } from './pod-affinity.ts';
import { type Refusal, refuse } from './refusal.ts';
import { spreadRefusal } from './topology-spread.ts';

type Filter = (attempt: Attempt, view: NodeView) => Refusal | undefined;

const UNSCHEDULABLE_TAINT = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const;
const NO_NEW_PODS = ['NoSchedule'] as const;
const NO_PODS = ['NoSchedule', 'NoExecute'] as const;
const UNSCHEDULABLE = refuse('node(s) were unschedulable');
const UNTOLERATED = refuse('node(s) had untolerated taint(s)');
const NO_AFFINITY = refuse("node(s) didn't match Pod's node affinity/selector");
const NO_PORTS = refuse("node(s) didn't have free ports for the requested pod ports", { preemptible: true });
const OTHER_VOLUME_NODE = refuse("node(s) didn't match PersistentVolume's node affinity");

/** In the order of the scheduler's plugins: the first that refuses a node gives the reason. Asked of every node. */
const FILTERS: readonly Filter[] = [
  ({ pod }, { node }) =>
    node.spec.unschedulable && untoleratedTaint([UNSCHEDULABLE_TAINT], pod.spec.tolerations, NO_NEW_PODS)
      ? UNSCHEDULABLE
      : undefined,
  ({ pod }, { node }) => (untoleratedTaint(node.spec.taints, pod.spec.tolerations, NO_PODS) ? UNTOLERATED : undefined),
  ({ pod }, { node }) => (matchesNodeAffinity(pod.spec, node) ? undefined : NO_AFFINITY),
  ({ demand }, { hostPorts }) =>
    demand.hostPorts.length > 0 && demand.hostPorts.some((port) => hostPorts.some((taken) => portsClash(port, taken)))
      ? NO_PORTS
      : undefined,
  roomRefusal,
  ({ volumesFit }, { node }) => (volumesFit(node) ? undefined : OTHER_VOLUME_NODE),
  ({ spread }, view) => spread && spreadRefusal(spread, view),
  ({ affinity }, view) => affinityRefusal(affinity, view),
];

/** Why the pod cannot go to the node; undefined when it can. */
export function firstRefusal(attempt: Attempt, view: NodeView): Refusal | undefined {
  for (const filter of FILTERS) {
    const refusal = filter(attempt, view);
    if (refusal) return refusal;
  }
  return undefined;
}

function roomRefusal({ demand: { requests } }: Attempt, view: NodeView): Refusal | undefined {
  const { allocatable, taken } = view;
  let reasons: string[] | undefined;
  let tooBig = false;
  if (view.pods + 1 > (allocatable.pods ?? 0)) reasons = ['Too many pods'];
  for (const name in requests) {
    const wanted = requests[name] as number;
    if (wanted === 0 || wanted <= (allocatable[name] ?? 0) - (taken[name] ?? 0)) continue;
    reasons = [...(reasons ?? []), `Insufficient ${name}`];
    tooBig ||= wanted > (allocatable[name] ?? 0);
  }
  return reasons && { reasons, preemptible: !tooBig };
}
