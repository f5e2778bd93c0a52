import { isNotFound } from '../api/errors.ts';
import type { ApiObject } from '../api/object.ts';
import { events } from '../api/resource-types.gen.ts';
import type { ObjectReference } from '../api/types.gen.ts';
import type { Activity } from '../lib/activity.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { timestamp } from '../lib/timestamps.ts';
import type { Turns } from '../lib/turns.ts';
import type { Client } from './client.ts';
import { type Correlated, createEventCorrelator, type Said } from './correlate-events.ts';
import { writeInTurns } from './write-in-turns.ts';

/** Says what happened to an object, as core/v1 Events for `kubectl describe`. Never fails and never makes one wait. */
export interface EventRecorder {
  /**
   * `reason` is one word in CamelCase. The object needs its apiVersion, kind and uid. `fieldPath` names the part of it
   * that is meant, such as `spec.containers{web}`.
   */
  record(object: ApiObject, type: 'Normal' | 'Warning', reason: string, message: string, fieldPath?: string): void;
  /** Resolves when what is being written is written. What waits is dropped: whoever ends does not wait for words. */
  close(): Promise<void>;
}

export interface EventRecorderOptions {
  client: Client;
  /** When a write may begin: that of an event is of no hurry. */
  writeTurns?: Turns | undefined;
  clock: Clock;
  log: Logger;
  component: string;
  /** The node that speaks, for a kubelet. */
  host?: string;
  activity?: Activity;
}

/** Events that wait to be written; what comes when there are more is dropped. They wait while much else is written. */
const MAX_PENDING = 10_000;

/** So many are written at once: they begin in their order, and become durable together. */
const BATCH = 16;

export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const { clock, component, host, activity, writeTurns } = options;
  const client = writeTurns ? writeInTurns(options.client, writeTurns, 'no hurry') : options.client;
  const correlator = createEventCorrelator();
  const pending: Correlated[] = [];
  let sequence = Math.floor(Math.random() * 1e6);
  let closed = false;
  let written: Promise<void> | undefined;

  const enqueue = (correlated: Correlated) => {
    if (closed || pending.length >= MAX_PENDING) return;
    activity?.begin();
    pending.push(correlated);
    written ??= Promise.resolve().then(writePending);
  };
  const writePending = async () => {
    while (pending.length > 0) {
      const batch = pending.splice(0, batchSize(pending));
      if (!closed) await Promise.all(batch.map((next) => writeEvent(next, { ...options, client }, correlator.forget)));
      for (const _ of batch) activity?.end();
    }
    written = undefined;
  };

  return {
    record(object, type, reason, message, fieldPath) {
      const now = clock.now();
      const involvedObject = { ...referenceTo(object), ...(fieldPath !== undefined && { fieldPath }) };
      // Kubernetes names an event after its object and the nanoseconds of its first occurrence.
      const nanoseconds = BigInt(now) * 1_000_000n + BigInt(sequence++ % 1_000_000);
      const correlated = correlator.correlate({
        metadata: {
          name: `${involvedObject.name}.${nanoseconds.toString(16)}`,
          namespace: involvedObject.namespace ?? 'default',
        },
        involvedObject,
        reason,
        message,
        source: { component, ...(host !== undefined && { host }) },
        firstTimestamp: timestamp(now),
        lastTimestamp: timestamp(now),
        count: 1,
        type,
        reportingComponent: component,
        reportingInstance: host ?? '',
      });
      if (correlated) enqueue(correlated);
    },
    async close() {
      closed = true;
      await written;
    },
  };
}

/** An event is counted on another one only when that is written. */
function batchSize(pending: readonly Correlated[]): number {
  const batch = new Set<Said>();
  for (const { said } of pending) {
    if (batch.has(said) || batch.size === BATCH) break;
    batch.add(said);
  }
  return batch.size;
}

async function writeEvent(
  correlated: Correlated,
  { client, log }: EventRecorderOptions,
  forget: (said: Said) => void,
): Promise<void> {
  const { event } = correlated;
  try {
    if (correlated.kind === 'create') await client.create(events, event);
    else await countEvent(client, correlated);
  } catch (err) {
    forget(correlated.said);
    // Usual while a namespace is being deleted.
    log.debug({ err, reason: event.reason, object: event.involvedObject.name }, 'an event could not be written');
  }
}

/** Counts on the event that is there, or writes it again when that has expired. */
async function countEvent(client: Client, { name, count, event }: Correlated & { kind: 'count' }): Promise<void> {
  const key = { namespace: event.metadata.namespace, name };
  const body = { count, lastTimestamp: event.lastTimestamp, message: event.message };
  try {
    await client.patch(events, key, { type: 'application/strategic-merge-patch+json', body });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    await client.create(events, { ...event, metadata: { ...event.metadata, name }, count });
  }
}

function referenceTo(object: ApiObject): ObjectReference {
  const meta = object.metadata;
  return {
    kind: object.kind,
    namespace: meta?.namespace,
    name: meta?.name,
    uid: meta?.uid,
    apiVersion: object.apiVersion,
    resourceVersion: meta?.resourceVersion,
  };
}
