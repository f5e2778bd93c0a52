import { at, everyAt } from './paths.ts';
import type { Comparison } from './scenario.ts';

/** What of a body is compared, in an order that says something. The body is changed. */
export function select(body: unknown, { pick, keep, ignore, order }: Comparison): unknown {
  for (const { list, by } of order ?? []) sortLists(body, list, by);
  const selected = pick ? pickPaths(body, pick) : body;
  if (keep) keepItems(selected, keep);
  for (const path of ignore ?? []) drop(selected, path);
  return selected;
}

export function pickPaths(value: unknown, paths: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(paths.map((path) => [path, at(value, path)]));
}

function sortLists(body: unknown, list: string, by: readonly string[]): void {
  const key = (item: unknown) => JSON.stringify(by.map((path) => at(item, path)));
  for (const items of everyAt(body, list.split('.'))) {
    if (Array.isArray(items)) items.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }
}

function keepItems(body: unknown, { list, by, matching }: NonNullable<Comparison['keep']>): void {
  const pattern = new RegExp(matching);
  const parent = list.split('.').slice(0, -1);
  const name = list.split('.').at(-1) as string;
  for (const owner of everyAt(body, parent) as Iterable<Record<string, unknown[]>>) {
    const kept = owner[name]?.filter((item) => pattern.test(String(at(item, by) ?? '')));
    if (kept) owner[name] = kept;
  }
}

function drop(body: unknown, path: string): void {
  const keys = path.split('.');
  const last = keys.pop() as string;
  for (const owner of everyAt(body, keys)) {
    if (typeof owner === 'object' && owner !== null) delete (owner as Record<string, unknown>)[last];
  }
}
