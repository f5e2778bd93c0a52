/** Takes fields out of an object. */
import type { ListSchema, Schema } from '../../api/schema/schema.ts';
import { type FieldSet, isEmpty, isMember } from './field-set.ts';
import { fieldElement, itemElement } from './path-element.ts';
import { isJsonMap, isLeafSchema, isNothing, type JsonMap, memberSchema } from './to-field-set.ts';

/** `value` without the fields in `set`; a container that becomes empty is null. What stays is shared. */
export function removeFields(schema: Schema, value: unknown, set: FieldSet): unknown {
  if (isEmpty(set)) return value;
  if (isLeafSchema(schema)) return schema.type === 'list' || isJsonMap(value) ? null : value;
  if (isNothing(value)) return null;
  if (schema.type === 'list') return Array.isArray(value) ? removeItems(schema, value, set) : null;
  return isJsonMap(value) ? removeMembers(schema, value, set) : null;
}

function removeMembers(schema: Schema, value: JsonMap, set: FieldSet): JsonMap | null {
  let changed = false;
  const left: Record<string, unknown> = {};
  for (const name in value) {
    const node = set[fieldElement(name)];
    if (node !== undefined && isMember(node)) {
      changed = true;
      continue;
    }
    const member = memberSchema(schema, name);
    left[name] = node === undefined || member === undefined ? value[name] : removeFields(member, value[name], node);
    if (left[name] !== value[name]) changed = true;
  }
  if (!changed) return value;
  return isEmpty(left as FieldSet) ? null : left;
}

function removeItems(list: ListSchema, items: readonly unknown[], set: FieldSet): readonly unknown[] | null {
  const left: unknown[] = [];
  for (const item of items) {
    const node = set[itemElement(list, item)];
    if (node !== undefined && isMember(node)) continue;
    left.push(node === undefined ? item : removeFields(list.items, item, node));
  }
  if (left.length === 0) return null;
  return left.length === items.length && left.every((item, i) => item === items[i]) ? items : left;
}
