/** What happens to a selection of objects: first what is there or was missed, then each change as it is committed. */
import { expired } from '../api/errors.ts';
import { Compacted } from '../storage/errors.ts';
import {
  checkWatchOptions,
  parseResourceVersion,
  type RawListOptions,
  type Selection,
  selectionOf,
} from './list-options.ts';
import { loadHistory, type Registry } from './registry.ts';
import type { Resource } from './resource.ts';
import { type CacheEvent, departed } from './resource-cache.ts';
import type { StoredObject } from './stored-object.ts';

export interface ObjectEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** Presented in the form of the watched resource. The same state is the same object for all watchers. */
  stored: StoredObject;
  revision: number;
}

export interface ObjectWatch {
  /** What comes before the live events. */
  readonly initial: readonly ObjectEvent[];
  /** The revision up to which `initial` tells. */
  readonly revision: number;
  /** The closing bookmark of the initial events is wanted. */
  readonly initialEventsEnd: boolean;
  /** From here on, each event is told within its commit, without a gap after `initial`. */
  listen(listener: (event: ObjectEvent) => void): void;
  stop(): void;
}

/** Throws 400, 422 and 500 as Kubernetes does before the stream begins, and 410 for history that is gone. */
export async function watchObjects(
  registry: Registry,
  target: { resource: Resource; namespace: string | undefined },
  options: RawListOptions,
): Promise<ObjectWatch> {
  const { resource, namespace } = target;
  const selection = selectionOf(resource, namespace, options);
  checkWatchOptions(options);
  const { resourceVersion = '' } = options;
  const version = resourceVersion === '' ? 0 : parseResourceVersion(resourceVersion, 'watch');
  const fromStart = options.sendInitialEvents ?? version === 0;
  if (fromStart && options.sendInitialEvents !== false) return fromNow(registry, resource, selection, options);
  return fromRevision(registry, resource, selection, version || registry.revision);
}

function fromNow(registry: Registry, resource: Resource, selection: Selection, options: RawListOptions): ObjectWatch {
  const { home } = resource;
  const initial: ObjectEvent[] = [];
  for (const stored of home.cache.list(selection.namespace)) {
    const shown = resource.present(stored);
    if (selection.matches(shown.bare)) initial.push({ type: 'ADDED', stored: shown, revision: stored.revision });
  }
  const wantsEnd = options.sendInitialEvents === true && options.allowWatchBookmarks === true;
  return liveWatch(resource, selection, { initial, revision: registry.revision, initialEventsEnd: wantsEnd });
}

async function fromRevision(
  registry: Registry,
  resource: Resource,
  selection: Selection,
  version: number,
): Promise<ObjectWatch> {
  const { cache } = resource.home;
  if (cache.eventsAfter(version) === undefined) await fetchHistory(registry, resource, version);
  const missed = cache.eventsAfter(version);
  if (missed === undefined) throw tooOld(version, cache.horizon);
  const select = selectEvents(resource, selection);
  const initial = missed.flatMap((event) => select(event) ?? []);
  return liveWatch(resource, selection, {
    initial,
    revision: Math.max(version, registry.revision),
    initialEventsEnd: false,
    after: version,
  });
}

async function fetchHistory(registry: Registry, resource: Resource, version: number): Promise<void> {
  try {
    await loadHistory(registry, resource.home, version);
  } catch (error) {
    if (error instanceof Compacted) throw tooOld(version, error.oldest);
    throw error;
  }
}

export function tooOld(version: number, oldest: number) {
  return expired(`too old resource version: ${version} (${oldest})`);
}

function liveWatch(
  resource: Resource,
  selection: Selection,
  start: { initial: ObjectEvent[]; revision: number; initialEventsEnd: boolean; after?: number },
): ObjectWatch {
  const { initial, revision, initialEventsEnd, after = 0 } = start;
  const select = selectEvents(resource, selection);
  let listener: ((event: ObjectEvent) => void) | undefined;
  const unheard: ObjectEvent[] = [];
  const end = resource.home.cache.listen((event) => {
    // A version of the future: what comes before it was not asked for.
    if (event.revision <= after) return;
    const selected = select(event);
    if (!selected) return;
    if (listener) listener(selected);
    else unheard.push(selected);
  });
  return {
    initial,
    revision,
    initialEventsEnd,
    listen(hear) {
      for (const event of unheard.splice(0)) hear(event);
      listener = hear;
    },
    stop: end,
  };
}

/** A change that brings an object into the selection adds it; one that takes it out deletes it, in its old state. */
function selectEvents(resource: Resource, selection: Selection): (event: CacheEvent) => ObjectEvent | undefined {
  const inNamespace = namespaceTest(selection.namespace);
  if (selection.all) {
    return (event) => (inNamespace(event.stored.key) ? shownEvent(resource, event) : undefined);
  }
  const matches = (stored: StoredObject) => selection.matches(resource.present(stored).bare);
  return (event) => {
    if (!inNamespace(event.stored.key)) return undefined;
    const { stored, previous, revision } = event;
    // History of a time before this process does not know what was: clients pass over deletions of what they don't have.
    const before = event.type !== 'ADDED' && (previous === undefined || matches(previous));
    const after = event.type !== 'DELETED' && matches(stored);
    if (event.type === 'DELETED') return before || matches(stored) ? shownEvent(resource, event) : undefined;
    if (before && after) return { type: 'MODIFIED', stored: resource.present(stored), revision };
    if (after) return { type: 'ADDED', stored: resource.present(stored), revision };
    if (before) return { type: 'DELETED', stored: resource.present(departedOnce(event)), revision };
    return undefined;
  };
}

function shownEvent(resource: Resource, event: CacheEvent): ObjectEvent {
  const { type, stored, revision } = event;
  const shown = resource.present(stored);
  return shown === stored ? event : { type, stored: shown, revision };
}

const departures = new WeakMap<CacheEvent, StoredObject>();

function departedOnce(event: CacheEvent): StoredObject {
  let made = departures.get(event);
  if (!made) {
    made = departed(event);
    departures.set(event, made);
  }
  return made;
}

function namespaceTest(namespace: string | undefined): (key: string) => boolean {
  if (namespace === undefined) return () => true;
  const prefix = `${namespace}/`;
  return (key) => key.startsWith(prefix);
}
