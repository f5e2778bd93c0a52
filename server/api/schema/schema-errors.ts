/** What a schema alone says against an object, for kinds without rules of their own. */
import { type FieldError, notSupported, required } from '../field-error.ts';
import type { ObjectSchema, Schema } from './schema.ts';

/** Missing required fields and values outside an enum, in the order of the schema. `value` is a decoded object. */
export function schemaErrors(schema: ObjectSchema, value: unknown): FieldError[] {
  const errors: FieldError[] = [];
  checkObject(schema, value as Record<string, unknown>, '', errors);
  return errors;
}

function checkObject(schema: ObjectSchema, value: Record<string, unknown>, path: string, errors: FieldError[]): void {
  for (const field of schema.fields.values()) {
    const place = path === '' ? field.name : `${path}.${field.name}`;
    const item = value[field.name];
    if (isMissing(item)) {
      if (field.required && !mayBeEmpty(field.schema)) errors.push(required(place));
    } else check(field.schema, item, place, errors);
  }
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** A number or a boolean is there whatever it is, and an object tells by its own required fields. */
function mayBeEmpty(schema: Schema): boolean {
  return schema.type === 'integer' || schema.type === 'number' || schema.type === 'boolean' || schema.type === 'any';
}

function check(schema: Schema, value: unknown, path: string, errors: FieldError[]): void {
  switch (schema.type) {
    case 'object':
      checkObject(schema, value as Record<string, unknown>, path, errors);
      break;
    case 'list':
      for (const [i, item] of (value as unknown[]).entries()) check(schema.items, item, `${path}[${i}]`, errors);
      break;
    case 'map':
      for (const [key, item] of Object.entries(value as object)) check(schema.values, item, `${path}[${key}]`, errors);
      break;
    case 'string':
      if (schema.enum?.includes(value as string) === false) errors.push(notSupported(path, value, schema.enum));
      break;
    default:
  }
}
