/** Lists in strategic merge patches: objects are merged by their key, other values as sets. */
import { statusError } from '../../api/errors.ts';
import { printPlain, printType } from '../../api/go-print.ts';
import { isJsonObject, type JsonObject } from './merge-patch.ts';
import { isDirectiveMap, mergeError, unknownDirective, wrongType } from './strategic-directives.ts';

/** How the schema wants a list to be merged. */
export interface ListRules {
  readonly merges: boolean;
  readonly mergeKey: string | undefined;
  /** The Go type of the items. */
  readonly typeName: string;
  mergeItem(item: JsonObject, patch: JsonObject): JsonObject;
}

type List = readonly unknown[];

/** `deletes` is set for a `$deleteFromPrimitiveList`. */
export function mergeList(
  rules: ListRules,
  { list, patch, deletes }: { list: List; patch: List; deletes: boolean },
): List {
  if (!deletes && !rules.merges) return patch;
  if (list.length === 0 && patch.length === 0) return list;
  const holdsObjects = checkItemTypes(list, patch);
  if (!holdsObjects) return deletes ? list.filter((item) => !patch.includes(item)) : mergeValues(list, patch);
  return mergeItems(rules, list, patch);
}

/** Whether the items are objects. All are of one type, and none is a list. */
function checkItemTypes(...lists: List[]): boolean {
  const items = lists.flat(1);
  const types = new Set(items.map(printType));
  if (items.some((item, i) => Array.isArray(item) && i === 0)) {
    throw statusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
  }
  if (types.size > 1) throw mergeError(`list element types are not identical: ${printPlain(lists)}`);
  if (items.length === 0) throw mergeError('no elements in any of the given slices');
  return isJsonObject(items[0]);
}

function mergeValues(list: List, patch: List): List {
  const merged = [...new Set([...list, ...patch])];
  return inOrder(merged, { patch, server: list, identity: (item) => item });
}

function mergeItems(rules: ListRules, list: List, patch: List): List {
  const { mergeKey } = rules;
  if (mergeKey === undefined) throw mergeError(`cannot merge lists without merge key for ${rules.typeName}`);
  const identity = (item: unknown) => (isJsonObject(item) ? item[mergeKey] : undefined);
  const { items, wanted } = afterDirectives(list, patch, mergeKey);
  const merged = [...items];
  for (const item of wanted as readonly JsonObject[]) {
    const value = keyOf(item, mergeKey);
    const place = merged.findIndex((other) => identity(other) === value && isJsonObject(other));
    if (place < 0) merged.push(item);
    else merged[place] = rules.mergeItem(merged[place] as JsonObject, item);
  }
  for (const item of merged) keyOf(item as JsonObject, mergeKey);
  return inOrder(merged, { patch: wanted, server: items, identity });
}

function keyOf(item: JsonObject, mergeKey: string): unknown {
  if (Object.hasOwn(item, mergeKey)) return item[mergeKey];
  throw mergeError(`map: ${printPlain(item)} does not contain declared merge key: ${mergeKey}`);
}

/** Items with `$patch` delete others, or say that the patch is the whole list. */
function afterDirectives(list: List, patch: List, mergeKey: string): { items: List; wanted: List } {
  let items = list;
  let replaces = false;
  for (const item of patch) {
    if (!isDirectiveMap(item)) continue;
    switch (item.$patch) {
      case 'delete': {
        const value = keyOf(item, mergeKey);
        items = items.filter((other) => !isJsonObject(other) || other[mergeKey] !== value);
        break;
      }
      case 'replace':
        replaces = true;
        break;
      case 'merge':
        throw mergeError('merging lists cannot yet be specified in the patch');
      default:
        throw unknownDirective(item.$patch, item);
    }
  }
  const wanted = patch.filter((item) => !isDirectiveMap(item));
  return replaces ? { items: wanted, wanted: [] } : { items, wanted };
}

type Identity = (item: unknown) => unknown;

/**
 * The patch's items in the patch's order, the others in the server's. Where both orders allow it, an item that the server
 * had first comes first; a new item comes before those that the patch does not name.
 */
function inOrder(merged: List, { patch, server, identity }: { patch: List; server: List; identity: Identity }): List {
  const patchPlaces = placesOf(patch, identity);
  const serverPlaces = placesOf(server, identity);
  const byPlace = (places: ReadonlyMap<unknown, number>) => (a: unknown, b: unknown) =>
    (places.get(identity(a)) ?? 0) - (places.get(identity(b)) ?? 0);
  const named = merged.filter((item) => patchPlaces.has(identity(item))).sort(byPlace(patchPlaces));
  const others = merged.filter((item) => !patchPlaces.has(identity(item))).sort(byPlace(serverPlaces));
  const isBefore = (a: unknown, b: unknown) => {
    const [placeA, placeB] = [serverPlaces.get(identity(a)), serverPlaces.get(identity(b))];
    return placeA !== undefined && placeB !== undefined && placeA < placeB;
  };
  return interleaved(others, named, isBefore);
}

function placesOf(list: List, identity: Identity): Map<unknown, number> {
  const places = new Map<unknown, number>();
  for (const [place, item] of list.entries()) {
    if (!places.has(identity(item))) places.set(identity(item), place);
  }
  return places;
}

function interleaved(others: List, named: List, isBefore: (a: unknown, b: unknown) => boolean): List {
  const all: unknown[] = [];
  let i = 0;
  for (const item of named) {
    while (i < others.length && isBefore(others[i], item)) all.push(others[i++]);
    all.push(item);
  }
  return [...all, ...others.slice(i)];
}

/** A list with `$setElementOrder`, which names all that the patch has. Undefined when there is no list. */
export function orderedList(
  rules: ListRules,
  { list, patch, order }: { list: List | undefined; patch: List | undefined; order: List },
): List | undefined {
  const { mergeKey } = rules;
  checkOrder(patch ?? [], order, mergeKey);
  if (list === undefined && patch === undefined) return undefined;
  const merged = list && patch ? mergeList(rules, { list, patch, deletes: false }) : (list ?? patch ?? []);
  if (mergeKey !== undefined) for (const item of merged) keyOf(asObject(item), mergeKey);
  const identity: Identity = (item) =>
    mergeKey === undefined ? item : isJsonObject(item) ? item[mergeKey] : undefined;
  checkItemTypes(list ?? [], patch ?? []);
  return inOrder(merged, { patch: order, server: list ?? [], identity });
}

function asObject(item: unknown): JsonObject {
  if (isJsonObject(item)) return item;
  throw wrongType('map[string]interface {}', item);
}

/** The patch's items are in the order, and in that order. */
function checkOrder(patch: List, order: List, mergeKey: string | undefined): void {
  if (patch.length === 0 || order.length === 0) return;
  const identity: Identity = (item) => {
    return mergeKey === undefined ? item : keyOf(asObject(item), mergeKey);
  };
  const items = patch.filter((item) => !isDirectiveMap(item));
  let place = 0;
  for (const wanted of order) {
    if (place < items.length && identity(items[place]) === identity(wanted)) place++;
  }
  if (place < items.length) {
    throw mergeError(
      `The order in patch list:\n${printPlain(patch)}\n doesn't match $setElementOrder list:\n${printPlain(order)}\n`,
    );
  }
}
