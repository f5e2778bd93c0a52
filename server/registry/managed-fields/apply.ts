/** Server-side apply (KEP-555): a configuration, laid over an object, whose fields the applier owns from then on. */
import { type ApiError, badRequest, statusError } from '../../api/errors.ts';
import { withPlainNumbers } from '../../api/schema/json-number.ts';
import type { ObjectSchema } from '../../api/schema/schema.ts';
import type { ManagedFieldsEntry } from '../../api/types.gen.ts';
import { sameValue } from '../../lib/same-value.ts';
import { checkConfiguration, printProblems } from './check-configuration.ts';
import { type Changes, compare } from './compare.ts';
import { applyConflict } from './conflict-error.ts';
import { difference, type FieldSet, union } from './field-set.ts';
import { keepLastApplied, LAST_APPLIED_MANAGER, withoutLastApplied } from './last-applied.ts';
import { isSameManager, type Manager, type ManagerId, readStoredManagers, writeManagers } from './managers.ts';
import { merge } from './merge.ts';
import { conflictsOf, disowned, type OwnershipConflict } from './ownership.ts';
import { NoElement } from './path-element.ts';
import { prune } from './prune.ts';
import { ignoredFields, SYSTEM_FIELDS, writtenChanges, writtenFields } from './system-fields.ts';
import { isJsonMap, type JsonMap, toFieldSet } from './to-field-set.ts';
import { afterUpdate, emptyObjectOf, served, type TrackedObject, type Writer, writerId } from './track-changes.ts';

export interface Applier extends Writer {
  /** Takes fields from those who own them. */
  readonly force: boolean;
}

export interface Applied {
  /**
   * `live` with the configuration over it and without what the applier gave up, to be decoded and defaulted: removed
   * lists and maps may be null. `live` itself when nothing changes but ownership. Never changed afterwards: copy it.
   */
  readonly object: JsonMap;
  /** To be set in the decoded object. Undefined when nobody owns anything. */
  readonly managedFields: ManagedFieldsEntry[] | undefined;
}

/**
 * `live` is the stored object, undefined where there is none; `config` is what the client sent, not decoded. Throws 400
 * for another kind and for managedFields in the configuration, 500 for fields and types that the schema does not have,
 * 409 for fields that others own.
 */
export function applyConfiguration(
  schema: ObjectSchema,
  live: TrackedObject | undefined,
  config: unknown,
  by: Applier,
): Applied {
  const wanted = checkedConfiguration(schema, withPlainNumbers(config), by.apiVersion);
  const from = live ?? emptyObjectOf(schema);
  const managers = managersBefore(schema, from, by);
  const { object, managedFields } = applyOrUpgrade(schema, { live: from, config: wanted, managers }, by);
  return { object: by.manager === LAST_APPLIED_MANAGER ? keepLastApplied(object, wanted) : object, managedFields };
}

function checkedConfiguration(schema: ObjectSchema, config: unknown, apiVersion: string): JsonMap {
  const wanted = config ?? {};
  if (!isJsonMap(wanted)) throw noMap(wanted);
  checkKind(schema, wanted, apiVersion);
  const metadata = metadataOf(wanted);
  if (Array.isArray(metadata.managedFields)) throw badRequest('metadata.managedFields must be nil');
  const problems = checkConfiguration(schema, wanted);
  if (problems.length === 0) return wanted;
  const name = `${textOf(metadata.namespace)}/${textOf(metadata.name)}`;
  throw statusError(
    500,
    '',
    `failed to create typed patch object (${name}; ${printKind(wanted)}): ${printProblems(problems)}`,
  );
}

function noMap(config: unknown): ApiError {
  const type = Array.isArray(config) ? 'array' : typeof config === 'boolean' ? 'bool' : typeof config;
  return badRequest(
    `error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${type} into Go value of type map[string]interface {}`,
  );
}

