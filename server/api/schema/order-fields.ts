import type { ObjectSchema, Schema } from './schema.ts';

type JsonObject = Record<string, unknown>;

/**
 * Puts the fields of an object and of all that it contains into the order of the schema, in place. Defaults and rules
 * add fields at the end; what means the same shall be the same text. Costs a look at each field when all is in order.
 */
export function orderFields(schema: ObjectSchema, object: JsonObject): void {
  const ordered = orderObject(orderOf(schema), object);
  if (ordered === object) return;
  for (const key of Object.keys(object)) delete object[key];
  Object.assign(object, ordered);
}

/** How the values of one schema are put in order; undefined for values that have none. */
type Order = ((value: unknown) => unknown) | undefined;

interface FieldOrder {
  places: ReadonlyMap<string, number>;
  /** Of the fields whose values contain fields themselves. */
  inner: ReadonlyMap<string, () => Order>;
}

const orders = new WeakMap<ObjectSchema, FieldOrder>();

function orderOf(schema: ObjectSchema): FieldOrder {
  const known = orders.get(schema);
  if (known) return known;
  const fields = [...schema.fields.values()];
  const made = {
    places: new Map(fields.map((field, place) => [field.name, place])),
    inner: new Map(fields.filter((field) => hasFields(field.schema)).map((field) => [field.name, once(field.schema)])),
  };
  orders.set(schema, made);
  return made;
}

function hasFields(schema: Schema): boolean {
  if (schema.type === 'list') return hasFields(schema.items);
  if (schema.type === 'map') return hasFields(schema.values);
  return schema.type === 'object';
}

/** On first use: a type may contain itself. */
function once(schema: Schema): () => Order {
  let order: Order;
  return () => {
    order ??= orderFor(schema);
    return order;
  };
}

function orderFor(schema: Schema): Order {
  if (schema.type === 'object') {
    const fields = orderOf(schema);
    return (value) => orderObject(fields, value as JsonObject);
  }
  const each =
    schema.type === 'list' ? orderFor(schema.items) : schema.type === 'map' ? orderFor(schema.values) : undefined;
  return each && ((values) => orderEach(values as JsonObject, each));
}

function orderEach(values: JsonObject, order: NonNullable<Order>): JsonObject {
  for (const key in values) {
    const value = values[key];
    if (typeof value !== 'object' || value === null) continue;
    const ordered = order(value);
    if (ordered !== value) values[key] = ordered;
  }
  return values;
}

function orderObject({ places, inner }: FieldOrder, object: JsonObject): JsonObject {
  let last = -1;
  let inOrder = true;
  for (const key in object) {
    const place = places.get(key) ?? places.size;
    if (place < last) inOrder = false;
    last = place;
    const value = object[key];
    const order = typeof value === 'object' && value !== null ? inner.get(key)?.() : undefined;
    const ordered = order ? order(value) : value;
    if (ordered !== value) object[key] = ordered;
  }
  return inOrder ? object : sorted(object, places);
}

function sorted(object: JsonObject, places: ReadonlyMap<string, number>): JsonObject {
  const placeOf = ([key]: [string, unknown]) => places.get(key) ?? places.size;
  return Object.fromEntries(Object.entries(object).sort((a, b) => placeOf(a) - placeOf(b)));
}
