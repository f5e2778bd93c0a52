/** The Client without a network: the same registry that answers HTTP. */

import { ApiError, unknownResource } from '../api/errors.ts';
import type { ApiList, ApiObject, ObjectKey, ResourceType } from '../api/object.ts';
import { decode } from '../api/schema/decode.ts';
import { schemaOf } from '../api/schema/schemas.ts';
import type { UserInfo } from '../api/types.gen.ts';
import type { WatchEvent } from '../api/watch-event.ts';
import type {
  Client,
  WriteOptions as ClientWriteOptions,
  DeleteOptions,
  ListOptions,
  WatchOptions,
} from '../client/client.ts';
import { type AsyncQueue, createAsyncQueue } from '../lib/async-queue.ts';
import { act } from './action.ts';
import { createObject } from './create.ts';
import { deleteObject } from './delete.ts';
import { deleteCollection } from './delete-collection.ts';
import { getObject } from './get.ts';
import { listObjects } from './list.ts';
import { PATCH_FORMATS } from './patch/apply-patch.ts';
import { patchObject, patchView } from './patch-object.ts';
import type { Registry } from './registry.ts';
import type { Requester, WriteOptions } from './request.ts';
import type { Resource } from './resource.ts';
import type { AnyObject, StoredObject } from './stored-object.ts';
import { updateTarget, viewTarget } from './targets.ts';
import { replaceObject } from './update.ts';
import { getView, replaceView } from './view.ts';
import { type ObjectEvent, type ObjectWatch, watchObjects } from './watch.ts';

export interface LocalClientOptions {
  /** The manager that owns what this client writes, unless a write says otherwise. */
  fieldManager: string;
  user: UserInfo;
}

export function createLocalClient(registry: Registry, { fieldManager, user }: LocalClientOptions): Client {
  const requester: Requester = { user, warn: () => {} };
  const optionsOf = (options: ClientWriteOptions = {}): WriteOptions => ({
    dryRun: options.dryRun ?? false,
    fieldManager: options.fieldManager ?? fieldManager,
    fieldValidation: options.fieldValidation ?? 'Ignore',
  });
  const requestOf = (object: unknown, options: ClientWriteOptions | undefined) => ({
    body: { json: object, faults: [] },
    options: optionsOf(options),
    requester,
  });

  return {
    async get(type, key, { subresource } = {}) {
      const resource = registry.resource(type);
      const view = subresource === undefined ? undefined : viewTarget(resource, key, subresource);
      return shown(view ? getView(registry, view) : getObject(registry, { resource, key }));
    },
    async list<T extends ApiObject>(type: ResourceType<T>, options: ListOptions = {}) {
      const resource = registry.resource(type);
      const list = await listObjects(registry, { resource, namespace: options.namespace }, options);
      return {
        apiVersion: resource.apiVersion,
        kind: resource.listKind,
        metadata: {
          resourceVersion: String(list.revision),
          continue: list.continue,
          remainingItemCount: list.remainingItemCount,
        },
        items: list.items.map(formOf<T>(options)),
      } satisfies ApiList<T>;
    },
    watch: (type, options = {}) => localWatch(registry, type, options),
    async create(type, object, options) {
      const target = { resource: registry.resource(type), namespace: object.metadata.namespace };
      return shown(await createObject(registry, target, requestOf(object, options)));
    },
    async update(type, object, options) {
      const resource = registry.resource(type);
      const key = { namespace: object.metadata?.namespace, name: object.metadata?.name ?? '' };
      const request = requestOf(object, options);
      const view = options?.subresource === undefined ? undefined : viewTarget(resource, key, options.subresource);
      if (view) return shown(await replaceView(registry, view, request));
      return shown((await replaceObject(registry, updateTarget(resource, key, options?.subresource), request)).stored);
    },
    async patch(type, key, patch, options) {
      const resource = registry.resource(type);
      const request = {
        patch: {
          format: PATCH_FORMATS[patch.type] ?? 'merge',
          body: { json: patch.body, faults: [] },
          force: options?.force ?? false,
        },
        options: optionsOf(options),
        requester,
      };
      const view = options?.subresource === undefined ? undefined : viewTarget(resource, key, options.subresource);
      if (view) return shown(await patchView(registry, view, request));
      return shown((await patchObject(registry, updateTarget(resource, key, options?.subresource), request)).stored);
    },
    async delete<T extends ApiObject>(type: ResourceType<T>, key: ObjectKey, options: DeleteOptions = {}) {
      const target = { resource: registry.resource(type), key };
      const request = { options: { ...options, dryRun: options.dryRun ?? false }, requester };
      return shown<T>((await deleteObject(registry, target, request)).stored);
    },
    async deleteCollection(type, options = {}) {
      const target = { resource: registry.resource(type), namespace: options.namespace };
      const deletion = { ...options, dryRun: options.dryRun ?? false };
      await deleteCollection(registry, target, { list: options, options: deletion, requester });
    },
    async createSubresource<B extends ApiObject>(
      type: ResourceType,
      key: ObjectKey,
      subresource: string,
      body: B,
      options?: ClientWriteOptions,
    ) {
      const resource = registry.resource(type);
      const rules = resource.rules.subresources?.[subresource];
      if (rules?.kind !== 'action') throw unknownResource();
      const decoded = decode(schemaOf(rules.body), body).value as ApiObject;
      return act(registry, { resource, key, rules }, { body: decoded, options: optionsOf(options), requester });
    },
  };
}

