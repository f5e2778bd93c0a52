import { isNotFound } from '../../api/errors.ts';
import { type ApiObject, parseKey, type ResourceType } from '../../api/object.ts';
import type { OwnerReference } from '../../api/types.gen.ts';
import type { Client } from '../../client/client.ts';
import type { Informer } from '../../client/informer.ts';
import { isDeletedInForeground, type OwnerState } from './plan-collection.ts';

export interface OwnerFinder {
  /** One type a resource, whatever the number of its versions. */
  types: readonly ResourceType[];
  find(dependent: ApiObject, owner: OwnerReference): { type: ResourceType; object: ApiObject } | undefined;
  /** As far as our copies know: `gone` may be wrong. */
  stateNow(dependent: ApiObject, owner: OwnerReference): OwnerState;
  /** The states of all owners by uid; asks the server about those that our copies do not have. */
  resolve(type: ResourceType, object: ApiObject, client: Client): Promise<Map<string, OwnerState>>;
}

export function createOwnerFinder(
  types: readonly ResourceType[],
  informers: ReadonlyMap<string, Informer<ApiObject>>,
): OwnerFinder {
  const unique = [...new Map(types.map((type) => [resourceId(type), type])).values()];
  const byKind = new Map(unique.map((type) => [`${type.group}/${type.kind}`, type]));

  const typeOf = ({ apiVersion, kind }: OwnerReference): ResourceType | undefined => {
    const slash = apiVersion.indexOf('/');
    return byKind.get(`${slash < 0 ? '' : apiVersion.slice(0, slash)}/${kind}`);
  };
  const find: OwnerFinder['find'] = (dependent, owner) => {
    const type = typeOf(owner);
    const object = type && informers.get(resourceId(type))?.get(keyOfOwner(type, dependent, owner));
    return type && object?.metadata?.uid === owner.uid ? { type, object } : undefined;
  };
  const stateNow: OwnerFinder['stateNow'] = (dependent, owner) => stateOf(find(dependent, owner)?.object);

  const ask = async (type: ResourceType, object: ApiObject, owner: OwnerReference, client: Client) => {
    const ownerType = typeOf(owner);
    // A kind that nobody knows, and a namespaced owner of what is in no namespace, are never taken for gone.
    if (!ownerType || (ownerType.namespaced && !type.namespaced)) return 'there';
    const found = await getIfThere(ownerType, keyOfOwner(ownerType, object, owner), client);
    return stateOf(found?.metadata?.uid === owner.uid ? found : undefined);
  };

  return {
    types: unique,
    find,
    stateNow,
    async resolve(type, object, client) {
      const states = new Map<string, OwnerState>();
      for (const owner of object.metadata?.ownerReferences ?? []) {
        const now = stateNow(object, owner);
        states.set(owner.uid, now === 'gone' ? await ask(type, object, owner, client) : now);
      }
      return states;
    },
  };
}

export const resourceId = ({ group, plural }: ResourceType): string => `${plural}.${group}`;

/** Owners are in the namespace of what they own, or in none. */
function keyOfOwner(type: ResourceType, dependent: ApiObject, owner: OwnerReference): string {
  return type.namespaced ? `${dependent.metadata?.namespace ?? ''}/${owner.name}` : owner.name;
}

function stateOf(owner: ApiObject | undefined): OwnerState {
  if (!owner) return 'gone';
  return isDeletedInForeground(owner) ? 'waits-for-dependents' : 'there';
}

async function getIfThere(type: ResourceType, key: string, client: Client): Promise<ApiObject | undefined> {
  try {
    return await client.get(type, parseKey(key));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
