import { isConflict, isNotFound } from '../api/errors.ts';
import type { ApiObject, ResourceType } from '../api/object.ts';
import type { Activity } from '../lib/activity.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { QueueObserver } from '../lib/queue-observer.ts';
import { type Turns, TurnsEnded } from '../lib/turns.ts';
import type { Client } from './client.ts';
import { createEventRecorder, type EventRecorder } from './event-recorder.ts';
import type { Informer, Informers } from './informer.ts';
import { readYourWrites } from './read-your-writes.ts';
import { createWorkQueue, type WorkQueue } from './work-queue.ts';
import { writeInTurns } from './write-in-turns.ts';

/**
 * Keeps the cluster as it should be, one key at a time. Level-based: `reconcile` looks at what is, not at what
 * happened, and writes only differences.
 */
export interface Controller {
  /** As Kubernetes names it, for logs and as the source of events: `deployment-controller`. */
  readonly name: string;
  /** How many keys are worked on at once. */
  readonly workers?: number;
  /**
   * Asks for informers, adds indexes and event handlers that put keys into the queue. Called once. The first key is
   * worked on when all informers asked for here are synced.
   */
  start(context: ControllerContext, queue: WorkQueue): void;
  /** What it throws is retried with growing delays; Conflict and NotFound without a word in the log. */
  reconcile(key: string, context: ControllerContext): Promise<void> | Promise<Requeue | undefined>;
}

/** Look at the key again later, though nothing may happen until then. */
export interface Requeue {
  requeueAfterMs: number;
  /** It is done again and again, and mostly there is nothing to do: see `Clock`. */
  purpose?: 'upkeep';
}

export interface ControllerContext {
  /** A write resolves when the controller's informers show it: the next reconcile never sees an older world. */
  client: Client;
  informers: Informers;
  clock: Clock;
  log: Logger;
  events: EventRecorder;
}

export interface ControllerHost {
  client: Client;
  informers: Informers;
  clock: Clock;
  log: Logger;
  /** Busy while the controller has anything to do. */
  activity?: Activity;
  /** Shared by controllers of one process, which leave room for others: when a key may be worked on. */
  turns?: Turns;
  /** And when one of their writes may begin. */
  writeTurns?: Turns;
  /** Who is told of the controller's queue, by the controller's name. */
  observeQueue?: ((controller: string) => QueueObserver) | undefined;
}

const DEFAULT_WORKERS = 10;

/** Starts the controller; it ends, after the keys it is at, when what is returned is disposed. */
export function runController(controller: Controller, host: ControllerHost): AsyncDisposable {
  const log = host.log.child({ controller: controller.name });
  const queue = createWorkQueue({ ...host, observer: host.observeQueue?.(controller.name) });
  const asked = new Map<string, Informer<ApiObject>>();
  const informers = recordAsked(host.informers, asked);
  const writer = host.writeTurns ? writeInTurns(host.client, host.writeTurns) : host.client;
  const client = readYourWrites(writer, (type) => asked.get(idOf(type)));
  const events = createEventRecorder({ ...host, log, component: controller.name });
  const context: ControllerContext = { client, informers, clock: host.clock, log, events };

  controller.start(context, queue);
  const ended = work(controller, context, { queue, asked, activity: host.activity, turns: host.turns });
  return {
    async [Symbol.asyncDispose]() {
      queue.close();
      await ended;
      await events.close();
    },
  };
}

interface Work {
  queue: WorkQueue;
  asked: ReadonlyMap<string, Informer<ApiObject>>;
  activity: Activity | undefined;
  turns: Turns | undefined;
}

async function work(controller: Controller, context: ControllerContext, { queue, asked, activity, turns }: Work) {
  activity?.begin();
  await Promise.all([...asked.values()].map((informer) => informer.synced));
  activity?.end();
  const workers = Array.from({ length: controller.workers ?? DEFAULT_WORKERS }, async () => {
    for (let key = await queue.next(); key !== undefined; key = await queue.next()) {
      await reconcileOnce(controller, context, { queue, key, turns });
      queue.done(key);
    }
  });
  await Promise.all(workers);
}

async function reconcileOnce(
  controller: Controller,
  context: ControllerContext,
  { queue, key, turns }: { queue: WorkQueue; key: string; turns: Turns | undefined },
) {
  try {
    await turns?.next();
    const result = await controller.reconcile(key, context);
    queue.forget(key);
    if (typeof result === 'object') queue.addAfter(key, result.requeueAfterMs, result.purpose);
  } catch (error) {
    // What has begun may stay half done: the next start looks at what is, too.
    if (error instanceof TurnsEnded) return;
    // Changed or gone meanwhile: usual, and the next look will tell.
    if (!isConflict(error) && !isNotFound(error))
      context.log.warn({ err: error, key }, 'could not reconcile, will try again');
    queue.retry(key);
  }
}

function recordAsked(informers: Informers, asked: Map<string, Informer<ApiObject>>): Informers {
  return {
    for<T extends ApiObject>(type: ResourceType<T>): Informer<T> {
      const informer = informers.for(type);
      asked.set(idOf(type), informer as unknown as Informer<ApiObject>);
      return informer;
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

const idOf = (type: ResourceType): string => `${type.group}/${type.version}/${type.plural}`;
