import { isAlreadyExists, isConflict, isNotFound } from '../../api/errors.ts';
import { keyOf, parseKey } from '../../api/object.ts';
import { persistentVolumeClaims, pods } from '../../api/resource-types.gen.ts';
import type { PersistentVolumeClaim, Pod, StatefulSet } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { ControllerContext } from '../../client/run-controller.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';
import { slowStart } from '../slow-start.ts';
import { isStaleClaim, planClaimOwners } from './plan-claims.ts';
import type { NewReplica, PodsPlan } from './plan-pods.ts';
import { identityLabels, newClaims, newPod, ordinalOf, podName } from './pod-identity.ts';

export interface StatefulPods {
  set: StatefulSet;
  pods: readonly Pod[];
  claims: Informer<PersistentVolumeClaim>;
}

/** Writes what was planned, and puts the claims of the pods in order. */
export async function carryOut(plan: PodsPlan, target: StatefulPods, context: ControllerContext): Promise<void> {
  const { set } = target;
  if (set.spec.volumeClaimTemplates?.length) {
    for (const pod of target.pods) await keepClaims(pod, target, context);
  }
  await slowStart(plan.create.length, (i) => createReplica(plan.create[i] as NewReplica, target, context));
  await Promise.all(plan.relabel.map((pod) => relabel(pod, target, context)));
  await Promise.all(plan.delete.map((pod) => deleteReplica(pod, target, context)));
}

async function createReplica({ ordinal, revision }: NewReplica, target: StatefulPods, context: ControllerContext) {
  const { set } = target;
  if (!(await createClaims(ordinal, target, context))) return;
  const pod = newPod(set, revision, ordinal);
  try {
    await context.client.create(pods, pod);
    say(context, set, {
      verb: 'create',
      what: `Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`,
    });
  } catch (error) {
    if (isNamespaceTerminating(error)) return;
    const what = `Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} failed error: ${textOf(error)}`;
    if (!isAlreadyExists(error)) say(context, set, { verb: 'create', what, failed: true });
    throw error;
  }
}

/** False when the pod has to wait for an old claim to go. */
async function createClaims(ordinal: number, { set, claims }: StatefulPods, context: ControllerContext) {
  const name = podName(set, ordinal);
  for (const claim of newClaims(set, ordinal)) {
    const known = claims.get(`${set.metadata.namespace}/${claim.metadata.name}`);
    if (known && isStaleClaim(known, name)) return false;
    if (known) continue;
    const subject = `Claim ${claim.metadata.name} Pod ${name} in StatefulSet ${set.metadata.name}`;
    try {
      await context.client.create(persistentVolumeClaims, claim);
      say(context, set, { verb: 'create', what: `${subject} success` });
    } catch (error) {
      if (isAlreadyExists(error)) continue;
      say(context, set, { verb: 'create', what: `${subject} failed error: ${textOf(error)}`, failed: true });
      throw error;
    }
  }
  return true;
}

/** A pod that waits may wait for a claim that someone deleted; and claims belong to whom the policy says. */
async function keepClaims(pod: Pod, target: StatefulPods, context: ControllerContext): Promise<void> {
  const { set, claims } = target;
  const ordinal = ordinalOf(pod, set);
  if (ordinal === undefined) return;
  if (pod.status.phase === 'Pending' && pod.metadata.deletionTimestamp === undefined) {
    await createClaims(ordinal, target, context);
  }
  for (const { metadata } of newClaims(set, ordinal)) {
    const claim = claims.get(`${metadata.namespace}/${metadata.name}`);
    const ownerReferences = claim && planClaimOwners(claim, { set, pod, ordinal });
    if (!ownerReferences) continue;
    await context.client.update(persistentVolumeClaims, { ...claim, metadata: { ...claim.metadata, ownerReferences } });
  }
}

async function relabel(pod: Pod, { set }: StatefulPods, context: ControllerContext): Promise<void> {
  const { metadata } = pod;
  const labels = { ...metadata.labels, ...identityLabels(set, ordinalOf(pod, set) ?? 0) };
  const subject = `Pod ${metadata.name} in StatefulSet ${set.metadata.name}`;
  try {
    await context.client.update(pods, { ...pod, metadata: { ...metadata, labels } });
    say(context, set, { verb: 'update', what: `${subject} successful` });
  } catch (error) {
    if (!isConflict(error)) {
      say(context, set, { verb: 'update', what: `${subject} failed error: ${textOf(error)}`, failed: true });
    }
    throw error;
  }
}

async function deleteReplica(pod: Pod, { set }: StatefulPods, context: ControllerContext): Promise<void> {
  const subject = `Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name}`;
  try {
    await context.client.delete(pods, parseKey(keyOf(pod)), { preconditions: { uid: pod.metadata.uid } });
    say(context, set, { verb: 'delete', what: `${subject} successful` });
  } catch (error) {
    if (isNotFound(error)) return;
    say(context, set, { verb: 'delete', what: `${subject} failed error: ${textOf(error)}`, failed: true });
    throw error;
  }
}

const REASONS = { create: 'Create', update: 'Update', delete: 'Delete' } as const;

interface Said {
  verb: keyof typeof REASONS;
  what: string;
  failed?: boolean;
}

function say({ events }: ControllerContext, set: StatefulSet, { verb, what, failed = false }: Said): void {
  const reason = `${failed ? 'Failed' : 'Successful'}${REASONS[verb]}`;
  events.record(set, failed ? 'Warning' : 'Normal', reason, `${verb} ${what}`);
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
