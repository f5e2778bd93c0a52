/** What a write changed, field by field. */
import type { ListSchema, Schema } from '../../api/schema/schema.ts';
import { sameValue } from '../../lib/same-value.ts';
import { type FieldSet, type FieldSetNode, isEmpty, MEMBER, NO_FIELDS, sortedNode } from './field-set.ts';
import { fieldElement, itemElement } from './path-element.ts';
import { addContents, isLeafSchema, isNothing, type JsonMap, memberSchema, wholeSet } from './to-field-set.ts';

export interface Changes {
  /** Fields that are new or have another value. */
  readonly written: FieldSet;
  /** Fields that are there no more. */
  readonly removed: FieldSet;
}

const NO_CHANGES: Changes = { written: NO_FIELDS, removed: NO_FIELDS };

/**
 * Parts that are the same JavaScript object are not looked into, nor are the paths in `ignored`. Throws NoElement for an
 * item without its keys.
 */
export function compare(schema: Schema, old: unknown, value: unknown, ignored: FieldSet = NO_FIELDS): Changes {
  const found: Found = { removed: undefined };
  const written = changesOf(schema, old, value, { found, ignored });
  if (written === undefined && found.removed === undefined) return NO_CHANGES;
  return { written: written ?? NO_FIELDS, removed: found.removed ?? NO_FIELDS };
}

/** The second result of the functions below; the first is what was written. */
interface Found {
  removed: FieldSet | undefined;
}

interface Walk {
  readonly found: Found;
  readonly ignored: FieldSet | undefined;
}

/** Both values are there, though they may be null. */
function changesOf(schema: Schema, old: unknown, value: unknown, walk: Walk): FieldSet | undefined {
  walk.found.removed = undefined;
  if (old === value) return undefined;
  if (isLeafSchema(schema) || (isNothing(old) && isNothing(value))) return sameValue(old, value) ? undefined : MEMBER;
  if (schema.type === 'list') return itemChanges(schema, old, value, walk);
  return memberChanges(schema, (old ?? {}) as JsonMap, (value ?? {}) as JsonMap, walk);
}

function memberChanges(schema: Schema, old: JsonMap, value: JsonMap, walk: Walk): FieldSet | undefined {
  const { found, ignored } = walk;
  let written: FieldSetNode | undefined;
  let removed: FieldSetNode | undefined;
  for (const name in value) {
    const now = value[name];
    const was = old[name];
    if (now === was || now === undefined) continue;
    const member = memberSchema(schema, name);
    const skipped = ignored === undefined ? undefined : ignored[fieldElement(name)];
    if (member === undefined || (skipped !== undefined && isEmpty(skipped))) continue;
    const node = was === undefined ? wholeSet(member, now) : changesOf(member, was, now, { found, ignored: skipped });
    if (node !== undefined) {
      written ??= {};
      written[fieldElement(name)] = node;
    }
    if (was !== undefined && found.removed !== undefined) {
      removed ??= {};
      removed[fieldElement(name)] = found.removed;
    }
  }
  for (const name in old) {
    if (value[name] !== undefined || old[name] === undefined) continue;
    const member = memberSchema(schema, name);
    const skipped = ignored?.[fieldElement(name)];
    if (member === undefined || (skipped !== undefined && isEmpty(skipped))) continue;
    removed ??= {};
    removed[fieldElement(name)] = wholeSet(member, old[name]);
  }
  found.removed = removed && sortedNode(removed);
  return written && sortedNode(written);
}

function itemChanges(list: ListSchema, old: unknown, value: unknown, { found }: Walk): FieldSet | undefined {
  if (!Array.isArray(old) || !Array.isArray(value)) return containerChanges(list, old, value, found);
  if (sameItemsInPlace(old, value)) return undefined;
  const olds = itemsByElement(list, old);
  const news = itemsByElement(list, value);
  const sides: Sides = { schema: list.items, written: {}, removed: {}, found };
  for (const [element, items] of news) addItemChanges(sides, element, { was: olds.get(element) ?? [], now: items });
  for (const [element, items] of olds) {
    if (!news.has(element)) sides.removed[element] = items.length > 1 ? MEMBER : wholeSet(list.items, items[0]);
  }
  return result(sides, found);
}

interface Sides {
  readonly schema: Schema;
  readonly written: FieldSetNode;
  readonly removed: FieldSetNode;
  readonly found: Found;
}

function result({ written, removed }: { written: FieldSetNode; removed: FieldSetNode }, found: Found) {
  found.removed = isEmpty(removed) ? undefined : sortedNode(removed);
  return isEmpty(written) ? undefined : sortedNode(written);
}

/** Items that share a key are owned as if they were one atomic value. */
function addItemChanges(
  { schema, written, removed, found }: Sides,
  element: string,
  { was, now }: { was: readonly unknown[]; now: readonly unknown[] },
): void {
  if (was.length === 0) {
    written[element] = now.length > 1 ? MEMBER : wholeSet(schema, now[0]);
  } else if (was.length === 1 && now.length === 1) {
    const node = changesOf(schema, was[0], now[0], { found, ignored: undefined });
    if (node !== undefined) written[element] = node;
    if (found.removed !== undefined) removed[element] = found.removed;
  } else if (was.length === 1) {
    written[element] = MEMBER;
    removed[element] = wholeSet(schema, was[0]);
  } else if (now.length === 1) {
    written[element] = wholeSet(schema, now[0]);
    removed[element] = MEMBER;
  } else if (!sameValue(was, now)) {
    written[element] = MEMBER;
  }
}

/** One of the two is null: the container itself was there before and is there now. */
function containerChanges(list: ListSchema, old: unknown, value: unknown, found: Found): FieldSet | undefined {
  const written: FieldSetNode = {};
  const removed: FieldSetNode = {};
  addContents(list, value, written);
  addContents(list, old, removed);
  return result({ written, removed }, found);
}

function sameItemsInPlace(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
}

function itemsByElement(list: ListSchema, items: readonly unknown[]): Map<string, unknown[]> {
  const found = new Map<string, unknown[]>();
  for (const item of items) {
    const element = itemElement(list, item);
    const before = found.get(element);
    if (before === undefined) found.set(element, [item]);
    else before.push(item);
  }
  return found;
}
