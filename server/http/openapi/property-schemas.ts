/** Types of the API as OpenAPI schemas; the dialects of OpenAPI 2 and 3 differ in little. */
import type { Field, ObjectSchema, Schema } from '../../api/schema/schema.ts';
import { schemaNamed } from '../../api/schema/schemas.ts';

export type JsonSchema = Record<string, unknown>;

export interface Dialect {
  readonly version: 2 | 3;
  /** Before the name of a type. */
  readonly refPrefix: string;
}

export const VERSION_2: Dialect = { version: 2, refPrefix: '#/definitions/' };
export const VERSION_3: Dialect = { version: 3, refPrefix: '#/components/schemas/' };

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** Types that are no objects of schemas/. */
const SCALAR_TYPES: Readonly<Record<2 | 3, Readonly<Record<string, JsonSchema>>>> = {
  2: {
    'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: 'string' },
    'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: 'string', format: 'int-or-string' },
  },
  3: {
    'io.k8s.apimachinery.pkg.api.resource.Quantity': { oneOf: [{ type: 'string' }, { type: 'number' }] },
    'io.k8s.apimachinery.pkg.util.intstr.IntOrString': {
      oneOf: [{ type: 'integer' }, { type: 'string' }],
      format: 'int-or-string',
    },
  },
};

const COMMON_TYPES: Readonly<Record<string, JsonSchema>> = {
  [`${META}.Time`]: { type: 'string', format: 'date-time' },
  [`${META}.MicroTime`]: { type: 'string', format: 'date-time' },
  [`${META}.FieldsV1`]: { type: 'object' },
  [`${META}.Patch`]: { type: 'object' },
  'io.k8s.apimachinery.pkg.runtime.RawExtension': { type: 'object' },
};

/** These types and all that they refer to, by name and sorted. */
export function schemaDocuments(names: Iterable<string>, dialect: Dialect): Record<string, JsonSchema> {
  const found = new Map<string, JsonSchema>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    const scalar = SCALAR_TYPES[dialect.version][name] ?? COMMON_TYPES[name];
    if (scalar !== undefined) {
      found.set(name, scalar);
      continue;
    }
    const schema = schemaNamed(name);
    found.set(name, objectDocument(schema, dialect));
    for (const field of schema.fields.values()) waiting.push(...referredNames(field.schema));
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function referredNames(schema: Schema): string[] {
  if (schema.type === 'list') return referredNames(schema.items);
  if (schema.type === 'map') return referredNames(schema.values);
  const name = typeName(schema);
  return name === undefined ? [] : [name];
}

/** The name of a type that stands in its own definition. */
function typeName(schema: Schema): string | undefined {
  switch (schema.type) {
    case 'object':
      return schema.name;
    case 'time':
      return schema.micro ? `${META}.MicroTime` : `${META}.Time`;
    case 'quantity':
      return 'io.k8s.apimachinery.pkg.api.resource.Quantity';
    case 'intOrString':
      return 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';
    case 'any':
      return schema.name === 'FieldsV1' ? `${META}.FieldsV1` : `io.k8s.apimachinery.pkg.runtime.${schema.name}`;
    default:
      return undefined;
  }
}

function objectDocument(schema: ObjectSchema, dialect: Dialect): JsonSchema {
  const fields = [...schema.fields.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const required = fields.filter((field) => field.required).map((field) => field.name);
  return {
    ...(schema.description !== undefined && { description: schema.description }),
    ...(required.length > 0 && { required }),
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, propertyDocument(field, dialect)])),
    ...(schema.kinds && { 'x-kubernetes-group-version-kind': schema.kinds }),
    ...(schema.atomic && { 'x-kubernetes-map-type': 'atomic' }),
    ...(schema.unions && { 'x-kubernetes-unions': schema.unions }),
  };
}

/** What is the same in every kind is said here, not in schemas/. */
const COMMON_DESCRIPTIONS: Readonly<Record<string, string>> = {
  apiVersion: 'The group and version of the kind, such as apps/v1.',
  kind: 'The kind, such as Pod.',
  metadata: 'Name, labels and what else every object has.',
};

function propertyDocument(field: Field, dialect: Dialect): JsonSchema {
  const list = field.schema.type === 'list' ? field.schema : undefined;
  const description = field.description ?? COMMON_DESCRIPTIONS[field.name];
  return {
    ...(description !== undefined && { description }),
    ...valueDocument(field.schema, dialect, { alone: false }),
    ...defaultOf(field, dialect),
    ...(list && list.keys.length > 0 && { 'x-kubernetes-list-map-keys': list.keys }),
    ...(field.listType && { 'x-kubernetes-list-type': field.listType }),
    ...(field.mapType && { 'x-kubernetes-map-type': field.mapType }),
    ...(field.patchMergeKey !== undefined && { 'x-kubernetes-patch-merge-key': field.patchMergeKey }),
    ...(field.patchStrategy.length > 0 && { 'x-kubernetes-patch-strategy': field.patchStrategy.join(',') }),
  };
}

/** OpenAPI 3 gives what Go cannot leave out its zero value as default, as Kubernetes does. */
function defaultOf(field: Field, { version }: Dialect): JsonSchema {
  if (field.default !== undefined) return { default: field.default };
  if (version === 2 || !field.alwaysWritten) return {};
  if (field.schema.type === 'object') return { default: {} };
  const { emptyValue } = field;
  const isScalar = ['string', 'integer', 'boolean'].includes(field.schema.type) && emptyValue !== null;
  return isScalar ? { default: emptyValue } : {};
}

/** `alone`: nothing else is said of the value, so that version 3 may refer to the type directly. */
function valueDocument(schema: Schema, dialect: Dialect, options: { alone: boolean }): JsonSchema {
  const name = typeName(schema);
  if (name !== undefined) {
    const reference = { $ref: dialect.refPrefix + name };
    // Version 3 ignores whatever stands beside a $ref.
    return dialect.version === 2 || options.alone ? reference : { allOf: [reference] };
  }
  switch (schema.type) {
    case 'list':
      return { type: 'array', items: valueDocument(schema.items, dialect, { alone: true }) };
    case 'map':
      return { type: 'object', additionalProperties: valueDocument(schema.values, dialect, { alone: true }) };
    case 'string':
      return { type: 'string', ...(schema.enum && { enum: schema.enum }) };
    case 'bytes':
      return { type: 'string', format: 'byte' };
    case 'integer':
      return { type: 'integer', format: `int${schema.bits}` };
    default:
      return schema.type === 'number' ? { type: 'number', format: 'double' } : { type: 'boolean' };
  }
}