function shown<T extends ApiObject>(stored: StoredObject): T {
  return stored.object as unknown as T;
}

function formOf<T extends ApiObject>({ omitManagedFields = false }: ListOptions): (stored: StoredObject) => T {
  return omitManagedFields ? ({ bare }) => bare as unknown as T : shown<T>;
}

function localWatch<T extends ApiObject>(
  registry: Registry,
  type: ResourceType<T>,
  options: WatchOptions,
): AsyncIterable<WatchEvent<T>> {
  return { [Symbol.asyncIterator]: () => iterateWatch(registry, type, options) };
}

/** By hand: thousands of events may come at once, and for each a generator takes several turns of the microtask queue. */
function iterateWatch<T extends ApiObject>(
  registry: Registry,
  type: ResourceType<T>,
  options: WatchOptions,
): AsyncIterator<WatchEvent<T>, undefined> {
  const form = formOf<T>(options);
  const events = createAsyncQueue<ObjectEvent | WatchEvent<T>>({ limit: Number.POSITIVE_INFINITY });
  const source = events[Symbol.asyncIterator]();
  let stop: (() => void) | undefined;

  return {
    async next() {
      stop ??= beginWatch(registry, type, options, events);
      const { value, done } = await source.next();
      if (done) return { value, done };
      return { value: 'stored' in value ? { type: value.type, object: form(value.stored) } : value };
    },
    async return() {
      stop?.();
      return { value: undefined, done: true };
    },
  };
}

/** Returns a function that ends the watch, as the signal does. */
function beginWatch<T extends ApiObject>(
  registry: Registry,
  type: ResourceType<T>,
  { signal, ...options }: WatchOptions,
  events: AsyncQueue<ObjectEvent | WatchEvent<T>>,
): () => void {
  let watch: ObjectWatch | undefined;
  let ended = false;
  const stop = () => {
    ended = true;
    watch?.stop();
    events.end();
    signal?.removeEventListener('abort', stop);
  };
  const open = async () => {
    const resource = registry.resource(type);
    watch = await watchObjects(registry, { resource, namespace: options.namespace }, options);
    if (ended) return watch.stop();
    for (const event of watch.initial) events.push(event);
    if (watch.initialEventsEnd) events.push({ type: 'BOOKMARK', object: endBookmark<T>(resource, watch.revision) });
    watch.listen((event) => events.push(event));
  };
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  else
    open().catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 410) events.push({ type: 'ERROR', object: error.status });
      else events.fail(error);
      stop();
    });
  return stop;
}

function endBookmark<T extends ApiObject>(resource: Resource, revision: number): T {
  const metadata = {
    resourceVersion: String(revision),
    annotations: { 'k8s.io/initial-events-end': 'true' },
  } as unknown as AnyObject['metadata'];
  return { kind: resource.type.kind, apiVersion: resource.apiVersion, metadata } as unknown as T;
}
