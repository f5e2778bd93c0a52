import fc from 'fast-check';
import type { Field, ObjectSchema, Schema } from '../../server/api/schema/schema.ts';

/** Objects that a schema allows, in the form in which clients may send them: with empty values and times of any zone. */
export function objectArbitrary(schema: ObjectSchema, depth = 5): fc.Arbitrary<Record<string, unknown>> {
  const fields = [...schema.fields.values()].filter((field) => depth > 0 || isScalar(field.schema));
  const values = Object.fromEntries(fields.map((field) => [field.name, fieldArbitrary(field, depth - 1)]));
  return fc.subarray(fields, { maxLength: Math.min(8, fields.length) }).chain((chosen) => {
    return fc.record(Object.fromEntries(chosen.map(({ name }) => [name, values[name] as fc.Arbitrary<unknown>])));
  });
}

function isScalar(schema: Schema): boolean {
  return schema.type !== 'object' && schema.type !== 'list' && schema.type !== 'map';
}

function fieldArbitrary(field: Field, depth: number): fc.Arbitrary<unknown> {
  // Made when it is drawn: a whole Pod's tree of arbitraries would be too much.
  return fc.constant(undefined).chain(() => schemaArbitrary(field.schema, depth));
}

function schemaArbitrary(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'object':
      return objectArbitrary(schema, depth);
    case 'list':
      return fc.array(schemaArbitrary(schema.items, depth), { maxLength: 3 });
    case 'map':
      return fc.dictionary(fc.string({ maxLength: 5 }), schemaArbitrary(schema.values, depth), { maxKeys: 3 });
    case 'string':
      return schema.enum ? fc.constantFrom(...schema.enum) : fc.string({ maxLength: 8 });
    case 'integer':
      return schema.bits === 32 ? fc.integer() : fc.maxSafeInteger();
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'bytes':
      return fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes).toString('base64'));
    case 'time':
      return timeArbitrary(schema.micro);
    case 'quantity':
      return fc.constantFrom('0', '1', '100m', '1.5', '1024Ki', '2Gi', '1e3', '0.1', '12k');
    case 'intOrString':
      return fc.oneof(fc.integer(), fc.constantFrom('http', '25%'));
    case 'any':
      return fc.dictionary(fc.constantFrom('f:a', '.', 'k:{"a":1}'), fc.constant({}), { maxKeys: 2 });
  }
}

function timeArbitrary(micro: boolean): fc.Arbitrary<string> {
  const dates = fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  return fc.tuple(dates, fc.constantFrom('Z', '+05:30', '-08:00')).map(([date, zone]) => {
    const text = date.toISOString();
    return micro ? `${text.slice(0, 23)}456${zone}` : `${text.slice(0, 19)}${zone}`;
  });
}
