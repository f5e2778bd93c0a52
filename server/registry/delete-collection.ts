/** DELETE of a collection: each selected object by itself, as a deletion of its own. */
import { isNotFound } from '../api/errors.ts';
import { type DeletionOptions, deleteObject } from './delete.ts';
import { type ListedObjects, listObjects } from './list.ts';
import type { RawListOptions } from './list-options.ts';
import type { Registry } from './registry.ts';
import type { Requester } from './request.ts';
import type { Resource } from './resource.ts';

/** Resolves with the list of what was selected, in the state before. Deletions go on together. */
export async function deleteCollection(
  registry: Registry,
  target: { resource: Resource; namespace: string | undefined },
  request: { list: RawListOptions; options: DeletionOptions; requester: Requester },
): Promise<ListedObjects> {
  const list = await listObjects(registry, target, request.list);
  const deletions = list.items.map(async ({ object }) => {
    const { namespace, name } = object.metadata;
    try {
      await deleteObject(registry, { resource: target.resource, key: { namespace, name } }, request);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  });
  await Promise.all(deletions);
  return list;
}
