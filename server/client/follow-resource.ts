import { ApiError, isExpired } from '../api/errors.ts';
import type { ApiList, ApiObject, ResourceType } from '../api/object.ts';
import type { WatchEvent } from '../api/watch-event.ts';
import { exponentialBackoff } from '../lib/backoff.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Client } from './client.ts';

export interface FollowOptions<T extends ApiObject> {
  clock: Clock;
  signal: AbortSignal;
  log: Logger;
  /** All that is there, at first and whenever events were missed. */
  onList(list: ApiList<T>): void;
  /** Each change after that, and bookmarks; never an ERROR. */
  onEvent(event: Exclude<WatchEvent<T>, { type: 'ERROR' }>): void;
}

/** A watch that ends sooner than this and without an event counts as failed, so that we do not ask in a tight loop. */
const SHORTEST_WATCH = 1000;

/**
 * The objects come without managedFields where the server can leave them out: an update without them keeps them.
 *
 * Lists, then watches from there until the signal aborts. A watch that ends goes on from the last revision seen; after
 * 410 everything is listed again. Waits longer and longer between attempts that fail.
 */
export async function followResource<T extends ApiObject>(
  client: Client,
  type: ResourceType<T>,
  options: FollowOptions<T>,
): Promise<void> {
  const { clock, signal, log } = options;
  const backoff = exponentialBackoff({ base: 100, max: 30_000, jitter: 0.5 });
  const place: Place = { revision: undefined };

  while (!signal.aborted) {
    const began = clock.now();
    const before = place.revision;
    try {
      await listAndWatch(client, type, place, options);
    } catch (error) {
      if (isExpired(error)) place.revision = undefined;
      if (!signal.aborted) log.debug({ err: error }, 'a watch broke off');
    }
    if (place.revision !== before || clock.now() - began >= SHORTEST_WATCH) backoff.reset();
    else await sleep(clock, backoff.next(), signal);
  }
}

/** Up to where everything was seen; undefined before the first list. */
interface Place {
  revision: string | undefined;
}

async function listAndWatch<T extends ApiObject>(
  client: Client,
  type: ResourceType<T>,
  place: Place,
  { signal, onList, onEvent }: FollowOptions<T>,
): Promise<void> {
  if (place.revision === undefined) {
    const list = await listAll(client, type);
    if (signal.aborted) return;
    place.revision = list.metadata.resourceVersion ?? '';
    onList(list);
  }
  const from = { resourceVersion: place.revision, allowWatchBookmarks: true, omitManagedFields: true, signal };
  for await (const event of client.watch(type, from)) {
    if (signal.aborted) return;
    if (event.type === 'ERROR') throw new ApiError(event.object);
    place.revision = event.object.metadata?.resourceVersion ?? place.revision;
    onEvent(event);
  }
}

/** In process these are values that are made of their bytes in some milliseconds. */
const PAGE = 250;

/**
 * Page by page: between two of them others have their turn, so that a big cluster can be used while it starts. Where
 * so much is written meanwhile that the pages are gone, all at once.
 */
async function listAll<T extends ApiObject>(client: Client, type: ResourceType<T>): Promise<ApiList<T>> {
  const list = await client.list(type, { omitManagedFields: true, limit: PAGE });
  const pages = [list.items];
  try {
    for (let next = list.metadata.continue; next; ) {
      await new Promise((resolve) => setImmediate(resolve));
      const page: ApiList<T> = await client.list(type, { omitManagedFields: true, limit: PAGE, continue: next });
      pages.push(page.items);
      next = page.metadata.continue;
    }
  } catch (error) {
    if (isExpired(error)) return await client.list(type, { omitManagedFields: true });
    throw error;
  }
  return pages.length === 1 ? list : { ...list, items: pages.flat() };
}