function metadataOf({ metadata }: JsonMap): JsonMap {
  return typeof metadata === 'object' && metadata !== null ? (metadata as JsonMap) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function checkKind(schema: ObjectSchema, config: JsonMap, apiVersion: string): void {
  if (config.apiVersion === apiVersion && config.kind === schema.kinds?.[0]?.kind) return;
  throw badRequest(`invalid object type: ${printKind(config)}`);
}

/** `apps/v1, Kind=Deployment`; `/v1, Kind=Service` in the core group. */
function printKind({ apiVersion, kind }: JsonMap): string {
  const [version = '', group = '', ...more] = textOf(apiVersion).split('/').reverse();
  return more.length > 0 ? '/, Kind=' : `${group}/${version}, Kind=${textOf(kind)}`;
}

const BEFORE_FIRST_APPLY = 'before-first-apply';

/** The first apply finds fields that nobody is known to own: an owner is made up for them. */
function managersBefore(schema: ObjectSchema, live: TrackedObject, by: Applier): readonly Manager[] {
  const managers = readStoredManagers(live.metadata?.managedFields);
  if (managers.length > 0) return served(managers, by);
  const changes = writtenChanges(typedCompare(schema, emptyObjectOf(schema), live, ignoredFields(by)), by);
  return afterUpdate([], changes, { ...by, manager: BEFORE_FIRST_APPLY });
}

/** An item without its keys in a stored object: Kubernetes can do nothing with it either. */
function typedCompare(schema: ObjectSchema, old: unknown, object: unknown, ignored: FieldSet): Changes {
  try {
    return compare(schema, old, object, ignored);
  } catch (error) {
    if (error instanceof NoElement) throw statusError(500, '', `failed to create typed live object: ${error.message}`);
    throw error;
  }
}

interface Application {
  readonly live: TrackedObject;
  readonly config: JsonMap;
  readonly managers: readonly Manager[];
}

/** `kubectl apply --server-side` does not conflict with what `kubectl apply` wrote down in its annotation. */
function applyOrUpgrade(schema: ObjectSchema, application: Application, by: Applier): Applied {
  const outcome = applyOnce(schema, application, by);
  if (outcome.conflicts.length === 0) return outcome;
  if (by.manager !== LAST_APPLIED_MANAGER) throw applyConflict(outcome.conflicts);
  const conflicts = withoutLastApplied(outcome.conflicts, schema, {
    live: application.live,
    apiVersion: by.apiVersion,
  });
  if (conflicts.length > 0) throw applyConflict(conflicts);
  return applyOnce(schema, application, { ...by, force: true });
}

function applyOnce(
  schema: ObjectSchema,
  { live, config, managers }: Application,
  by: Applier,
): Applied & { conflicts: readonly OwnershipConflict[] } {
  const id = writerId(by, 'Apply');
  const before = managers.find((manager) => isSameManager(manager, id));
  const fields = writtenFields(toFieldSet(schema, config), by);
  const others = managers.filter((manager) => manager !== before);
  const object = prune(schema, merge(schema, live, config), {
    given: before?.fields,
    kept: others.reduce((all, other) => union(all, other.fields), fields),
  }) as JsonMap;
  const changes = writtenChanges(typedCompare(schema, live, object, ignoredFields(by)), by);
  const conflicts = by.force ? [] : conflictsOf(others, changes, id);
  const isNoop = sameValue(live, object);
  const applier = applierAfter(id, { fields, before, time: isNoop ? before?.time : by.now });
  return {
    object: (isNoop ? live : object) as JsonMap,
    managedFields: writeManagers([...disowned(others, changes), applier]),
    conflicts,
  };
}

function applierAfter(
  id: ManagerId,
  { fields, before, time }: { fields: FieldSet; before: Manager | undefined; time: string | undefined },
): Manager {
  const kept = difference(fields, SYSTEM_FIELDS);
  const isSame =
    before?.entry && before.apiVersion === id.apiVersion && before.time === time && sameValue(before.fields, kept);
  return isSame ? before : { ...id, time, fields: kept };
}
