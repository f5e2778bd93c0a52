import { setMaxListeners } from 'node:events';
import { type ApiObject, apiVersionOf, keyOf, type ResourceType } from '../api/object.ts';
import { compareResourceVersions } from '../api/resource-version.ts';
import type { Clock } from '../lib/clock.ts';
import { type Logger, silentLogger } from '../lib/logger.ts';
import type { Client } from './client.ts';
import { followResource } from './follow-resource.ts';
import type { Informer, Informers } from './informer.ts';
import { createObjectCache } from './object-cache.ts';

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

/** Someone who waits for the copy to show a write. */
interface Waiter {
  isSeen: () => boolean;
  resolve: () => void;
}

function startInformer<T extends ApiObject>(
  client: Client,
  type: ResourceType<T>,
  options: InformersOptions & { signal: AbortSignal },
): { informer: Informer<T>; ended: Promise<void> } {
  const log = (options.log ?? silentLogger).child({ resource: type.plural });
  const cache = createObjectCache<T>((err) => log.error({ err }, 'an event handler failed'));
  const waiters = new Map<string, Set<Waiter>>();
  let progress: string | undefined;
  let markSynced = () => {};
  const synced = new Promise<void>((resolve) => {
    markSynced = resolve;
  });

  const wake = (key: string) => {
    const waiting = waiters.get(key);
    if (!waiting) return;
    for (const waiter of [...waiting]) {
      if (!options.signal.aborted && !waiter.isSeen()) continue;
      waiting.delete(waiter);
      waiter.resolve();
    }
    if (waiting.size === 0) waiters.delete(key);
  };
  const wakeAll = () => {
    for (const key of [...waiters.keys()]) wake(key);
  };
  const waitFor = (key: string, isSeen: () => boolean): Promise<void> => {
    if (options.signal.aborted || isSeen()) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = waiters.get(key) ?? new Set();
      waiters.set(key, waiting.add({ isSeen, resolve }));
    });
  };

  const ended = followResource(client, type, {
    clock: options.clock,
    signal: options.signal,
    log,
    onList(list) {
      progress = list.metadata.resourceVersion;
      cache.replace(list.items);
      markSynced();
      wakeAll();
    },
    onEvent(event) {
      progress = event.object.metadata?.resourceVersion;
      if (event.type === 'BOOKMARK') return;
      if (event.type === 'DELETED') cache.remove(event.object);
      else cache.put(event.object);
      if (waiters.size > 0) wake(keyOf(event.object));
    },
  }).finally(() => {
    markSynced();
    wakeAll();
  });

  const isAtLeast = (known: string | undefined, wanted: string | undefined) =>
    known !== undefined && compareResourceVersions(known, wanted) >= 0;

  const informer: Informer<T> = {
    type,
    synced,
    get: (key) => cache.objects.get(key),
    list: () => cache.objects.values(),
    byIndex: cache.byIndex,
    indexSize: cache.indexSize,
    addIndex: cache.addIndex,
    onEvent: cache.onEvent,
    seen(object) {
      const key = keyOf(object);
      const wanted = object.metadata?.resourceVersion;
      return waitFor(
        key,
        () => isAtLeast(progress, wanted) || isAtLeast(cache.objects.get(key)?.metadata?.resourceVersion, wanted),
      );
    },
    seenDeleted: (key, uid) =>
      waitFor(key, () => {
        const meta = cache.objects.get(key)?.metadata;
        return meta?.uid !== uid || meta.deletionTimestamp !== undefined;
      }),
  };
  return { informer, ended };
}
