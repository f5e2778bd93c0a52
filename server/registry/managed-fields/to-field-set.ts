/** The fields that a value has. */
import type { ListSchema, Schema } from '../../api/schema/schema.ts';
import {
  type FieldSet,
  type FieldSetNode,
  isEmpty,
  MEMBER,
  memberNode,
  NO_FIELDS,
  sortedNode,
  withSelf,
} from './field-set.ts';
import { fieldElement, itemElement } from './path-element.ts';

export type JsonMap = Readonly<Record<string, unknown>>;

/** Owned as a whole: scalars, atomic lists, maps and structs, and values without a schema. */
export function isLeafSchema(schema: Schema): boolean {
  switch (schema.type) {
    case 'object':
    case 'map':
      return schema.atomic;
    case 'list':
      return schema.listType === 'atomic';
    default:
      return true;
  }
}

/** The schema of a member; undefined where a struct has no such field. */
export function memberSchema(schema: Schema, name: string): Schema | undefined {
  if (schema.type === 'object') return schema.fields.get(name)?.schema;
  return schema.type === 'map' ? schema.values : undefined;
}

export function isJsonMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Null, `{}` and `[]` are leaves, so that they are not the same as nothing. */
export function isNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value !== 'object') return false;
  return Array.isArray(value) ? value.length === 0 : isEmpty(value as FieldSet);
}

/**
 * What someone who applies `value` wants to own: its leaves, the items of its lists and the entries of its maps, but not
 * the structs and lists that hold them. Throws NoElement for an item without its keys.
 */
export function toFieldSet(schema: Schema, value: unknown): FieldSet {
  return leavesOf(schema, value) ?? NO_FIELDS;
}

/** Undefined for a container without anything to own. MEMBER for a leaf. */
function leavesOf(schema: Schema, value: unknown): FieldSet | undefined {
  if (isLeafSchema(schema)) return MEMBER;
  if (schema.type === 'list') return Array.isArray(value) ? itemLeaves(schema, value) : undefined;
  if (!isJsonMap(value)) return undefined;
  const node: FieldSetNode = {};
  for (const name in value) {
    const member = value[name];
    if (member === undefined) continue;
    const below = memberLeaves(schema, name, member);
    if (below !== undefined) node[fieldElement(name)] = below;
  }
  return isEmpty(node) ? undefined : sortedNode(node);
}

function memberLeaves(parent: Schema, name: string, value: unknown): FieldSet | undefined {
  const schema = memberSchema(parent, name);
  if (schema === undefined || value === null || (isJsonMap(value) && isEmpty(value as FieldSet))) return MEMBER;
  const below = leavesOf(schema, value);
  if (parent.type !== 'map') return below;
  return below === undefined ? MEMBER : withSelf(below);
}

function itemLeaves(list: ListSchema, items: readonly unknown[]): FieldSet | undefined {
  const node: FieldSetNode = {};
  const repeated = new Set<string>();
  for (const item of items) {
    const element = itemElement(list, item);
    if (element in node) repeated.add(element);
    else node[element] = withSelf(leavesOf(list.items, item) ?? MEMBER);
  }
  for (const element of repeated) node[element] = MEMBER;
  return isEmpty(node) ? undefined : sortedNode(node);
}

/** What comes or goes with `value` when it is written or taken away: all of it, with the containers. */
export function wholeSet(schema: Schema, value: unknown): FieldSet {
  if (isLeafSchema(schema) || isNothing(value)) return MEMBER;
  const node = memberNode();
  addContents(schema, value, node);
  return sortedNode(node);
}

/** All that is in a container, without the container itself. */
export function addContents(schema: Schema, value: unknown, node: FieldSetNode): void {
  if (schema.type === 'list') {
    if (Array.isArray(value)) addItems(schema, value, node);
    return;
  }
  if (!isJsonMap(value)) return;
  for (const name in value) {
    if (value[name] === undefined) continue;
    const member = memberSchema(schema, name);
    node[fieldElement(name)] = member === undefined ? MEMBER : wholeSet(member, value[name]);
  }
}

function addItems(list: ListSchema, items: readonly unknown[], node: FieldSetNode): void {
  for (const item of items) {
    const element = itemElement(list, item);
    node[element] = element in node ? MEMBER : wholeSet(list.items, item);
  }
}
