import type { Node, NodeCondition, Taint } from '../../api/types.gen.ts';

const PREFIX = 'node.kubernetes.io/';
const UNSCHEDULABLE = `${PREFIX}unschedulable`;

/** Which taint stands for which status of which condition. */
const BY_CONDITION: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: `${PREFIX}not-ready`, Unknown: `${PREFIX}unreachable` },
  MemoryPressure: { True: `${PREFIX}memory-pressure` },
  DiskPressure: { True: `${PREFIX}disk-pressure` },
  NetworkUnavailable: { True: `${PREFIX}network-unavailable` },
  PIDPressure: { True: `${PREFIX}pid-pressure` },
};
const OURS: ReadonlySet<string> = new Set([UNSCHEDULABLE, ...Object.values(BY_CONDITION).flatMap(Object.values)]);

/**
 * The taints that a node should have: those that its conditions and `spec.unschedulable` ask for, and what others gave
 * it. Undefined when it has them. `now` is an RFC 3339 time.
 */
export function planTaints({ spec, status }: Node, now: string): Taint[] | undefined {
  const taints = spec.taints ?? [];
  const wanted = new Set([
    ...(status.conditions ?? []).flatMap(taintOf),
    ...(spec.unschedulable ? [UNSCHEDULABLE] : []),
  ]);
  const kept = taints.filter((taint) => !isOurs(taint) || wanted.has(taint.key));
  const present = new Set(kept.filter(isOurs).map(({ key }) => key));
  const missing = [...wanted].filter((key) => !present.has(key));
  if (missing.length === 0 && kept.length === taints.length) return undefined;
  return [...kept, ...missing.map((key): Taint => ({ key, effect: 'NoSchedule', timeAdded: now }))];
}

function taintOf({ type, status }: NodeCondition): string[] {
  const key = BY_CONDITION[type]?.[status];
  return key === undefined ? [] : [key];
}

function isOurs({ key, effect }: Taint): boolean {
  return effect === 'NoSchedule' && OURS.has(key);
}
