/**
 * Strategic merge patch: like a merge patch, but lists that the schema gives a merge key are merged item by item, and
 * directives (`$patch`, `$retainKeys`, `$setElementOrder/…`, `$deleteFromPrimitiveList/…`) say what a merge cannot.
 * Nothing is changed in place, and what stays the same is shared with `current`.
 */
import { badRequest } from '../../api/errors.ts';
import { goQuote } from '../../api/field-error.ts';
import type { Field, ObjectSchema, Schema } from '../../api/schema/schema.ts';
import { isJsonObject, type JsonObject, withoutNulls } from './merge-patch.ts';
import {
  DELETE_FROM_LIST,
  DIRECTIVE,
  isDirectiveMap,
  mergeError,
  RETAIN_KEYS,
  SET_ELEMENT_ORDER,
  unknownDirective,
  wrongType,
} from './strategic-directives.ts';
import { type ListRules, mergeList, orderedList } from './strategic-list.ts';

/** Throws an ApiError of 400 for directives of a wrong form, of 500 for what Kubernetes finds out while it merges. */
export function strategicMerge(schema: ObjectSchema, current: JsonObject, patch: JsonObject): JsonObject {
  return mergeObjects(schema, current, patch);
}

/** `schema` is undefined for data that has none: its lists are replaced. */
function mergeObjects(schema: Schema | undefined, current: JsonObject, patch: JsonObject): JsonObject {
  if (Object.hasOwn(patch, DIRECTIVE)) return byDirective(patch);
  const wanted = { ...patch };
  const merged = retainedKeys(current, wanted);
  setElementOrders(schema, merged, wanted);
  for (const key of Object.keys(wanted)) mergeMember(schema, merged, { key, value: wanted[key] });
  return isSame(merged, current) ? current : merged;
}

function isSame(a: JsonObject, b: JsonObject): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function byDirective(patch: JsonObject): JsonObject {
  const { [DIRECTIVE]: directive, ...rest } = patch;
  if (directive === 'replace') return rest;
  if (directive === 'delete') return {};
  throw unknownDirective(directive, patch);
}

const BAD_RETAIN_KEYS = 'invalid patch format of retainKeys';

/** A copy of `current`, with the keys of the directive only. Takes the directive out of the patch. */
function retainedKeys(current: JsonObject, patch: Record<string, unknown>): Record<string, unknown> {
  const { [RETAIN_KEYS]: retained } = patch;
  if (!Object.hasOwn(patch, RETAIN_KEYS)) return { ...current };
  delete patch[RETAIN_KEYS];
  if (!Array.isArray(retained)) throw badRequest(BAD_RETAIN_KEYS);
  const keys = new Set<unknown>(retained);
  for (const [key, value] of Object.entries(patch)) {
    const isDirective = key.startsWith(DELETE_FROM_LIST) || key.startsWith(SET_ELEMENT_ORDER);
    if (value !== null && !isDirective && !keys.has(key)) throw badRequest(BAD_RETAIN_KEYS);
  }
  return Object.fromEntries(Object.entries(current).filter(([key]) => keys.has(key)));
}

const LIST = '[]interface {}';

/** Merges the lists that have an order, and takes them and the directives out of the patch. */
function setElementOrders(
  schema: Schema | undefined,
  merged: Record<string, unknown>,
  patch: Record<string, unknown>,
): void {
  for (const directive of Object.keys(patch)) {
    if (!directive.startsWith(SET_ELEMENT_ORDER)) continue;
    const order = patch[directive];
    delete patch[directive];
    if (!Array.isArray(order)) throw wrongType(LIST, order);
    const key = keyOfDirective(directive, SET_ELEMENT_ORDER, 'invalid patch format of setElementOrder list');
    const [list, wanted] = [merged[key], patch[key]];
    if (key in merged && !Array.isArray(list)) throw wrongType(LIST, list);
    if (key in patch && !Array.isArray(wanted)) throw wrongType(LIST, wanted);
    const ordered = orderedList(listRules(schema, key), {
      list: list as readonly unknown[] | undefined,
      patch: wanted as readonly unknown[] | undefined,
      order,
    });
    if (ordered === undefined) continue;
    merged[key] = ordered;
    delete patch[key];
  }
}

function keyOfDirective(directive: string, prefix: string, problem: string): string {
  const slash = directive.indexOf('/');
  if (slash < 0 || directive.slice(0, slash) !== prefix) throw badRequest(problem);
  return directive.slice(slash + 1);
}

function mergeMember(
  schema: Schema | undefined,
  merged: Record<string, unknown>,
  { key: written, value }: { key: string; value: unknown },
): void {
  const deletes = written.startsWith(DELETE_FROM_LIST);
  const key = deletes ? keyOfDirective(written, DELETE_FROM_LIST, 'invalid patch format of primitive list') : written;
  if (key === '__proto__') return;
  const current = merged[key];
  if (value === null) delete merged[key];
  else if (Array.isArray(current) && Array.isArray(value)) {
    merged[key] = mergeList(listRules(schema, key), { list: current, patch: value, deletes });
  } else if (isJsonObject(current) && isJsonObject(value)) {
    if (!deletes) merged[key] = mergeMaps(schema, key, { current, patch: value });
  } else if (!deletes) setMember(merged, key, withoutNulls(value));
}

/** A map with a `$patch` is nothing where there is nothing to patch. */
function setMember(merged: Record<string, unknown>, key: string, value: unknown): void {
  if (isDirectiveMap(value)) delete merged[key];
  else merged[key] = withoutDirectives(value);
}

function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isDirectiveMap(item)).map(withoutDirectives);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => !isDirectiveMap(item));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutDirectives(item)]));
}

function mergeMaps(
  schema: Schema | undefined,
  key: string,
  { current, patch }: { current: JsonObject; patch: JsonObject },
): JsonObject {
  const field = fieldOf(schema, key);
  const below = field?.schema ?? (schema?.type === 'map' ? schema.values : undefined);
  return strategyOf(field) === 'replace' ? patch : mergeObjects(below, current, patch);
}

/** Undefined in maps, and in data without a schema. */
function fieldOf(schema: Schema | undefined, key: string): Field | undefined {
  if (schema?.type !== 'object') return undefined;
  const field = schema.fields.get(key);
  if (field !== undefined) return field;
  const struct = schema.goName.slice(schema.goName.lastIndexOf('.') + 1);
  throw mergeError(`unable to find api field in struct ${struct} for the json field ${goQuote(key)}`);
}

/** `retainKeys` besides it is for those who make patches. */
function strategyOf(field: Field | undefined): string | undefined {
  return field?.patchStrategy.find((name) => name !== 'retainKeys');
}

function listRules(schema: Schema | undefined, key: string): ListRules {
  const field = fieldOf(schema, key);
  const items = field?.schema.type === 'list' ? field.schema.items : undefined;
  return {
    merges: strategyOf(field) === 'merge',
    mergeKey: field?.patchMergeKey,
    typeName: items?.type === 'object' ? items.goName.slice(items.goName.lastIndexOf('.') + 1) : (items?.type ?? ''),
    mergeItem: (item, patch) => mergeObjects(items, item, patch),
  };
}
