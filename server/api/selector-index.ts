/**
 * Which of many plain selectors, such as those of Services, match an object: found through the labels of the object,
 * not by trying all selectors.
 */
export interface SelectorIndex {
  /** Sets the selector of `id`; one that is empty or left out matches nothing. */
  set(id: string, namespace: string, selector: Readonly<Record<string, string>> | undefined): void;
  delete(id: string): void;
  matching(namespace: string, labels: Readonly<Record<string, string>> | undefined): string[];
}

interface Entry {
  namespace: string;
  /** The first pair: every object that matches has it. */
  term: string;
  pairs: [string, string][];
}

export function createSelectorIndex(): SelectorIndex {
  const entries = new Map<string, Entry>();
  const byTerm = new Map<string, Set<string>>();

  const remove = (id: string) => {
    const entry = entries.get(id);
    if (!entry) return;
    entries.delete(id);
    const ids = byTerm.get(entry.term);
    ids?.delete(id);
    if (ids?.size === 0) byTerm.delete(entry.term);
  };

  return {
    set(id, namespace, selector) {
      remove(id);
      const pairs = Object.entries(selector ?? {});
      const [first] = pairs;
      if (!first) return;
      const term = labelTerm(namespace, ...first);
      entries.set(id, { namespace, term, pairs });
      const ids = byTerm.get(term);
      if (ids) ids.add(id);
      else byTerm.set(term, new Set([id]));
    },
    delete: remove,
    matching(namespace, labels = {}) {
      const found: string[] = [];
      for (const key in labels) {
        const ids = byTerm.get(labelTerm(namespace, key, labels[key] as string));
        if (!ids) continue;
        for (const id of ids) if (entries.get(id)?.pairs.every(([k, v]) => labels[k] === v)) found.push(id);
      }
      return found;
    },
  };
}

/** One label of an object as an index value. */
export function labelTerm(namespace: string, key: string, value: string): string {
  return `${namespace}/${key}=${value}`;
}
