import type { ApiObject, ObjectKey, ResourceType } from '../api/object.ts';
import type { Client, DeleteOptions } from './client.ts';
import type { Informer } from './informer.ts';

/**
 * A client whose writes resolve when the informer of the resource, if there is one, shows them. Whoever reads from
 * informers and writes through it needs no bookkeeping of writes that are still on their way back.
 */
export function readYourWrites(
  client: Client,
  informerOf: (type: ResourceType) => Informer<ApiObject> | undefined,
): Client {
  const shown = async <T extends ApiObject>(type: ResourceType<T>, object: T, dryRun: boolean | undefined) => {
    if (!dryRun) await informerOf(type)?.seen(object);
    return object;
  };

  return {
    get: client.get,
    list: client.list,
    watch: client.watch,
    createSubresource: client.createSubresource,
    deleteCollection: client.deleteCollection,
    create: async (type, object, options) => shown(type, await client.create(type, object, options), options?.dryRun),
    update: async (type, object, options) => shown(type, await client.update(type, object, options), options?.dryRun),
    patch: async (type, key, patch, options) =>
      shown(type, await client.patch(type, key, patch, options), options?.dryRun),
    delete: async <T extends ApiObject>(type: ResourceType<T>, key: ObjectKey, options?: DeleteOptions) => {
      const informer = informerOf(type);
      const name = key.namespace === undefined ? key.name : `${key.namespace}/${key.name}`;
      const uid = informer?.get(name)?.metadata?.uid;
      const answer = await client.delete(type, key, options);
      if (uid !== undefined && !options?.dryRun) await informer?.seenDeleted(name, uid);
      return answer;
    },
  };
}
