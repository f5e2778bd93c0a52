/** The value at a path of keys joined by dots, `\.` for a dot in a key; undefined where a part is missing. */
export function at(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path.split(/(?<!\\)\./)) {
    found = (found as Record<string, unknown> | null | undefined)?.[key.replaceAll('\\.', '.')];
  }
  return found;
}

/** Every value at a path in which `*` stands for any key. */
export function* everyAt(value: unknown, keys: readonly string[]): Iterable<unknown> {
  const [key, ...rest] = keys;
  if (key === undefined) yield value;
  else if (typeof value === 'object' && value !== null) {
    for (const name of key === '*' ? Object.keys(value) : [key]) {
      yield* everyAt((value as Record<string, unknown>)[name], rest);
    }
  }
}
