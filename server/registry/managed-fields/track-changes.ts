/** Ownership after writes other than server-side apply: who changes a field owns it. */
import { decode } from '../../api/schema/decode.ts';
import type { ObjectSchema } from '../../api/schema/schema.ts';
import type { ManagedFieldsEntry } from '../../api/types.gen.ts';
import { type Changes, compare } from './compare.ts';
import { isEmpty } from './field-set.ts';
import { type Entries, type Manager, readSentManagers, readStoredManagers, writeManagers } from './managers.ts';
import { cappedUpdaters, disowned, owned } from './ownership.ts';
import { NoElement } from './path-element.ts';
import { ignoredFields, type WrittenPart, writtenChanges } from './system-fields.ts';

/** Who writes, and what of an object. */
export interface Writer extends WrittenPart {
  readonly manager: string;
  /** The version of the API in which the object was written. */
  readonly apiVersion: string;
  /** The other versions in which clients may write the same objects. Owners from versions that are not served are forgotten. */
  readonly otherVersions?: readonly string[] | undefined;
  readonly subresource?: string | undefined;
  /** RFC 3339 with seconds. */
  readonly now: string;
}

/** An object with metadata; its other fields are those of the schema. */
export interface TrackedObject {
  readonly metadata?: { readonly managedFields?: Entries | undefined } | undefined;
}

/**
 * Ownership of a new object: its creator owns all that it says, with its defaults. Call it before the server adds to the
 * object what nobody wrote, such as addresses. Undefined when there is nothing to own.
 */
export function trackCreate(schema: ObjectSchema, object: TrackedObject, by: Writer): ManagedFieldsEntry[] | undefined {
  const managers = sentManagers(schema, object, { stored: undefined, isPart: false });
  return tracked(schema, { old: emptyObjectOf(schema), object, managers }, by);
}

/**
 * Ownership after a change from `old`, which is stored, to `object`, decoded and with defaults; call it before the server
 * restores what this writer may not change. `object` may bring managedFields of its own: an edited list counts, an empty
 * list or `[{}]` ends the tracking, and no list keeps the stored one.
 */
export function trackUpdate(
  schema: ObjectSchema,
  old: TrackedObject,
  object: TrackedObject,
  by: Writer,
): ManagedFieldsEntry[] | undefined {
  const stored = old.metadata?.managedFields;
  const managers = sentManagers(schema, object, { stored, isPart: isPart(by) });
  if (managers.length === 0) return undefined;
  return tracked(schema, { old, object, managers }, by);
}

function isPart({ subresource }: Writer): boolean {
  return subresource !== undefined && subresource !== '';
}

/** Writers of a part of the object cannot edit ownership. */
function sentManagers(
  schema: ObjectSchema,
  object: TrackedObject,
  { stored, isPart }: { stored: Entries | undefined; isPart: boolean },
): Manager[] {
  const sent = object.metadata?.managedFields;
  if (isPart || sent === undefined || sent === null || sent === stored) return readStoredManagers(stored);
  if (endsTracking(sent)) return [];
  return readSentManagers(schema, sent, stored) ?? readStoredManagers(stored);
}

/** `managedFields: []` or `[{}]` in what a client sent: nobody owns anything until the next apply. */
function endsTracking(managedFields: unknown): boolean {
  if (!Array.isArray(managedFields) || managedFields.length > 1) return false;
  const [entry] = managedFields as unknown[];
  return entry === undefined || (typeof entry === 'object' && entry !== null && Object.keys(entry).length === 0);
}

const emptyObjects = new WeakMap<ObjectSchema, TrackedObject>();

/** What an object is to Kubernetes before anything is said about it: `{"metadata": {}, "spec": {}}`. */
export function emptyObjectOf(schema: ObjectSchema): TrackedObject {
  const known = emptyObjects.get(schema);
  if (known !== undefined) return known;
  const made = decode(schema, {}).value as TrackedObject;
  emptyObjects.set(schema, made);
  return made;
}

function tracked(
  schema: ObjectSchema,
  states: { old: TrackedObject; object: TrackedObject; managers: readonly Manager[] },
  by: Writer,
): ManagedFieldsEntry[] | undefined {
  const changes = changesBy(schema, states, by);
  // An item without an identity: Kubernetes leaves ownership as it was.
  if (changes === undefined) return storedEntries(states.old);
  return writeManagers(cappedUpdaters(afterUpdate(states.managers, changes, by)));
}

function changesBy(
  schema: ObjectSchema,
  { old, object }: { old: TrackedObject; object: TrackedObject },
  by: Writer,
): Changes | undefined {
  try {
    return writtenChanges(compare(schema, old, object, ignoredFields(by)), by);
  } catch (error) {
    if (error instanceof NoElement) return undefined;
    throw error;
  }
}

function storedEntries(old: TrackedObject): ManagedFieldsEntry[] | undefined {
  const entries = old.metadata?.managedFields;
  return entries === undefined ? undefined : [...entries];
}

/** The others lose what was written or removed; the writer owns what was written. */
export function afterUpdate(managers: readonly Manager[], changes: Changes, by: Writer): Manager[] {
  const others = disowned(served(managers, by), changes);
  if (isEmpty(changes.written)) return others;
  return owned(others, { id: writerId(by, 'Update'), time: by.now, fields: changes.written });
}

export function writerId<O extends Manager['operation']>(by: Writer, operation: O) {
  const { manager, apiVersion, subresource = '' } = by;
  return { name: manager === '' ? 'unknown' : manager, operation, apiVersion, subresource };
}

export function served(managers: readonly Manager[], by: Writer): readonly Manager[] {
  return managers.filter(
    ({ apiVersion }) => apiVersion === by.apiVersion || (by.otherVersions?.includes(apiVersion) ?? false),
  );
}
