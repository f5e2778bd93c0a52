import { isNotFound } from '../../api/errors.ts';
import { type ApiObject, keyOf, parseKey, type ResourceType } from '../../api/object.ts';
import type { ObjectMeta } from '../../api/types.gen.ts';
import type { Client } from '../../client/client.ts';
import type { Dependent } from './ownership-graph.ts';
import { type Collection, ORPHAN } from './plan-collection.ts';

export interface CollectedObject {
  type: ResourceType;
  object: ApiObject;
  dependents: readonly Dependent[];
  objectOf(dependent: Dependent): ApiObject | undefined;
}

/** Writes what was planned. Rejects with Conflict when an object has changed since. */
export async function carryOut(plan: Collection, target: CollectedObject, client: Client): Promise<void> {
  const { type, object } = target;
  switch (plan.action) {
    case 'orphan-dependents':
      await Promise.all(target.dependents.map((dependent) => orphan(dependent, target, client)));
      return removeFinalizer(type, object, ORPHAN, client);
    case 'remove-finalizer':
      return removeFinalizer(type, object, plan.finalizer, client);
    case 'set-owners':
      return patchMetadata(type, object, { ownerReferences: orNull(plan.owners) }, client);
    case 'delete': {
      const { uid = '', resourceVersion = '' } = object.metadata ?? {};
      const preconditions = { uid, resourceVersion };
      await client.delete(type, parseKey(keyOf(object)), { propagationPolicy: plan.policy, preconditions });
      return;
    }
    case 'wait-for':
    case 'nothing':
  }
}

async function orphan(dependent: Dependent, { object, objectOf }: CollectedObject, client: Client): Promise<void> {
  const owned = objectOf(dependent);
  if (!owned) return;
  const others = (owned.metadata?.ownerReferences ?? []).filter((owner) => owner.uid !== object.metadata?.uid);
  try {
    await patchMetadata(dependent.type, owned, { ownerReferences: orNull(others) }, client);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

async function removeFinalizer(type: ResourceType, object: ApiObject, name: string, client: Client): Promise<void> {
  const others = (object.metadata?.finalizers ?? []).filter((finalizer) => finalizer !== name);
  await patchMetadata(type, object, { finalizers: orNull(others) }, client);
}

const orNull = <T>(items: T[]): T[] | null => (items.length === 0 ? null : items);

type MetadataPatch = { [K in 'ownerReferences' | 'finalizers']?: ObjectMeta[K] | null };

async function patchMetadata(
  type: ResourceType,
  object: ApiObject,
  change: MetadataPatch,
  client: Client,
): Promise<void> {
  const { uid, resourceVersion } = object.metadata ?? {};
  const body = { metadata: { uid, resourceVersion, ...change } };
  await client.patch(type, parseKey(keyOf(object)), { type: 'application/merge-patch+json', body });
}
