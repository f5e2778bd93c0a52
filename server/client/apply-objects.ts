import { type ApiObject, apiVersionOf, type ResourceType } from '../api/object.ts';
import type { Client } from './client.ts';

/**
 * Server-side apply of each object, one after the other: what is not there is created, what is there is changed to what
 * is said here, whoever else said otherwise. Objects of kinds with namespaces go to `default` when they name none; a
 * List stands for its items. Fields that the kind does not have are errors. Rejects with an ApiError, and with an Error
 * for what is no object of a kind that is served.
 */
export async function applyObjects(
  client: Client,
  types: () => readonly ResourceType[],
  objects: readonly ApiObject[],
): Promise<ApiObject[]> {
  const applied: ApiObject[] = [];
  for (const object of objects.flatMap(itemsOf)) {
    const type = typeOf(object, types());
    applied.push(await applyObject(client, type, object));
  }
  return applied;
}

function itemsOf(object: ApiObject): ApiObject[] {
  const { items } = object as { items?: unknown };
  return object?.kind?.endsWith('List') && Array.isArray(items) ? items : [object];
}

function typeOf(object: ApiObject, types: readonly ResourceType[]): ResourceType {
  const { apiVersion, kind } = object ?? {};
  if (!apiVersion || !kind) throw new Error(`not an object with apiVersion and kind: ${JSON.stringify(object)}`);
  const type = types.find((served) => served.kind === kind && apiVersionOf(served) === apiVersion);
  if (!type) throw new Error(`no kind "${kind}" is served in version "${apiVersion}"`);
  return type;
}

function applyObject(client: Client, type: ResourceType, object: ApiObject): Promise<ApiObject> {
  const { name, namespace = 'default' } = object.metadata ?? {};
  if (!name) throw new Error(`a ${object.kind} without a name cannot be applied`);
  const key = type.namespaced ? { namespace, name } : { name };
  const options = { force: true, fieldValidation: 'Strict' } as const;
  return client.patch(type, key, { type: 'application/apply-patch+yaml', body: object }, options);
}
