import { printType } from '../../api/go-print.ts';
import type { Field, Schema } from '../../api/schema/schema.ts';
import { isJsonObject, type JsonObject } from './merge-patch.ts';

/**
 * What Go says of the first value of a wrong type when it makes a struct of a strategic merge's outcome, which it does not
 * by way of JSON. Undefined when all types fit, or for types that read JSON after all, such as times.
 */
export function restoreError(schema: Schema, value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  switch (schema.type) {
    case 'object':
      return isJsonObject(value) ? memberError(schema.fields, value) : `cannot restore struct from: ${kindOf(value)}`;
    case 'map':
      return isJsonObject(value) ? valueError(schema.values, value) : `cannot restore map from ${kindOf(value)}`;
    case 'list':
      return Array.isArray(value) ? itemError(schema.items, value) : `cannot restore slice from ${kindOf(value)}`;
    default:
      return scalarError(schema, value);
  }
}

function memberError(fields: ReadonlyMap<string, Field>, value: JsonObject): string | undefined {
  for (const [name, field] of fields) {
    const error = restoreError(field.schema, value[name]);
    if (error !== undefined) return error;
  }
  return undefined;
}

function valueError(schema: Schema, map: JsonObject): string | undefined {
  return itemError(schema, Object.values(map));
}

function itemError(schema: Schema, items: readonly unknown[]): string | undefined {
  for (const item of items) {
    const error = restoreError(schema, item);
    if (error !== undefined) return error;
  }
  return undefined;
}

/** Go's reflect.Kind. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'slice';
  return isJsonObject(value) ? 'map' : printType(value);
}

/** Numbers could be converted to texts in Go, so that the refusal is another one. */
function scalarError(schema: Schema, value: unknown): string | undefined {
  const kind = kindOf(value);
  switch (schema.type) {
    case 'string':
      if (kind === 'string') return undefined;
      return kind === 'int64' ? `cannot convert int64 to ${schema.goType ?? 'string'}` : 'unrecognized type: string';
    case 'integer': {
      const type = `int${schema.bits}`;
      if (kind === 'int64') return undefined;
      return kind === 'float64' ? `cannot convert float64 to ${schema.goType ?? type}` : `unrecognized type: ${type}`;
    }
    case 'number':
      return kind === 'int64' || kind === 'float64' ? undefined : 'unrecognized type: float64';
    case 'boolean':
      return kind === 'bool' ? undefined : 'unrecognized type: bool';
    case 'bytes':
      return kind === 'string' ? undefined : `cannot restore slice from ${kind}`;
    default:
      return undefined;
  }
}
