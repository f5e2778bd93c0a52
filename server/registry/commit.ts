/** The last step of every write: the draft becomes a revision, or the answer to a dry run. */
import { ApiError, alreadyExists, conflict, MODIFIED_MEANWHILE, notFound, serviceUnavailable } from '../api/errors.ts';
import { orderFields } from '../api/schema/order-fields.ts';
import { sameValue } from '../lib/same-value.ts';
import { KeyExists, KeyNotFound, RevisionConflict, StoreClosed } from '../storage/errors.ts';
import type { Write } from '../storage/store.ts';
import { differOnlyInTimes } from './managed-fields/spurious-times.ts';
import type { Registry } from './registry.ts';
import { type Resource, resourceName } from './resource.ts';
import { type AnyObject, encodeForStore, isUnchanged, type StoredObject, unstoredObject } from './stored-object.ts';

/** Another writer was faster. Callers who may try again catch it; for the others it is a 409. */
export class Outrun extends Error {}

export async function commitCreate(
  registry: Registry,
  target: { resource: Resource; key: string; draft: AnyObject; dryRun: boolean },
): Promise<StoredObject> {
  const { resource, key, draft } = target;
  const { name } = draft.metadata;
  const present = resource.cache.get(key);
  if (present) throw existing(resource, present);
  if (target.dryRun) return unstoredObject(key, draft, undefined);
  await write(registry, resource, { kind: 'create', ...encoded(resource, key, draft) }, name);
  return committed(resource, key, draft);
}

/** Resolves with the old state when the draft changes nothing. Throws Outrun. */
export async function commitUpdate(
  registry: Registry,
  target: { resource: Resource; old: StoredObject; draft: AnyObject; dryRun: boolean },
): Promise<StoredObject> {
  const { resource, old, draft } = target;
  const saysTheSame = sayTheSame(old.object, draft);
  if (saysTheSame && changesTimesOnly(resource, old, draft)) return old;
  const { key, value } = encoded(resource, old.key, draft);
  if (saysTheSame && isUnchanged(old, value.bytes)) return old;
  if (target.dryRun) return unstoredObject(old.key, draft, String(old.revision));
  await write(registry, resource, { kind: 'update', key, value, expected: old.revision }, draft.metadata.name);
  return committed(resource, old.key, draft);
}

/** Ownership that is only younger is no change. */
function changesTimesOnly(resource: Resource, old: StoredObject, draft: AnyObject): boolean {
  const { managedFields } = old.object.metadata;
  if (!differOnlyInTimes(managedFields, draft.metadata.managedFields)) return false;
  const same = { ...draft, metadata: { ...draft.metadata, managedFields } };
  return isUnchanged(old, encoded(resource, old.key, same).value.bytes);
}

/** But for ownership. Cheaper than the comparison of their texts, which has the last word where this says yes. */
function sayTheSame(old: AnyObject, draft: AnyObject): boolean {
  return sameBut(KEPT_BY_US, old.metadata, draft.metadata) && sameBut(METADATA, old, draft);
}

const KEPT_BY_US: ReadonlySet<string> = new Set(['managedFields', 'resourceVersion']);
const METADATA: ReadonlySet<string> = new Set(['metadata']);

function sameBut(passedOver: ReadonlySet<string>, old: object, draft: object): boolean {
  const [before, after] = [old as Record<string, unknown>, draft as Record<string, unknown>];
  for (const name in after) if (!passedOver.has(name) && !sameValue(before[name], after[name])) return false;
  for (const name in before) {
    if (!passedOver.has(name) && before[name] !== undefined && after[name] === undefined) return false;
  }
  return true;
}

/** Removes the object; `draft` is the last state that watchers see. Throws Outrun. */
export async function commitDelete(
  registry: Registry,
  target: { resource: Resource; old: StoredObject; draft: AnyObject },
): Promise<number> {
  const { resource, old, draft } = target;
  const { key, value } = encoded(resource, old.key, draft);
  return write(registry, resource, { kind: 'delete', key, value, expected: old.revision }, draft.metadata.name);
}

/** 409 in place of Outrun. */
export function conflictOf(resource: Resource, name: string): ApiError {
  return conflict(resourceName(resource), name, MODIFIED_MEANWHILE);
}

function encoded(resource: Resource, key: string, draft: AnyObject) {
  orderFields(resource.schema, draft as unknown as Record<string, unknown>);
  return { key: resource.storePrefix + key, value: { bytes: encodeForStore(draft), decoded: draft } };
}

async function write(registry: Registry, resource: Resource, write: Write, name: string): Promise<number> {
  try {
    return await registry.store.write(write);
  } catch (error) {
    if (error instanceof KeyExists) throw alreadyExists(resourceName(resource), name);
    if (error instanceof RevisionConflict) throw new Outrun();
    if (error instanceof StoreClosed) throw serviceUnavailable('the server is shutting down');
    if (error instanceof KeyNotFound) throw notFound(resourceName(resource), name);
    throw error;
  }
}

/** The store's event has put it into the cache by now, unless a later write has replaced it already. */
function committed(resource: Resource, key: string, draft: AnyObject): StoredObject {
  const stored = resource.cache.get(key);
  if (stored?.object === draft) return stored;
  return unstoredObject(key, draft, draft.metadata.resourceVersion);
}

function existing(resource: Resource, { object }: StoredObject): ApiError {
  const { name, deletionTimestamp } = object.metadata;
  const error = alreadyExists(resourceName(resource), name);
  if (!deletionTimestamp) return error;
  return new ApiError({ ...error.status, message: `object is being deleted: ${error.status.message}` });
}
