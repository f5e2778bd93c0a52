import { isNotFound } from '../../api/errors.ts';
import { keyOf, parseKey } from '../../api/object.ts';
import { controllerOf } from '../../api/owner-references.ts';
import { controllerRevisions, daemonSets, nodes, pods } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { ControllerRevision, DaemonSet, Node, Pod } from '../../api/types.gen.ts';
import type { Informer, InformerEvent } from '../../client/informer.ts';
import type { Controller, ControllerContext, Requeue } from '../../client/run-controller.ts';
import { delayOfAttempt } from '../../lib/backoff.ts';
import { claimDependents } from '../claim-dependents.ts';
import { planRevision, type RevisionPlan, revisionsToDelete, writeRevision } from '../controller-revisions.ts';
import { type Dependents, followDependents } from '../follow-dependents.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';
import { createPod, deletePod } from '../pod-control.ts';
import { slowStart } from '../slow-start.ts';
import { untilNextAvailable } from '../until-next-available.ts';
import { HASH_LABEL, newDaemonPod } from './daemon-pod.ts';
import type { DaemonsInput, DaemonsPlan } from './daemons.ts';
import { planDaemons, planStatus } from './plan-daemons.ts';

/** No more pods than this are made or deleted at once. */
const BURST = 250;

/** Keeps a pod of each DaemonSet on every node that should have one. */
export function daemonSetController(): Controller {
  let joinedPods: Dependents<DaemonSet, Pod>;
  let joinedRevisions: Dependents<DaemonSet, ControllerRevision>;
  let allNodes: Informer<Node>;
  const backoff = createPodBackoff();

  const keep = async (key: string, set: DaemonSet, context: ControllerContext): Promise<Requeue | undefined> => {
    const revisions = await claim(joinedRevisions, set, context);
    const owned = await claim(joinedPods, set, context);
    const collisionCount = set.status.collisionCount ?? 0;
    const options = { ownerType: daemonSets, owner: set, hashLabel: HASH_LABEL, revisions, collisionCount };
    const history = planRevision(options);
    if (!(await writeRevision(history, context.client))) return countCollision(set, context);
    const revision = history.latest;

    const input: DaemonsInput = { set, nodes: [...allNodes.list()], pods: owned, revision, now: context.clock.now() };
    const acting: Acting = { context, backoff: (node) => backoff.next(key, node, input) };
    const wait = await carryOut(planDaemons(input), input, acting);
    await writeStatus({ ...input, pods: ownPods(joinedPods, set) }, context);
    await cutHistory(history, input, context);
    const untilAvailable = untilNextAvailable(owned, set.spec.minReadySeconds ?? 0, input.now);
    const waits = [wait, untilAvailable].filter((time) => time !== undefined);
    return waits.length === 0 ? undefined : { requeueAfterMs: Math.min(...waits) };
  };

  return {
    name: 'daemonset-controller',
    start({ informers }, queue) {
      const selectorOf = ({ spec }: DaemonSet) => spec.selector;
      const ownerType = daemonSets;
      joinedPods = followDependents(informers, queue, { ownerType, dependentType: pods, selectorOf });
      joinedRevisions = followDependents(informers, queue, {
        ownerType,
        dependentType: controllerRevisions,
        selectorOf,
      });
      allNodes = informers.for(nodes);
      allNodes.onEvent((event) => {
        if (mayMatter(event)) for (const set of joinedPods.owners.list()) queue.add(keyOf(set));
      });
    },
    async reconcile(key, context) {
      const set = joinedPods.owners.get(key);
      if (!set) return backoff.forget(key);
      if (joinedPods.selectorOf(set).requirements.length === 0) return refuseSelector(set, context);
      return set.metadata.deletionTimestamp === undefined ? keep(key, set, context) : undefined;
    },
  };
}

/** Heartbeats and other statuses of a node change nothing for a daemon. */
function mayMatter({ type, object, old }: InformerEvent<Node>): boolean {
  if (type !== 'MODIFIED' || !old) return true;
  return !semanticEqual(old.metadata.labels, object.metadata.labels) || !semanticEqual(old.spec, object.spec);
}

function claim<D extends Pod | ControllerRevision>(
  joined: Dependents<DaemonSet, D>,
  owner: DaemonSet,
  { client }: ControllerContext,
): Promise<D[]> {
  return claimDependents(client, {
    ownerType: daemonSets,
    owner,
    dependentType: joined.dependents.type,
    selector: joined.selectorOf(owner),
    candidates: joined.candidatesOf(owner),
  });
}

