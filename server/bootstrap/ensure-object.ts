import { isAlreadyExists, isNotFound } from '../api/errors.ts';
import type { ApiObject, Draft, ResourceType } from '../api/object.ts';
import type { Client } from '../client/client.ts';

/** Creates the object; one of its name that is there already stays as it is. */
export async function ensureObject<T extends ApiObject>(
  client: Client,
  type: ResourceType<T>,
  object: Draft<T>,
): Promise<void> {
  if (await isThere(client, type, object)) return;
  try {
    await client.create(type, object);
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
}

/** To ask takes a tenth of the time in which a create is refused. */
async function isThere<T extends ApiObject>(
  client: Client,
  type: ResourceType<T>,
  { metadata: { namespace, name = '' } }: Draft<T>,
): Promise<boolean> {
  try {
    await client.get(type, { namespace, name });
    return true;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return false;
  }
}
