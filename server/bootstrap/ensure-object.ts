import { isAlreadyExists } from '../api/errors.ts';
import type { ApiObject, Draft, ResourceType } from '../api/object.ts';
import type { Client } from '../client/client.ts';

/** Creates the object; one of its name that is there already stays as it is. */
export async function ensureObject<T extends ApiObject>(
  client: Client,
  type: ResourceType<T>,
  object: Draft<T>,
): Promise<void> {
  try {
    await client.create(type, object);
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
}
