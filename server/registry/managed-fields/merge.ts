/** Lays an applied configuration over an object. What is the same is shared; neither is changed. */
import type { ListSchema, Schema } from '../../api/schema/schema.ts';
import { sameValue } from '../../lib/same-value.ts';
import { itemElement } from './path-element.ts';
import { isLeafSchema, isNothing, type JsonMap, memberSchema } from './to-field-set.ts';

/**
 * The configuration's leaves win; maps and structs are merged by name, lists by the keys of their items. Items that both
 * have come in the configuration's order. Returns `live` itself when the configuration adds nothing.
 */
export function merge(schema: Schema, live: unknown, config: unknown): unknown {
  if (config === undefined) return live;
  if (live === undefined) return config;
  if (isLeafSchema(schema) || (isNothing(live) && isNothing(config))) return sameValue(live, config) ? live : config;
  if (schema.type === 'list') return mergeLists(schema, asList(live), asList(config));
  return mergeMaps(schema, (live ?? {}) as JsonMap, (config ?? {}) as JsonMap);
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function mergeMaps(schema: Schema, live: JsonMap, config: JsonMap): JsonMap {
  let merged: Record<string, unknown> | undefined;
  for (const name in config) {
    const member = memberSchema(schema, name);
    const value = member === undefined ? config[name] : merge(member, live[name], config[name]);
    if (value === live[name]) continue;
    merged ??= { ...live };
    merged[name] = value;
  }
  return merged ?? live;
}

interface Indexed {
  readonly elements: readonly string[];
  /** Live items of one key have no value: the configuration's item takes their place. */
  readonly values: ReadonlyMap<string, unknown>;
}

function mergeLists(list: ListSchema, live: readonly unknown[], config: readonly unknown[]): readonly unknown[] {
  if (config.length === 0) return live;
  const merged = mergeOrdered(list, live, config);
  const unchanged = merged.length === live.length && merged.every((item, i) => item === live[i]);
  return unchanged ? live : merged;
}

/**
 * Walks both lists at once. Items of one side alone keep their place between the shared ones, and shared items come in
 * the configuration's order: step by step as structured-merge-diff does it.
 */
function mergeOrdered(list: ListSchema, live: readonly unknown[], config: readonly unknown[]): unknown[] {
  const lives = indexed(list, live);
  const configs = indexed(list, config);
  const shared = configs.elements.filter((element) => lives.values.has(element));
  const taken = new Set<string>();
  const merged: unknown[] = [];
  const take = (element: string) => {
    if (shared[0] === element) shared.shift();
    taken.add(element);
    merged.push(merge(list.items, lives.values.get(element), configs.values.get(element)));
  };
  let l = 0;
  let c = 0;
  while (l < live.length || c < config.length) {
    const ours = lives.elements[l];
    const theirs = configs.elements[c];
    if (ours !== undefined && !configs.values.has(ours)) {
      merged.push(live[l++]);
    } else if (ours !== undefined && ours !== theirs && theirs !== undefined && (shared[0] ?? ours) !== ours) {
      // A shared item whose turn it is not: it comes where the configuration has it.
      l++;
    } else {
      if (ours !== undefined && (ours === theirs || taken.has(ours))) l++;
      if (theirs !== undefined) take(configs.elements[c++] as string);
    }
  }
  return merged;
}

function indexed(list: ListSchema, items: readonly unknown[]): Indexed {
  const elements = items.map((item) => itemElement(list, item));
  const values = new Map<string, unknown>();
  for (const [i, element] of elements.entries()) values.set(element, values.has(element) ? undefined : items[i]);
  return { elements, values };
}
