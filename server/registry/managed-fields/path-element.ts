/**
 * One step of a field path, in the form that FieldsV1 has it: `f:name` for a field, `k:{"name":"a"}` for an item of a
 * list by its keys, `v:"a"` for an item of a set by its value, `i:0` for an item by its index.
 */
import { goQuote } from '../../api/field-error.ts';
import { goJson, goJsonString } from '../../api/go-print.ts';
import type { ListSchema } from '../../api/schema/schema.ts';
import { BoundedMap } from '../../lib/bounded-map.ts';

/** The member of a FieldSet node that says that the node itself is in the set. */
export const SELF = '.';

/** Elements name members of sets. V8 looks up a new string in its table of names, at every use; a known one never. */
const MAX_KNOWN = 4096;
const fieldElements = new Map<string, string>();

export function fieldElement(name: string): string {
  const known = fieldElements.get(name);
  if (known !== undefined) return known;
  const element = `f:${name}`;
  if (fieldElements.size === MAX_KNOWN) fieldElements.clear();
  fieldElements.set(name, element);
  return element;
}

/** The item of a `map` or `set` list has no identity: null, of a wrong type, or without a key. */
export class NoElement extends Error {}

/** Where a list item belongs. Throws NoElement. */
export function itemElement(list: ListSchema, item: unknown): string {
  return list.listType === 'map' && list.keys.length > 0 ? keyElement(list, item) : valueElement(item);
}

function valueElement(item: unknown): string {
  if (item === null || item === undefined) {
    throw new NoElement("associative list without keys has an element that's an explicit null");
  }
  if (Array.isArray(item)) throw new NoElement('not supported: associative list with lists as elements');
  if (typeof item === 'object') throw new NoElement("associative list without keys has an element that's a map type");
  return `v:${typeof item === 'string' ? goJsonString(item) : String(item)}`;
}

interface ListKey {
  readonly name: string;
  /** `"port":` */
  readonly label: string;
  readonly fallback: unknown;
}

function keyElement(list: ListSchema, item: unknown): string {
  if (item === null || item === undefined) {
    throw new NoElement('associative list with keys may not have a null element');
  }
  if (typeof item !== 'object' || Array.isArray(item)) {
    throw new NoElement('associative list with keys may not have non-map elements');
  }
  const keys = listKeys(list);
  let known: KnownElements = keys;
  for (const { name, label, fallback } of keys.keys) {
    const value = (item as Record<string, unknown>)[name] ?? nullOrFallback(item, name, fallback);
    known = known.byValue.get(value) ?? withValue(keys, known, { label, value });
  }
  return known.element;
}

function withValue(
  keys: ListKeys,
  { begin, byValue }: KnownElements,
  { label, value }: { label: string; value: unknown },
): KnownElements {
  const text = typeof value === 'string' ? goJsonString(value) : goJson(value);
  const longer = `${begin}${begin === BEGIN ? '' : ','}${label}${text}`;
  const made = { begin: longer, element: `${longer}}`, byValue: new Map() };
  if (typeof value === 'object' && value !== null) return made;
  if (keys.count++ === MAX_KNOWN) {
    keys.byValue.clear();
    keys.count = 0;
  } else byValue.set(value, made);
  return made;
}

function nullOrFallback(item: object, name: string, fallback: unknown): unknown {
  if (name in item) return null;
  if (fallback !== undefined) return fallback;
  throw new NoElement(
    `associative list with keys has an element that omits key field ${goQuote(name)} (and doesn't have default value)`,
  );
}

/** What the values of the first keys make, and with each value of the next. */
interface KnownElements {
  /** Without the closing brace. */
  readonly begin: string;
  readonly element: string;
  readonly byValue: Map<unknown, KnownElements>;
}

interface ListKeys extends KnownElements {
  readonly keys: readonly ListKey[];
  /** How many elements are known. */
  count: number;
}

const BEGIN = 'k:{';
const keysOfLists = new WeakMap<ListSchema, ListKeys>();

