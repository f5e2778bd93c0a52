import type { Content, Entry } from '../store.ts';

/** What is stored, by key. */
export interface Entries {
  get(key: string): Entry | undefined;
  set(entry: Entry): void;
  delete(key: string): void;
  /** In no order. */
  all(): Iterable<Entry>;
}

/** Of what there is at the start only that is noted which changes. */
export function createEntries(content: Content): Entries {
  /** Undefined: it was there at the start, and is gone. */
  const own = new Map<string, Entry | undefined>();
  return {
    get: (key) => own.get(key) ?? (own.has(key) ? undefined : content.get(key)),
    set: (entry) => void own.set(entry.key, entry),
    delete(key) {
      if (content.get(key)) own.set(key, undefined);
      else own.delete(key);
    },
    *all() {
      for (const entry of content.entries()) if (!own.has(entry.key)) yield entry;
      for (const entry of own.values()) if (entry) yield entry;
    },
  };
}

export const NOTHING: Content = { revision: 0, get: () => undefined, entries: () => [] };
