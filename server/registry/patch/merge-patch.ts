/** JSON Merge Patch (RFC 7386). Nothing is changed in place, and what stays the same is shared with `current`. */
import { JsonNumber } from '../../api/schema/json-number.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function mergePatch(current: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return withoutNulls(patch);
  if (!isJsonObject(current)) return withoutNulls(patch);
  let patched: Record<string, unknown> | undefined;
  for (const name of Object.keys(patch)) {
    const value = patch[name];
    const present = Object.hasOwn(current, name);
    if (name === '__proto__' || (value === null && !present)) continue;
    const merged = value === null ? undefined : mergePatch(present ? current[name] : undefined, value);
    if (present && merged === current[name]) continue;
    patched ??= { ...current };
    if (merged === undefined) delete patched[name];
    else patched[name] = merged;
  }
  return patched ?? current;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}

/** What a patch adds: its nulls say nothing, also those of objects in lists. Nulls that are items of lists are kept. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    if (value[name] !== null && name !== '__proto__') kept[name] = withoutNulls(value[name]);
  }
  return kept;
}
