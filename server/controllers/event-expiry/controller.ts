/** Takes events away an hour after they were last written; kube-apiserver has `--event-ttl` for it. */
import { isExpired, isNotFound } from '../../api/errors.ts';
import { type ApiList, keyOf, parseKey } from '../../api/object.ts';
import { events } from '../../api/resource-types.gen.ts';
import type { CoreV1Event } from '../../api/types.gen.ts';
import type { Client } from '../../client/client.ts';
import type { Controller } from '../../client/run-controller.ts';
import { millisecondsOf } from '../../lib/timestamps.ts';

const TTL = 3_600_000;
/** How late one may be taken away. */
const INTERVAL = 60_000;
const SWEEP = 'sweep';
const PAGE = 250;

/** It looks when the next one is due: there can be more events than all else, so no copy of them is kept. */
export function eventExpiryController(): Controller {
  return {
    name: 'event-expiry-controller',
    workers: 1,
    start(_, queue) {
      queue.addAfter(SWEEP, INTERVAL, 'upkeep');
    },
    async reconcile(_, { client, clock }) {
      const now = clock.now();
      let oldest = now;
      for await (const event of allEvents(client)) {
        const written = lastWritten(event);
        if (written < now - TTL) await remove(event, client);
        else oldest = Math.min(oldest, written);
      }
      return { requeueAfterMs: Math.max(oldest + TTL - now, INTERVAL), purpose: 'upkeep' };
    },
  };
}

/** Page by page, and others have their turn between two of them. What is missed by 410 is there the next time. */
async function* allEvents(client: Client): AsyncIterable<CoreV1Event> {
  let place: string | undefined = '';
  while (place !== undefined) {
    try {
      const page: ApiList<CoreV1Event> = await client.list(events, {
        limit: PAGE,
        ...(place !== '' && { continue: place }),
      });
      yield* page.items;
      place = page.metadata.continue;
    } catch (error) {
      if (isExpired(error)) return;
      throw error;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function remove(event: CoreV1Event, client: Client): Promise<void> {
  try {
    await client.delete(events, parseKey(keyOf(event)), { preconditions: { uid: event.metadata.uid } });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** What an event says of its time is its writer's word; when it was written is the server's. */
export function lastWritten({ metadata }: CoreV1Event): number {
  const times = [metadata.creationTimestamp, ...(metadata.managedFields ?? []).map(({ time }) => time)];
  return Math.max(...times.map((time) => millisecondsOf(time) ?? 0));
}