function listKeys(list: ListSchema): ListKeys {
  const known = keysOfLists.get(list);
  if (known !== undefined) return known;
  const fields = list.items.type === 'object' ? list.items.fields : undefined;
  const keys = [...list.keys].sort().map((name) => {
    const field = fields?.get(name);
    // OpenAPI gives fields that are always written their zero value as a default.
    return { name, label: `${goJsonString(name)}:`, fallback: field?.default ?? field?.emptyValue };
  });
  const made = { keys, begin: BEGIN, element: `${BEGIN}}`, byValue: new Map(), count: 0 };
  keysOfLists.set(list, made);
  return made;
}

/** Fields first, then items by key, by value, by index: each in ascending order. SELF is before all. */
export function compareElements(a: string, b: string): number {
  const kind = a.charCodeAt(0);
  if (kind !== b.charCodeAt(0)) return rankOf(kind) - rankOf(b.charCodeAt(0));
  if (kind === FIELD) return a < b ? -1 : a > b ? 1 : 0;
  return a === b ? 0 : compareContents(contentOf(a), contentOf(b));
}

const FIELD = 'f'.charCodeAt(0);
const RANKS = '.fkvi';

function rankOf(kind: number): number {
  return RANKS.indexOf(String.fromCharCode(kind));
}

const contents = new BoundedMap<string, { value: unknown }>(4096);

function contentOf(element: string): unknown {
  const known = contents.get(element);
  if (known !== undefined) return known.value;
  const value: unknown = JSON.parse(element.slice(2));
  contents.set(element, { value });
  return value;
}

/** Numbers before texts before booleans before lists before maps before null. */
function compareContents(a: unknown, b: unknown): number {
  const type = typeRank(a);
  if (type !== typeRank(b)) return type - typeRank(b);
  if (type === LIST) return compareLists(a as unknown[], b as unknown[]);
  if (type === MAP) return compareLists(Object.entries(a as object).flat(), Object.entries(b as object).flat());
  return (a as string) < (b as string) ? -1 : (a as string) > (b as string) ? 1 : 0;
}

const LIST = 3;
const MAP = 4;

function typeRank(value: unknown): number {
  if (typeof value === 'number') return 0;
  if (typeof value === 'string') return 1;
  if (typeof value === 'boolean') return 2;
  if (value === null) return 5;
  return Array.isArray(value) ? LIST : MAP;
}

function compareLists(a: readonly unknown[], b: readonly unknown[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compareContents(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/**
 * An element as a client sent it, in canonical form. Undefined for kinds of a future version, which are dropped.
 * Throws for what is no element.
 */
export function canonicalElement(text: string): string | undefined {
  if (text.length < 2) throw new Error('key must be 2 characters long:');
  if (text[1] !== ':') throw new Error(`missing colon: ${text}`);
  const rest = text.slice(2);
  switch (text[0]) {
    case 'f':
      return text;
    case 'v':
      return `v:${goJson(JSON.parse(rest))}`;
    case 'k':
      return `k:${goJson(objectFrom(rest))}`;
    case 'i':
      if (!/^[+-]?\d+$/.test(rest)) throw new Error(`no index: ${text}`);
      return `i:${Number(rest)}`;
    default:
      return undefined;
  }
}

function objectFrom(json: string): unknown {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`no keys: ${json}`);
  return value;
}

/** `.name`, `[name="a",port=80]`, `[="a"]`, `[0]`: as conflicts and errors name it. */
export function printElement(element: string): string {
  const rest = element.slice(2);
  switch (element[0]) {
    case 'f':
      return `.${rest}`;
    case 'k':
      return `[${Object.entries(contentOf(element) as object)
        .map(([name, value]) => `${name}=${printContent(value)}`)
        .join(',')}]`;
    case 'v':
      return `[=${printContent(contentOf(element))}]`;
    default:
      return `[${rest}]`;
  }
}

function printContent(value: unknown): string {
  return typeof value === 'string' ? goQuote(value) : JSON.stringify(value);
}
