/** The entries of metadata.managedFields, and the field sets of who wrote them. */
import type { Schema } from '../../api/schema/schema.ts';
import type { ManagedFieldsEntry } from '../../api/types.gen.ts';
import { sameValue } from '../../lib/same-value.ts';
import { type FieldSet, isEmpty } from './field-set.ts';
import { readFieldSet } from './read-field-set.ts';
import { withAtomicFieldsWhole } from './reconcile.ts';

/** Who owns fields, and which. */
export interface Manager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** Empty for the object itself. */
  readonly subresource: string;
  readonly time: string | undefined;
  readonly fields: FieldSet;
  /** What it was read from, while it is the same. */
  readonly entry?: ManagedFieldsEntry;
}

export type Entries = readonly ManagedFieldsEntry[];

/** Someone who applies is the same in every version of the API; someone who updates is not. */
export function isSameManager(a: ManagerId, b: ManagerId): boolean {
  return (
    a.name === b.name &&
    a.operation === b.operation &&
    a.subresource === b.subresource &&
    (a.operation === 'Apply' || a.apiVersion === b.apiVersion)
  );
}

export type ManagerId = Pick<Manager, 'name' | 'operation' | 'apiVersion' | 'subresource'>;

/** The text by which Kubernetes knows a manager: conflicts and old entries are in its order. */
export function printManagerId({ name, operation, apiVersion, subresource }: ManagerId): string {
  return JSON.stringify({
    ...(name !== '' && { manager: name }),
    operation,
    ...(operation === 'Update' && { apiVersion }),
    ...(subresource !== '' && { subresource }),
  });
}

/** What this server has stored. */
export function readStoredManagers(entries: Entries | undefined): Manager[] {
  return (entries ?? []).map((entry) => managerOf(entry, entry.fieldsV1 as FieldSet | undefined));
}

function managerOf(entry: ManagedFieldsEntry, fields: FieldSet | undefined): Manager {
  return {
    name: entry.manager ?? '',
    operation: entry.operation as Manager['operation'],
    apiVersion: entry.apiVersion ?? '',
    subresource: entry.subresource ?? '',
    time: entry.time,
    fields: fields ?? {},
    entry,
  };
}

/**
 * What a client sent, who may have read it here before. Of entries of one manager the last counts. Undefined for entries
 * that are not valid.
 */
export function readSentManagers(schema: Schema, sent: Entries, stored: Entries | undefined): Manager[] | undefined {
  const managers: Manager[] = [];
  for (const entry of sent) {
    const manager = readSentManager(schema, entry, stored);
    if (manager === undefined) return undefined;
    const place = managers.findIndex((other) => isSameManager(other, manager));
    if (place < 0) managers.push(manager);
    else managers[place] = manager;
  }
  return managers;
}

function readSentManager(schema: Schema, entry: ManagedFieldsEntry, stored: Entries | undefined): Manager | undefined {
  const known = stored?.find((other) => sameValue(other, entry));
  if (known !== undefined) return managerOf(known, known.fieldsV1 as FieldSet | undefined);
  const { operation, apiVersion, fieldsType } = entry;
  if ((operation !== 'Apply' && operation !== 'Update') || !apiVersion || fieldsType !== 'FieldsV1') return undefined;
  try {
    const fields = withAtomicFieldsWhole(readFieldSet(entry.fieldsV1 ?? {}), schema);
    const { entry: _, ...manager } = managerOf(entry, fields);
    return manager;
  } catch {
    return undefined;
  }
}

/** Undefined when nobody owns anything. Entries that are the same as before are the same objects. */
export function writeManagers(managers: readonly Manager[]): ManagedFieldsEntry[] | undefined {
  const entries = managers.filter(({ fields }) => !isEmpty(fields)).map((manager) => manager.entry ?? entryOf(manager));
  return entries.length === 0 ? undefined : entries.sort(compareEntries);
}

/** Made for every write: member by member, in the order of Kubernetes. */
function entryOf({ name, operation, apiVersion, time, fields, subresource }: Manager): ManagedFieldsEntry {
  const entry: ManagedFieldsEntry = {};
  if (name !== '') entry.manager = name;
  entry.operation = operation;
  entry.apiVersion = apiVersion;
  if (time !== undefined) entry.time = time;
  entry.fieldsType = 'FieldsV1';
  entry.fieldsV1 = fields as Record<string, unknown>;
  if (subresource !== '') entry.subresource = subresource;
  return entry;
}

/** Appliers before updaters, then by time and name. */
function compareEntries(a: ManagedFieldsEntry, b: ManagedFieldsEntry): number {
  return (
    compareTexts(a.operation, b.operation) ||
    compareTexts(a.time, b.time) ||
    compareTexts(a.manager, b.manager) ||
    compareTexts(a.apiVersion, b.apiVersion) ||
    compareTexts(a.subresource, b.subresource)
  );
}

function compareTexts(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
