import { isPodReady, untilPodAvailable } from '../../api/pods.ts';
import type { DaemonSet, DaemonSetStatus, Pod } from '../../api/types.gen.ts';
import { groupBy } from '../../lib/group-by.ts';
import { millisecondsOf } from '../../lib/timestamps.ts';
import { withoutZeros } from '../../lib/without-zeros.ts';
import { isUpToDate, judgeNode, targetNodeOf } from './daemon-pod.ts';
import type { DaemonsInput, DaemonsPlan, NodeDaemons } from './daemons.ts';
import { planUpdate } from './plan-update.ts';

/** The pods to make and to delete so that each node that should has one of the present template. */
export function planDaemons(input: DaemonsInput): DaemonsPlan {
  const plan: DaemonsPlan = { create: [], delete: [], ended: [] };
  const daemons = daemonsOfNodes(input);
  for (const node of daemons) planNode(node, input, plan);
  plan.delete.push(...podsWithoutNode(input));
  if (plan.create.length + plan.delete.length + plan.ended.length > 0) return plan;
  return input.set.spec.updateStrategy?.type === 'OnDelete' ? plan : planUpdate(daemons, input);
}

function daemonsOfNodes({ set, nodes, pods }: DaemonsInput): NodeDaemons[] {
  const byNode = groupBy(pods, targetNodeOf);
  return nodes.map((node) => {
    const { name } = node.metadata;
    return { name, ...judgeNode(set, node), pods: (byNode.get(name) ?? []).sort(byAge) };
  });
}

const byAge = (a: Pod, b: Pod): number =>
  (millisecondsOf(a.metadata.creationTimestamp) ?? 0) - (millisecondsOf(b.metadata.creationTimestamp) ?? 0);

function planNode({ name, run, stay, pods }: NodeDaemons, input: DaemonsInput, plan: DaemonsPlan): void {
  const lasting = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  if (!stay) return void plan.delete.push(...lasting);
  if (run && pods.length === 0) return void plan.create.push(name);
  const ended = lasting.filter(({ status }) => status.phase === 'Failed' || status.phase === 'Succeeded');
  plan.ended.push(...ended.map((pod) => ({ pod, node: name })));
  const running = lasting.filter((pod) => !ended.includes(pod));
  if (running.length < 2) return;
  plan.delete.push(...(mayMaxSurge(input.set) ? surplusOfSurge(running, input) : running.slice(1)));
}

const mayMaxSurge = ({ spec }: DaemonSet): boolean => {
  const surge = spec.updateStrategy?.rollingUpdate?.maxSurge ?? 0;
  return spec.updateStrategy?.type !== 'OnDelete' && surge !== 0 && surge !== '0%';
};

/** One old and one new may stand side by side until the new one is available. */
function surplusOfSurge(running: readonly Pod[], { set, revision, now }: DaemonsInput): Pod[] {
  const [fresh, ...moreFresh] = running.filter((pod) => isUpToDate(pod, set, revision));
  const [old, ...moreOld] = running.filter((pod) => !isUpToDate(pod, set, revision));
  const surplus = [...moreFresh, ...moreOld];
  if (!fresh || !old) return surplus;
  const isAvailable = untilPodAvailable(fresh, set.spec.minReadySeconds ?? 0, now) === 0;
  return isAvailable || !isPodReady(old) ? [...surplus, old] : surplus;
}

/** Pods that wait for a node which is gone: no scheduler will ever bind them. */
function podsWithoutNode({ nodes, pods }: DaemonsInput): Pod[] {
  const names = new Set(nodes.map(({ metadata }) => metadata.name));
  return pods.filter((pod) => {
    const target = targetNodeOf(pod);
    return !pod.spec.nodeName && target !== undefined && !names.has(target) && !pod.metadata.deletionTimestamp;
  });
}

export function planStatus(input: DaemonsInput): DaemonSetStatus {
  const { set, revision, now } = input;
  const minReady = set.spec.minReadySeconds ?? 0;
  const daemons = daemonsOfNodes(input);
  const wanted = daemons.filter(({ run }) => run);
  const first = wanted.flatMap(({ pods }) => pods.slice(0, 1));
  const ready = first.filter(isPodReady);
  const available = ready.filter((pod) => untilPodAvailable(pod, minReady, now) === 0).length;
  const { collisionCount, conditions } = set.status;
  return {
    currentNumberScheduled: first.length,
    numberMisscheduled: daemons.filter(({ run, pods }) => !run && pods.length > 0).length,
    desiredNumberScheduled: wanted.length,
    numberReady: ready.length,
    ...withoutZeros({
      observedGeneration: set.metadata.generation,
      updatedNumberScheduled: first.filter((pod) => isUpToDate(pod, set, revision)).length,
      numberAvailable: available,
      numberUnavailable: wanted.length - available,
    }),
    ...(collisionCount !== undefined && { collisionCount }),
    ...(conditions && { conditions }),
  };
}
