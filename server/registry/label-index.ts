import type { StoredObject } from './stored-object.ts';

/** Which objects carry a label: made for a label when it is first selected by, kept up to date from then on. */
export interface LabelIndex {
  /** The keys of the objects that carry the label with this value. Undefined: too many labels are kept already. */
  keysOf(label: string, value: string): ReadonlySet<string> | undefined;
  changed(before: StoredObject | undefined, after: StoredObject | undefined): void;
}

/** Each costs a look at every write. */
const MAX_LABELS = 8;
const NO_KEYS: ReadonlySet<string> = new Set();

export function createLabelIndex(objects: () => Iterable<StoredObject>): LabelIndex {
  const byLabel = new Map<string, Map<string, Set<string>>>();

  const begin = (label: string) => {
    const byValue = new Map<string, Set<string>>();
    for (const stored of objects()) addKey(byValue, labelOf(stored, label), stored.key);
    byLabel.set(label, byValue);
    return byValue;
  };

  return {
    keysOf(label, value) {
      const known = byLabel.get(label);
      if (!known && byLabel.size === MAX_LABELS) return undefined;
      return (known ?? begin(label)).get(value) ?? NO_KEYS;
    },
    changed(before, after) {
      for (const [label, byValue] of byLabel) {
        const [was, is] = [labelOf(before, label), labelOf(after, label)];
        if (was === is) continue;
        if (before) removeKey(byValue, was, before.key);
        if (after) addKey(byValue, is, after.key);
      }
    },
  };
}

function labelOf(stored: StoredObject | undefined, label: string): string | undefined {
  const labels = stored?.bare.metadata.labels;
  return labels && Object.hasOwn(labels, label) ? labels[label] : undefined;
}

function addKey(byValue: Map<string, Set<string>>, value: string | undefined, key: string): void {
  if (value === undefined) return;
  const keys = byValue.get(value);
  if (keys) keys.add(key);
  else byValue.set(value, new Set([key]));
}

function removeKey(byValue: Map<string, Set<string>>, value: string | undefined, key: string): void {
  if (value === undefined) return;
  const keys = byValue.get(value);
  keys?.delete(key);
  if (keys?.size === 0) byValue.delete(value);
}
