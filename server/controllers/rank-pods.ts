import { findCondition } from '../api/conditions.ts';
import { isPodReady } from '../api/pods.ts';
import type { Container, ContainerStatus, Pod } from '../api/types.gen.ts';
import { millisecondsOf } from '../lib/timestamps.ts';

const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

interface Ranked {
  pod: Pod;
  /** Pods of the same workload on its node. */
  neighbours: number;
}

type Order = (a: Ranked, b: Ranked, now: number) => number;

/** Which pod goes first when there are too many: the first difference decides (Kubernetes' ActivePodsWithRanks). */
const ORDERS: readonly Order[] = [
  byNumber(({ pod }) => (pod.spec.nodeName ? 1 : 0)),
  byNumber(({ pod }) => PHASES[pod.status.phase ?? ''] ?? 0),
  byNumber(({ pod }) => (isPodReady(pod) ? 1 : 0)),
  byNumber(({ pod }) => deletionCost(pod)),
  byNumber(({ neighbours }) => -neighbours),
  (a, b, now) => (isPodReady(a.pod) && isPodReady(b.pod) ? byAge(a, b, readySince, now) : 0),
  byNumber(({ pod }) => -restarts(pod, isRegular)),
  byNumber(({ pod }) => -restarts(pod, isSidecar)),
  (a, b, now) => byAge(a, b, ({ pod }) => millisecondsOf(pod.metadata.creationTimestamp), now),
];

/** The pods with those first that can go most easily. `related` are the running pods of the same workload. */
export function rankForDeletion(pods: readonly Pod[], related: readonly Pod[], now: number): Pod[] {
  const onNode = new Map<string, number>();
  for (const { spec } of related) {
    if (spec.nodeName) onNode.set(spec.nodeName, (onNode.get(spec.nodeName) ?? 0) + 1);
  }
  const ranked = pods.map((pod) => ({ pod, neighbours: onNode.get(pod.spec.nodeName ?? '') ?? 0 }));
  return ranked.sort((a, b) => compare(a, b, now)).map(({ pod }) => pod);
}

function compare(a: Ranked, b: Ranked, now: number): number {
  for (const order of ORDERS) {
    const difference = order(a, b, now);
    if (difference !== 0) return difference;
  }
  return 0;
}

function byNumber(value: (ranked: Ranked) => number): Order {
  return (a, b) => value(a) - value(b);
}

function deletionCost({ metadata }: Pod): number {
  const cost = Number(metadata.annotations?.[DELETION_COST] ?? 0);
  return Number.isInteger(cost) ? cost : 0;
}

const readySince = ({ pod }: Ranked): number | undefined =>
  millisecondsOf(findCondition(pod.status.conditions, 'Ready')?.lastTransitionTime);

/** The younger first, where ages count as alike within a power of two (KEP-2185); then chance, by uid, decides. */
function byAge(a: Ranked, b: Ranked, since: (ranked: Ranked) => number | undefined, now: number): number {
  const [left, right] = [since(a), since(b)];
  if (left === right) return 0;
  if (left === undefined) return -1;
  if (right === undefined) return 1;
  const difference = magnitude(now - left) - magnitude(now - right);
  if (difference !== 0) return difference;
  return a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1;
}

function magnitude(milliseconds: number): number {
  return milliseconds <= 0 ? -1 : Math.floor(Math.log2(milliseconds * 1e6));
}

const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always';
const isRegular = (container: Container): boolean => !isSidecar(container);

function restarts({ spec, status }: Pod, wanted: (container: Container) => boolean): number {
  const names = new Set([...spec.containers, ...(spec.initContainers ?? [])].filter(wanted).map((c) => c.name));
  const statuses: ContainerStatus[] = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])];
  return Math.max(0, ...statuses.filter((s) => names.has(s.name)).map((s) => s.restartCount));
}
