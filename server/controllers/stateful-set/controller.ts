import { isNotFound } from '../../api/errors.ts';
import { keyOf, parseKey } from '../../api/object.ts';
import { controllerOf } from '../../api/owner-references.ts';
import { controllerRevisions, persistentVolumeClaims, pods, statefulSets } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { ControllerRevision, PersistentVolumeClaim, Pod, StatefulSet } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import { claimDependents } from '../claim-dependents.ts';
import { planRevision, revisionsToDelete, writeRevision } from '../controller-revisions.ts';
import { type Dependents, followDependents } from '../follow-dependents.ts';
import { untilNextAvailable } from '../until-next-available.ts';
import { carryOut, type StatefulPods } from './carry-out.ts';
import { type PodsInput, planPods } from './plan-pods.ts';
import { planStatus } from './plan-status.ts';
import { ordinalOf, revisionOf } from './pod-identity.ts';

const HASH_LABEL = 'controller.kubernetes.io/hash';

/** Keeps StatefulSets: pods with names and claims of their own, made and replaced in order. */
export function statefulSetController(): Controller {
  let joinedPods: Dependents<StatefulSet, Pod>;
  let joinedRevisions: Dependents<StatefulSet, ControllerRevision>;
  let claims: Informer<PersistentVolumeClaim>;

  return {
    name: 'statefulset-controller',
    start({ informers }, queue) {
      const selectorOf = ({ spec }: StatefulSet) => spec.selector;
      const ownerType = statefulSets;
      joinedPods = followDependents(informers, queue, { ownerType, dependentType: pods, selectorOf });
      joinedRevisions = followDependents(informers, queue, {
        ownerType,
        dependentType: controllerRevisions,
        selectorOf,
      });
      claims = informers.for(persistentVolumeClaims);
    },
    async reconcile(key, context) {
      const set = joinedPods.owners.get(key);
      if (!set || joinedPods.selectorOf(set).requirements.length === 0) return undefined;
      const revisions = await claim(joinedRevisions, set, joinedRevisions.candidatesOf(set), context);
      // A pod of another name is none of its pods, whatever its labels say.
      const candidates = joinedPods.candidatesOf(set).filter((pod) => ordinalOf(pod, set) !== undefined);
      const owned = await claim(joinedPods, set, candidates, context);

      const collisionCount = set.status.collisionCount ?? 0;
      const options = { ownerType: statefulSets, owner: set, hashLabel: HASH_LABEL, revisions, collisionCount };
      const revisionPlan = planRevision(options);
      if (!(await writeRevision(revisionPlan, context.client))) return countCollision(set, context);

      const update = revisionPlan.latest;
      const current = revisions.find(({ metadata }) => metadata.name === set.status.currentRevision) ?? update;
      const input: PodsInput = { set, pods: owned, current, update, now: context.clock.now() };
      await act({ input, claims }, context, () => writeStatus(joinedPods, input, collisionCount, context));

      const live = new Set([current.metadata.name, update.metadata.name, ...owned.map(revisionOf)]);
      const isUsed = ({ metadata }: ControllerRevision) => live.has(metadata.name);
      const limit = set.spec.revisionHistoryLimit ?? 10;
      for (const revision of revisionsToDelete(revisionPlan.history, isUsed, limit)) {
        await deleteRevision(revision, context);
      }
      const wait = untilNextAvailable(owned, set.spec.minReadySeconds ?? 0, input.now);
      return wait === undefined ? undefined : { requeueAfterMs: wait };
    },
  };
}

function claim<D extends Pod | ControllerRevision>(
  joined: Dependents<StatefulSet, D>,
  owner: StatefulSet,
  candidates: D[],
  { client }: ControllerContext,
): Promise<D[]> {
  return claimDependents(client, {
    ownerType: statefulSets,
    owner,
    dependentType: joined.dependents.type,
    selector: joined.selectorOf(owner),
    candidates,
  });
}

/** The status is written also when something could not be done. */
async function act(
  { input, claims }: { input: PodsInput; claims: Informer<PersistentVolumeClaim> },
  context: ControllerContext,
  writeStatus: () => Promise<void>,
): Promise<void> {
  const target: StatefulPods = { set: input.set, pods: input.pods, claims };
  try {
    await carryOut(planPods(input), target, context);
  } catch (error) {
    await writeStatus();
    throw error;
  }
  await writeStatus();
}

async function writeStatus(
  joined: Dependents<StatefulSet, Pod>,
  input: PodsInput,
  collisionCount: number,
  { client }: ControllerContext,
): Promise<void> {
  const { set } = input;
  const now = joined.candidatesOf(set).filter((pod) => controllerOf(pod)?.uid === set.metadata.uid);
  const status = planStatus({ ...input, pods: now.filter((pod) => ordinalOf(pod, set) !== undefined) }, collisionCount);
  if (!semanticEqual(status, set.status))
    await client.update(statefulSets, { ...set, status }, { subresource: 'status' });
}

async function countCollision(set: StatefulSet, { client }: ControllerContext): Promise<undefined> {
  const status = { ...set.status, collisionCount: (set.status.collisionCount ?? 0) + 1 };
  await client.update(statefulSets, { ...set, status }, { subresource: 'status' });
}

async function deleteRevision(revision: ControllerRevision, { client }: ControllerContext): Promise<void> {
  try {
    await client.delete(controllerRevisions, parseKey(keyOf(revision)));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
