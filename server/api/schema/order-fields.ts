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

/** The fields of a type by name. */
type FieldOrder = ReadonlyMap<string, FieldPlace>;

interface FieldPlace {
  place: number;
  /** Of fields whose values contain fields themselves. */
  inner: (() => Order) | undefined;
}

const orders = new WeakMap<ObjectSchema, FieldOrder>();

function orderOf(schema: ObjectSchema): FieldOrder {
  const known = orders.get(schema);
  if (known) return known;
  const made = new Map<string, FieldPlace>();
  for (const { name, schema: inner } of schema.fields.values()) {
    made.set(name, { place: made.size, inner: hasFields(inner) ? once(inner) : undefined });
  }
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
  if (Array.isArray(values)) return orderItems(values, order);
  for (const key in values) {
    const value = values[key];
    if (typeof value !== 'object' || value === null) continue;
    const ordered = order(value);
    if (ordered !== value) values[key] = ordered;
  }
  return values;
}

function orderItems<L extends unknown[]>(items: L, order: NonNullable<Order>): L {
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item !== 'object' || item === null) continue;
    const ordered = order(item);
    if (ordered !== item) items[i] = ordered;
  }
  return items;
}

function orderObject(fields: FieldOrder, object: JsonObject): JsonObject {
  let last = -1;
  let inOrder = true;
  for (const key in object) {
    const field = fields.get(key);
    const place = field === undefined ? fields.size : field.place;
    if (place < last) inOrder = false;
    last = place;
    if (field?.inner === undefined) continue;
    const value = object[key];
    // What is frozen is stored, so it was put in order before.
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) continue;
    const ordered = field.inner()?.(value);
    if (ordered !== undefined && ordered !== value) object[key] = ordered;
  }
  return inOrder ? object : sorted(object, fields);
}

function sorted(object: JsonObject, fields: FieldOrder): JsonObject {
  const placeOf = (key: string) => fields.get(key)?.place ?? fields.size;
  const ordered: JsonObject = {};
  for (const key of Object.keys(object).sort((a, b) => placeOf(a) - placeOf(b))) ordered[key] = object[key];
  return ordered;
}
