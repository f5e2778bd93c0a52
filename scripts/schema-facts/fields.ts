/** Joins what OpenAPI, protobuf and people know about the fields of a type. */
import type { FieldEntry } from '../../server/api/schema/schema-file.ts';
import { wireType } from '../../server/api/schema/wire-type.ts';
import type { Facts, HandWritten, OpenApiSchema } from './facts.ts';
import { goTypeOf, splitPointer } from './go-type-names.ts';
import { fileOf, SCALARS, typeText } from './type-names.ts';

interface FieldPlace {
  message: string;
  name: string;
  number?: number;
  wire?: string;
  within?: number;
}

export function fieldsOf(name: string, facts: Facts, hand: HandWritten): Record<string, FieldEntry> {
  const schema = facts.openapi[name] as OpenApiSchema;
  const fields: Record<string, FieldEntry> = {};
  for (const place of placesOf(name, facts)) {
    const property = schema.properties?.[place.name];
    if (property === undefined) throw new Error(`${name}.${place.name} is in protobuf only`);
    fields[place.name] = fieldEntry(name, place, property, schema.required ?? [], hand);
  }
  for (const property of Object.keys(schema.properties ?? {})) {
    if (!(property in fields)) throw new Error(`${name}.${property} is in OpenAPI only`);
  }
  return fields;
}

/** The fields in the order of the Go struct: `kind` and `apiVersion` of kinds first, embedded structs in their place. */
function placesOf(name: string, facts: Facts): FieldPlace[] {
  const properties = facts.openapi[name]?.properties ?? {};
  const message = messageOf(name);
  const fields = facts.messages[message];
  if (fields === undefined) return Object.keys(properties).map((property) => ({ message, name: property }));
  const places = Object.entries(fields).flatMap(([field, [number, type]]): FieldPlace[] => {
    const property = Object.keys(properties).find((key) => key.toLowerCase() === field.toLowerCase());
    if (property !== undefined) return [{ message, name: property, number, wire: type }];
    return Object.entries(facts.messages[type] ?? {}).map(([inner, [innerNumber, innerType]]) => {
      return { message: type, name: inner, number: innerNumber, wire: innerType, within: number };
    });
  });
  const known = new Set(places.map((place) => place.name));
  const typeMeta = ['kind', 'apiVersion'].filter((key) => key in properties && !known.has(key));
  return [...typeMeta.map((key) => ({ message, name: key })), ...places];
}

function messageOf(name: string): string {
  return name.replace(/^io\.k8s\./, 'k8s.io.');
}

function fieldEntry(
  owner: string,
  place: FieldPlace,
  property: OpenApiSchema,
  required: readonly string[],
  hand: HandWritten,
): FieldEntry {
  const file = fileOf(owner);
  const typeName = owner.slice(owner.lastIndexOf('.') + 1);
  const written = hand.goTypes[file]?.[typeName]?.[place.name];
  const base = typeText(property, file);
  const type = `${isPointer(base, property, written) ? '*' : ''}${base}`;
  const go = written === undefined ? undefined : goTypeOf(splitPointer(written).rest, file, base);
  const isRequired = required.includes(place.name);
  const wire = place.wire === wireType(base, owner.slice(0, owner.lastIndexOf('.'))) ? undefined : place.wire;
  const itemEnum = property.enum ?? property.items?.enum ?? property.additionalProperties?.enum;
  const defaultValue = property.default;
  return withoutUndefined({
    type,
    go,
    number: place.number,
    within: place.within,
    wire,
    required: isRequired || undefined,
    ...emptiness(`${file}.${typeName}.${place.name}`, type, property, isRequired, hand),
    default: isZero(defaultValue) && !type.startsWith('*') ? undefined : defaultValue,
    enum: itemEnum,
    listType: property['x-kubernetes-list-type'],
    listKeys: property['x-kubernetes-list-map-keys'],
    mapType: property['x-kubernetes-map-type'],
    mergeKey: property['x-kubernetes-patch-merge-key'],
    strategy: property['x-kubernetes-patch-strategy']?.split(','),
    description: hand.descriptions[file]?.[typeName]?.[place.name],
  }) as unknown as FieldEntry;
}

/** OpenAPI gives every struct that is no pointer the default `{}`. */
function isPointer(base: string, property: OpenApiSchema, written: string | undefined): boolean {
  if (written !== undefined) return splitPointer(written).pointer;
  const isStruct = !SCALARS.has(base) && !/^(\[\]|map\[)/.test(base);
  return isStruct && property.default === undefined;
}

/** What becomes of the field when it is empty. OpenAPI gives a zero default to fields without omitempty. */
function emptiness(path: string, type: string, property: OpenApiSchema, isRequired: boolean, hand: HandWritten) {
  const lists = hand.emptyFields;
  const isCollection = /^(\[\]|map\[)/.test(type);
  const bySchema = isCollection ? isRequired : property.default !== undefined && isScalarZero(property.default);
  const keep = (bySchema || lists.keptThoughOptional.includes(path)) && !lists.droppedThoughDefaulted.includes(path);
  return {
    keep: keep || undefined,
    null: lists.nullWhenEmpty.includes(path) || undefined,
    omit: lists.omitZero.includes(path) || undefined,
  };
}

function isScalarZero(value: unknown): boolean {
  return value === '' || value === 0 || value === false;
}

function isZero(value: unknown): boolean {
  return isScalarZero(value) || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}
