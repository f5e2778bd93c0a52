import { setMaxListeners } from 'node:events';
import { type ApiObject, apiVersionOf, keyOf, type ResourceType } from '../api/object.ts';
import { compareResourceVersions } from '../api/resource-version.ts';
import type { Clock } from '../lib/clock.ts';
import { type Logger, silentLogger } from '../lib/logger.ts';
import type { Client } from './client.ts';
import { followResource } from './follow-resource.ts';
import type { Informer, Informers } from './informer.ts';
import { createObjectCache, type ObjectCache } from './object-cache.ts';
import { createWriteWaiters, type WriteWaiters } from './write-waiters.ts';

export interface InformersOptions {
  clock: Clock;
  log?: Logger;
}

/** An informer begins to list and watch when it is first asked for; all end when this is disposed. */
export function createInformers(client: Client, options: InformersOptions): Informers {
  const abort = new AbortController();
  // Each informer's watch listens to it.
  setMaxListeners(0, abort.signal);
  const informers = new Map<string, { informer: Informer<ApiObject>; ended: Promise<void> }>();

  return {
    for<T extends ApiObject>(type: ResourceType<T>): Informer<T> {
      const id = `${apiVersionOf(type)}/${type.plural}`;
      let entry = informers.get(id);
      if (!entry) {
        entry = startInformer<ApiObject>(client, type, { ...options, signal: abort.signal });
        informers.set(id, entry);
      }
      // The map holds informers of all types; the id says which type this one has.
      return entry.informer as unknown as Informer<T>;
    },
    async [Symbol.asyncDispose]() {
      abort.abort();
      await Promise.all([...informers.values()].map((entry) => entry.ended));
    },
  };
}

function startInformer<T extends ApiObject>(
  client: Client,
  type: ResourceType<T>,
  options: InformersOptions & { signal: AbortSignal },
): { informer: Informer<T>; ended: Promise<void> } {
  const log = (options.log ?? silentLogger).child({ resource: type.plural });
  const cache = createObjectCache<T>((err) => log.error({ err }, 'an event handler failed'));
  const waiters = createWriteWaiters();
  let progress: string | undefined;
  let markSynced = () => {};
  const synced = new Promise<void>((resolve) => {
    markSynced = resolve;
  });

  const ended = followResource(client, type, {
    ...options,
    log,
    onList(list) {
      progress = list.metadata.resourceVersion;
      cache.replace(list.items);
      markSynced();
      waiters.wakeAll();
    },
    onEvent(event) {
      progress = event.object.metadata?.resourceVersion;
      if (event.type === 'BOOKMARK') return;
      if (event.type === 'DELETED') cache.remove(event.object);
      else cache.put(event.object);
      waiters.wake(keyOf(event.object));
    },
  }).finally(() => {
    markSynced();
    waiters.end();
  });
  return { informer: { type, synced, ...readsOf(cache), ...waitsFor(cache, waiters, () => progress) }, ended };
}

type Reads<T extends ApiObject> = Omit<Informer<T>, 'type' | 'synced' | 'seen' | 'seenDeleted'>;

function readsOf<T extends ApiObject>(cache: ObjectCache<T>): Reads<T> {
  const { byIndex, indexSize, addIndex, onEvent } = cache;
  const get = (key: string) => cache.objects.get(key);
  return { get, list: () => cache.objects.values(), byIndex, indexSize, addIndex, onEvent };
}

function waitsFor<T extends ApiObject>(
  cache: ObjectCache<T>,
  waiters: WriteWaiters,
  progress: () => string | undefined,
): Pick<Informer<T>, 'seen' | 'seenDeleted'> {
  const isAtLeast = (known: string | undefined, wanted: string | undefined) =>
    known !== undefined && compareResourceVersions(known, wanted) >= 0;
  const versionOf = (key: string) => cache.objects.get(key)?.metadata?.resourceVersion;
  return {
    seen(object) {
      const key = keyOf(object);
      const wanted = object.metadata?.resourceVersion;
      return waiters.waitFor(key, () => isAtLeast(progress(), wanted) || isAtLeast(versionOf(key), wanted));
    },
    seenDeleted: (key, uid) =>
      waiters.waitFor(key, () => {
        const meta = cache.objects.get(key)?.metadata;
        return meta?.uid !== uid || meta.deletionTimestamp !== undefined;
      }),
  };
}
