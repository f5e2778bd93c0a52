/** The state of a cluster as a whole: where it starts from, going back, moving on. */
import type { ApiObject, ResourceType } from '../api/object.ts';
import { applyObjects } from '../client/apply-objects.ts';
import type { Client } from '../client/client.ts';
import type { Activity } from '../lib/activity.ts';
import { type ManualClock, systemClock, type Timer } from '../lib/clock.ts';
import type { Turns } from '../lib/turns.ts';
import type { Registry } from '../registry/registry.ts';
import { readSnapshot, restoreSnapshot, type Snapshot, type SnapshotFile, takeSnapshot } from '../registry/snapshot.ts';
import { settlingClock } from './settling-clock.ts';

export interface ClusterState {
  /** The cluster's time. `advance` lets everything come to rest whenever something was due. */
  readonly clock: ManualClock;
  /** What is served. */
  resourceTypes(): readonly ResourceType[];
  /** Resolves when everything is there that is to be there from the start; `reset` goes back to this. */
  readonly started: Promise<void>;
  /** Resolves when no controller has anything left to do. */
  settled(): Promise<void>;
  /** Creates the objects, or changes them to what is said here: see `applyObjects`. */
  apply(objects: readonly ApiObject[]): Promise<ApiObject[]>;
  /** All objects as they are now. JSON.stringify makes a text of it; parsed again, `restore` takes that too. */
  snapshot(): Snapshot;
  /**
   * Makes all objects what they were then, in one transaction: watchers see what happens, revisions rise. Time does not
   * go back. Rejects with an Error for what is no snapshot.
   */
  restore(snapshot: Snapshot | SnapshotFile): Promise<void>;
  /** Goes back to the start. */
  reset(): Promise<void>;
}

export interface ClusterStateOptions {
  registry: Registry;
  activity: Activity;
  clock: ManualClock;
  client: Client;
  /** Those of the controllers: nobody acts on half of a change. */
  turns: Turns;
  /** What is applied at the start. */
  manifests?: readonly ApiObject[] | undefined;
  /** Called before that when all is there that is in every such cluster; the manifests wait for it. */
  onComplete?: ((snapshot: Snapshot) => void) | undefined;
}

export function createClusterState({
  registry,
  activity,
  clock,
  client,
  turns,
  manifests = [],
  onComplete,
}: ClusterStateOptions): ClusterState {
  const settled = () => untilQuiet(registry, activity);
  const resourceTypes = () => registry.resources.map(({ type }) => type);
  const apply = (objects: readonly ApiObject[]) => applyObjects(client, resourceTypes, objects);
  const goTo = async (snapshot: Snapshot) => {
    // Who is half-way would go on with what was.
    await within(settled(), PATIENCE.restore);
    const letGo = turns.hold();
    try {
      await restoreSnapshot(registry, snapshot);
      await informed();
    } finally {
      letGo();
    }
  };
  const begin = async () => {
    if (onComplete) {
      await settled();
      onComplete(takeSnapshot(registry));
    }
    await apply(manifests);
    await settled();
    return takeSnapshot(registry);
  };
  const start = begin();
  // Whoever waits for it hears of it.
  start.catch(() => {});

  return {
    clock: settlingClock(clock, () => within(settled(), PATIENCE.advance)),
    resourceTypes,
    started: start.then(() => {}),
    settled,
    apply,
    snapshot: () => takeSnapshot(registry),
    restore: async (snapshot) => goTo('objects' in snapshot ? snapshot : readSnapshot(registry, snapshot)),
    reset: async () => goTo(await start),
  };
}

/** Informers of this process follow within the turn of the event loop in which something is committed. */
function informed(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Somebody outside may write without end, and is not waited for. In milliseconds of real time. */
const PATIENCE = { restore: 1000, advance: 10_000 };

async function within(work: Promise<void>, time: number): Promise<void> {
  let timer: Timer | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = systemClock.setTimeout(resolve, time);
  });
  await Promise.race([work, patience]);
  timer?.cancel();
}

/** Nothing is under way, and nothing has been written meanwhile that could set something under way. */
async function untilQuiet(registry: Registry, activity: Activity): Promise<void> {
  for (let before = -1; before !== registry.revision; ) {
    before = registry.revision;
    await new Promise((resolve) => setImmediate(resolve));
    await activity.idle();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