function ownPods(joined: Dependents<DaemonSet, Pod>, set: DaemonSet): Pod[] {
  return joined.candidatesOf(set).filter((pod) => controllerOf(pod)?.uid === set.metadata.uid);
}

async function refuseSelector(set: DaemonSet, { events }: ControllerContext): Promise<undefined> {
  const message = 'This daemon set is selecting all pods. A non-empty selector is required.';
  events.record(set, 'Warning', 'SelectingAll', message);
}

interface Acting {
  context: ControllerContext;
  /** Milliseconds until the failed pod of a node may be deleted; 0 when it may be now. */
  backoff(node: string): number;
}

/** Returns how long to wait for failed pods that may not be replaced yet. */
async function carryOut(plan: DaemonsPlan, input: DaemonsInput, acting: Acting): Promise<number | undefined> {
  const { set, revision } = input;
  const { context } = acting;
  const { due, wait } = endedPods(plan, set, acting);
  try {
    await slowStart(Math.min(plan.create.length, BURST), async (i) => {
      await createPod(set, newDaemonPod(set, revision, plan.create[i] as string), context);
    });
  } catch (error) {
    if (!isNamespaceTerminating(error)) throw error;
  }
  await Promise.all([...plan.delete, ...due].slice(0, BURST).map((pod) => deletePod(set, pod, context)));
  return wait;
}

function endedPods({ ended }: DaemonsPlan, set: DaemonSet, { context, backoff }: Acting) {
  const due: Pod[] = [];
  let wait: number | undefined;
  for (const { pod, node } of ended) {
    const name = `${pod.metadata.namespace}/${pod.metadata.name} on node ${node}`;
    if (pod.status.phase === 'Succeeded') {
      const message = `Found succeeded daemon pod ${name}, will try to delete it`;
      context.events.record(set, 'Normal', 'SucceededDaemonPod', message);
    } else {
      const left = backoff(node);
      if (left > 0) wait = Math.min(wait ?? left, left);
      if (left > 0) continue;
      const message = `Found failed daemon pod ${name}, will try to kill it`;
      context.events.record(set, 'Warning', 'FailedDaemonPod', message);
    }
    due.push(pod);
  }
  return { due, wait };
}

async function writeStatus(input: DaemonsInput, { client }: ControllerContext): Promise<void> {
  const status = planStatus(input);
  if (semanticEqual(status, input.set.status)) return;
  await client.update(daemonSets, { ...input.set, status }, { subresource: 'status' });
}

async function countCollision(set: DaemonSet, { client }: ControllerContext): Promise<undefined> {
  const status = { ...set.status, collisionCount: (set.status.collisionCount ?? 0) + 1 };
  await client.update(daemonSets, { ...set, status }, { subresource: 'status' });
}

async function cutHistory(history: RevisionPlan, { set, pods: owned }: DaemonsInput, context: ControllerContext) {
  const used = new Set(owned.map(({ metadata }) => metadata.labels?.[HASH_LABEL]));
  const isUsed = (r: ControllerRevision) => r === history.latest || used.has(r.metadata.labels?.[HASH_LABEL]);
  const limit = set.spec.revisionHistoryLimit ?? 10;
  for (const old of revisionsToDelete(history.history, isUsed, limit)) await deleteRevision(old, context);
}

async function deleteRevision(revision: ControllerRevision, { client }: ControllerContext): Promise<void> {
  try {
    await client.delete(controllerRevisions, parseKey(keyOf(revision)));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15 * 60_000;

/** A pod that fails again and again on a node is replaced after longer and longer times. */
function createPodBackoff() {
  const kills = new Map<string, Map<string, { count: number; at: number }>>();
  return {
    next(key: string, node: string, { set, now }: DaemonsInput): number {
      const ofSet = kills.get(key) ?? new Map<string, { count: number; at: number }>();
      kills.set(key, ofSet);
      const id = `${set.metadata.uid}/${set.status.observedGeneration ?? 0}/${node}`;
      const known = ofSet.get(id);
      const delay = known ? delayOfAttempt(known.count - 1, FIRST_WAIT, LONGEST_WAIT) : 0;
      const left = known ? known.at + delay - now : 0;
      if (left > 0) return left;
      const isLongAgo = known !== undefined && now - known.at > 2 * LONGEST_WAIT;
      ofSet.set(id, { count: isLongAgo ? 1 : (known?.count ?? 0) + 1, at: now });
      return 0;
    },
    forget: (key: string) => void kills.delete(key),
  };
}
