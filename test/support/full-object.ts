import type { Field, ObjectSchema, Schema } from '../../server/api/schema/schema.ts';

/** An object in which each field of the schema says something, as deep as it goes; kinds within themselves go once round. */
export function fullObject(schema: ObjectSchema): Record<string, unknown> {
  return fullFields(schema, []);
}

function fullFields(schema: ObjectSchema, within: readonly ObjectSchema[]): Record<string, unknown> {
  const inside = [...within, schema];
  // An object within another does not say in protobuf what it is.
  const isSaid = (field: Field) => within.length === 0 || field.protobuf !== undefined;
  const fields = [...schema.fields.values()].filter((field) => isSaid(field) && !repeats(field.schema, inside));
  return Object.fromEntries(fields.map((field) => [field.name, fullValue(field.schema, { name: field.name, inside })]));
}

function repeats(schema: Schema, inside: readonly ObjectSchema[]): boolean {
  if (schema.type === 'list') return repeats(schema.items, inside);
  if (schema.type === 'map') return repeats(schema.values, inside);
  return schema.type === 'object' && inside.includes(schema);
}

function fullValue(schema: Schema, by: { name: string; inside: readonly ObjectSchema[] }): unknown {
  switch (schema.type) {
    case 'object':
      return fullFields(schema, by.inside);
    case 'list':
      return [fullValue(schema.items, by)];
    case 'map':
      return { key: fullValue(schema.values, by) };
    case 'string':
      return schema.enum?.[0] ?? `${by.name}: "1"`;
    case 'integer':
      return schema.bits === 32 ? -7 : Number.MAX_SAFE_INTEGER;
    case 'number':
      return 0.5;
    case 'boolean':
      return true;
    case 'bytes':
      return Buffer.from(by.name).toString('base64');
    case 'time':
      return schema.micro ? '2026-01-02T03:04:05.000006Z' : '2026-01-02T03:04:05Z';
    case 'quantity':
      return '1500m';
    case 'intOrString':
      return '25%';
    case 'any':
      return { 'f:a': {} };
  }
}
