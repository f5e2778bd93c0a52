/** Takes events away an hour after they were last written; kube-apiserver has `--event-ttl` for it. */
import { isNotFound } from '../../api/errors.ts';
import { keyOf, parseKey } from '../../api/object.ts';
import { events } from '../../api/resource-types.gen.ts';
import type { CoreV1Event } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller } from '../../client/run-controller.ts';
import { millisecondsOf } from '../../lib/timestamps.ts';

const TTL = 3_600_000;
/** How late one may be taken away. */
const INTERVAL = 60_000;
const SWEEP = 'sweep';

export function eventExpiryController(): Controller {
  let all: Informer<CoreV1Event>;
  return {
    name: 'event-expiry-controller',
    workers: 1,
    start({ informers }, queue) {
      all = informers.for(events);
      queue.add(SWEEP);
    },
    async reconcile(_, { client, clock }) {
      const oldest = clock.now() - TTL;
      const expired = [...all.list()].filter((event) => lastWritten(event) < oldest);
      for (const event of expired) {
        try {
          await client.delete(events, parseKey(keyOf(event)), { preconditions: { uid: event.metadata.uid } });
        } catch (error) {
          if (!isNotFound(error)) throw error;
        }
      }
      return { requeueAfterMs: INTERVAL, purpose: 'upkeep' };
    },
  };
}

/** What an event says of its time is its writer's word; when it was written is the server's. */
export function lastWritten({ metadata }: CoreV1Event): number {
  const times = [metadata.creationTimestamp, ...(metadata.managedFields ?? []).map(({ time }) => time)];
  return Math.max(...times.map((time) => millisecondsOf(time) ?? 0));
}
