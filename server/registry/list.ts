/** GET of a collection: selections, pages of one snapshot, versions. */
import { ApiError, badRequest, expired } from '../api/errors.ts';
import { Compacted } from '../storage/errors.ts';
import { decodeContinue, encodeContinue } from './continue-token.ts';
import {
  checkListOptions,
  isSelected,
  parseResourceVersion,
  type RawListOptions,
  type Selection,
  selectionOf,
  tooLargeResourceVersion,
} from './list-options.ts';
import { loadHistory, type Registry } from './registry.ts';
import type { Resource } from './resource.ts';
import type { StoredObject } from './stored-object.ts';

export interface ListedObjects {
  items: StoredObject[];
  revision: number;
  continue?: string;
  remainingItemCount?: number;
}

export async function listObjects(
  registry: Registry,
  target: { resource: Resource; namespace: string | undefined },
  options: RawListOptions,
): Promise<ListedObjects> {
  const { resource, namespace } = target;
  const selection = selectionOf(resource, namespace, options);
  checkListOptions(options);
  const page = pageOf(options, registry.clock.now());
  const snapshot = await snapshotOf(registry, resource, { page, selection });
  return takePage(resource, selection, { ...page, ...snapshot });
}

interface Page {
  /** 0: all of them. */
  limit: number;
  start: string | undefined;
  /** Undefined: now. */
  revision: number | undefined;
  /** The list is not older than this. */
  atLeast: number;
  /** The list goes on from a token. */
  continued: boolean;
  /** When the first page was read, in milliseconds since the epoch. */
  since: number;
}

/** Kubernetes forgets old revisions every five minutes, and tokens with them, whatever history is kept here. */
const TOKEN_LIFETIME = 5 * 60_000;

/** `limit` with a bare version means exactly that version; with version 0 the limit is ignored. */
function pageOf(options: RawListOptions, now: number): Page {
  const { resourceVersion = '', resourceVersionMatch: match = '' } = options;
  const limit = Math.max(options.limit ?? 0, 0);
  if (options.continue) {
    const token = decodeContinue(options.continue);
    if (resourceVersion !== '' && resourceVersion !== '0') {
      throw badRequest('specifying resource version is not allowed when using continue');
    }
    const consistent = token.revision > 0;
    const page: Page = {
      limit: resourceVersion === '0' ? 0 : limit,
      start: token.start,
      revision: consistent ? token.revision : undefined,
      atLeast: 0,
      continued: true,
      since: consistent ? token.since : now,
    };
    if (consistent && now - token.since > TOKEN_LIFETIME) throw tooOld(page);
    return page;
  }
  const version = resourceVersion === '' ? 0 : parseResourceVersion(resourceVersion, 'list');
  const exact = match === 'Exact' || (match === '' && limit > 0 && version > 0);
  const unlimited = resourceVersion === '0' && match === '';
  return {
    limit: unlimited ? 0 : limit,
    start: undefined,
    revision: exact ? version : undefined,
    atLeast: version,
    continued: false,
    since: now,
  };
}

async function snapshotOf(
  registry: Registry,
  resource: Resource,
  { page, selection }: { page: Page; selection: Selection },
): Promise<{ objects: StoredObject[]; at: number }> {
  const now = registry.revision;
  const { cache } = resource.home;
  const wanted = page.revision ?? page.atLeast;
  if (wanted > now) throw tooLargeResourceVersion(wanted, now);
  const { namespace } = selection;
  if (page.revision === undefined) return { objects: candidates(resource, selection), at: now };
  const objects = cache.listAt(page.revision, namespace) ?? (await olderSnapshot(registry, resource, page, namespace));
  return { objects, at: page.revision };
}

/** All that can be selected, in order, as they are now. */
function candidates(resource: Resource, { namespace, labels }: Selection): StoredObject[] {
  const { cache } = resource.home;
  for (const { key, operator, values } of labels.requirements) {
    const [value, ...others] = values;
    const isEqual = operator === '=' || operator === '==' || operator === 'in';
    if (!isEqual || value === undefined || others.length > 0) continue;
    return cache.listLabelled(key, value, namespace) ?? cache.list(namespace);
  }
  return cache.list(namespace);
}

async function olderSnapshot(
  registry: Registry,
  resource: Resource,
  page: Page,
  namespace: string | undefined,
): Promise<StoredObject[]> {
  const { home } = resource;
  try {
    await loadHistory(registry, home, page.revision as number);
  } catch (error) {
    if (error instanceof Compacted) throw tooOld(page);
    throw error;
  }
  const objects = home.cache.listAt(page.revision as number, namespace);
  if (!objects) throw tooOld(page);
  return objects;
}

/** The token in the answer goes on with what is there by then. */
function tooOld(page: Page): ApiError {
  if (!page.continued) return expired('The resourceVersion for the provided list is too old.');
  const { status } = expired(
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
      'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
      'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
      'deleted between the time the first chunk was returned and now may show up in the list.',
  );
  const token = encodeContinue((page.start as string).replace(/\0$/, ''), { revision: -1, since: page.since });
  return new ApiError({ ...status, metadata: { continue: token } });
}

function takePage(
  resource: Resource,
  selection: Selection,
  page: Page & { objects: StoredObject[]; at: number },
): ListedObjects {
  const { objects, limit, at } = page;
  const first = page.start === undefined ? 0 : placeOf(objects, page.start);
  const items: StoredObject[] = [];
  let next = first;
  for (; next < objects.length && (limit === 0 || items.length < limit); next++) {
    const stored = objects[next] as StoredObject;
    if (isSelected(resource, selection, stored)) items.push(resource.present(stored));
  }
  const more = limit > 0 && hasMore(resource, selection, objects, next);
  const last = items.at(-1);
  if (!more || !last) return { items, revision: at };
  return {
    items,
    revision: at,
    continue: encodeContinue(last.key, { revision: at, since: page.since }),
    ...(selection.all && { remainingItemCount: objects.length - next }),
  };
}

function hasMore(resource: Resource, selection: Selection, objects: readonly StoredObject[], from: number): boolean {
  for (let i = from; i < objects.length; i++) {
    if (isSelected(resource, selection, objects[i] as StoredObject)) return true;
  }
  return false;
}

function placeOf(objects: readonly StoredObject[], start: string): number {
  let low = 0;
  let high = objects.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((objects[middle] as StoredObject).key < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
