import type { Replacement } from './scenario.ts';

const UID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\b/g;
const CLUSTER_IP = /\b10\.96\.\d{1,3}\.\d{1,3}\b/g;
const AGE = /^(\d+[smhdy])+$/;
const NODE_PORT_IN_CELL = /:(3[0-2]\d{3})\b/g;

type Named = 'uid' | 'rv' | 'ip' | 'np';

/** The values of one conversation that no two servers choose alike, numbered as they appear. */
export class Names {
  readonly #names = new Map<string, string>();
  readonly #counts: Record<Named, number> = { uid: 0, rv: 0, ip: 0, np: 0 };

  of(kind: Named, value: string | number): string {
    const key = `${kind} ${value}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    this.#counts[kind] += 1;
    const name = `<${kind}${this.#counts[kind]}>`;
    this.#names.set(key, name);
    return name;
  }

  copy(): Names {
    const copy = new Names();
    for (const [key, name] of this.#names) copy.#names.set(key, name);
    Object.assign(copy.#counts, this.#counts);
    return copy;
  }
}

export interface Normalisation {
  names: Names;
  namespace: string;
  managedFields: boolean;
  replace: readonly Replacement[];
}

type Fields = Record<string, unknown>;

/**
 * An answer in which only what every honest server answers alike is left: uids, times, resourceVersions, allocated
 * addresses and ports, ages and the name of the namespace are replaced, and keys sorted.
 */
export function normalise(value: unknown, by: Normalisation): unknown {
  const replacements = by.replace.map(([pattern, text]) => [new RegExp(pattern, 'g'), text] as const);

  function text(original: string): string {
    const named = original
      .replaceAll(by.namespace, '{ns}')
      .replace(UID, (uid) => by.names.of('uid', uid))
      .replace(TIME, '<time>')
      .replace(CLUSTER_IP, (ip) => by.names.of('ip', ip));
    return replacements.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), named);
  }

  function scalar(key: string, original: unknown): unknown {
    if (typeof original === 'string') return string(key, original);
    return isNodePort(key, original) ? by.names.of('np', original) : original;
  }

  function string(key: string, original: string): string {
    if (key === 'resourceVersion') return SAYS_ITSELF.has(original) ? original : by.names.of('rv', original);
    return key === 'continue' && original !== '' ? '<continue>' : text(original);
  }

  function cell(original: unknown): unknown {
    if (typeof original !== 'string') return original;
    return AGE.test(original) ? '<age>' : text(original).replace(NODE_PORT_IN_CELL, ':<np>');
  }

  function list(key: string, items: unknown[]): unknown[] {
    if (key === 'cells') return items.map(cell);
    return (key === 'managedFields' ? sortedEntries(items) : items).map((item) => walk(key, item));
  }

  function fields(object: Fields): Fields {
    const result: Fields = {};
    for (const key of Object.keys(object).sort()) {
      if (key === 'managedFields' && !by.managedFields) continue;
      // The prose of a table's column.
      if (key === 'description' && 'priority' in object && 'format' in object) continue;
      result[text(key)] = walk(key, object[key]);
    }
    return result;
  }

  function walk(key: string, original: unknown): unknown {
    if (Array.isArray(original)) return list(key.slice(key.lastIndexOf('.') + 1), original);
    if (typeof original !== 'object' || original === null) return scalar(key, original);
    return fields(withoutMoments(original as Fields));
  }

  return walk('', value);
}

const LIST_MOMENT = '<listrv>';
const SAYS_ITSELF: ReadonlySet<string> = new Set(['', '0', LIST_MOMENT]);

/** Without the resourceVersions that say only when something was read: those of lists and of bookmarks. */
function withoutMoments(object: Fields): Fields {
  const { metadata } = object as { metadata?: Fields };
  if (metadata && isList(object)) {
    const { resourceVersion, ...rest } = metadata;
    return resourceVersion
      ? { ...object, metadata: { ...rest, resourceVersion: LIST_MOMENT } }
      : { ...object, metadata: rest };
  }
  const bookmark = object as { type?: string; object?: { metadata?: Fields } };
  if (bookmark.type !== 'BOOKMARK' || !bookmark.object?.metadata) return object;
  return { ...object, object: { ...bookmark.object, metadata: { ...bookmark.object.metadata, resourceVersion: '' } } };
}

function isList(object: Fields): boolean {
  if (Array.isArray(object.items) || Array.isArray(object.rows)) return true;
  return typeof object.kind === 'string' && object.kind.endsWith('List') && 'items' in object;
}

/** The entries of one operation stand in the order of their times: a clock's doing. */
function sortedEntries(entries: unknown[]): unknown[] {
  const key = (entry: unknown) => {
    const { operation, manager, subresource, apiVersion } = entry as Fields;
    return [operation, manager, subresource ?? '', apiVersion].join(' ');
  };
  return [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function isNodePort(key: string, value: unknown): value is number {
  if (key !== 'nodePort' && key !== 'healthCheckNodePort') return false;
  return typeof value === 'number' && value >= 30000 && value <= 32767;
}
