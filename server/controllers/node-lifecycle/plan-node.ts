import { findCondition } from '../../api/conditions.ts';
import { hasTaint, withoutTaint, withTaint } from '../../api/taints.ts';
import type { Node, NodeCondition, Taint } from '../../api/types.gen.ts';

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' } as const;
const UNREACHABLE = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' } as const;

const REPORTED = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/**
 * The conditions of a node from which nothing is heard: all that its kubelet reports is unknown. Undefined when they say
 * so already. `now` is an RFC 3339 time.
 */
export function planSilence({ status, metadata }: Node, now: string): NodeCondition[] | undefined {
  const conditions = status.conditions ?? [];
  if (REPORTED.every((type) => findCondition(conditions, type)?.status === 'Unknown')) return undefined;
  const unknown = (type: string): NodeCondition => {
    const old = findCondition(conditions, type);
    if (old?.status === 'Unknown') return old;
    return {
      type,
      status: 'Unknown',
      lastHeartbeatTime: old?.lastHeartbeatTime ?? metadata.creationTimestamp ?? now,
      lastTransitionTime: now,
      reason: old ? 'NodeStatusUnknown' : 'NodeStatusNeverUpdated',
      message: old ? 'Kubelet stopped posting node status.' : 'Kubelet never posted node status.',
    };
  };
  const kept = conditions.map((condition) => (REPORTED.includes(condition.type) ? unknown(condition.type) : condition));
  const missing = REPORTED.filter((type) => !findCondition(conditions, type)).map(unknown);
  return [...kept, ...missing];
}

/** The taints by which pods are evicted from a node that is not ready. Undefined when it has the right ones. */
export function planEvictionTaints({ spec, status }: Node, now: string): Taint[] | undefined {
  const ready = findCondition(status.conditions, 'Ready')?.status;
  const wanted = ready === 'False' ? NOT_READY : ready === 'Unknown' ? UNREACHABLE : undefined;
  const unwanted = [NOT_READY, UNREACHABLE].filter((taint) => taint !== wanted && hasTaint(spec.taints, taint));
  if (unwanted.length === 0 && (!wanted || hasTaint(spec.taints, wanted))) return undefined;
  let taints = spec.taints ?? [];
  for (const taint of unwanted) taints = withoutTaint(taints, taint);
  return wanted && !hasTaint(taints, wanted) ? withTaint(taints, { ...wanted, timeAdded: now }) : taints;
}
