/** What client-go counts of work queues, by the same names. */
import type { QueueObserver } from '../lib/queue-observer.ts';
import { computed, counter, histogram, type Metric } from './metric.ts';
import { queueName } from './queue-names.ts';

export interface WorkQueueMetrics {
  metrics(): readonly Metric[];
  /** For the queue of this controller. */
  observe(controller: string): QueueObserver;
}

/** From ten nanoseconds to ten seconds. */
const SECONDS = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10];

/** `now` in milliseconds, of real time. */
export function createWorkQueueMetrics(now: () => number): WorkQueueMetrics {
  const adds = counter({ name: 'workqueue_adds_total', help: 'Keys that were added.' });
  const retries = counter({ name: 'workqueue_retries_total', help: 'Keys that were added again after a failure.' });
  const waits = histogram({
    name: 'workqueue_queue_duration_seconds',
    help: 'How long keys waited before they were worked on, in seconds.',
    bounds: SECONDS,
  });
  const works = histogram({
    name: 'workqueue_work_duration_seconds',
    help: 'How long work on a key took, in seconds.',
    bounds: SECONDS,
  });
  const working = new Map<string, Map<string, number>>();
  const waiting = new Map<string, ReadonlyMap<string, number>>();
  const depth = computed({ name: 'workqueue_depth', help: 'Keys that wait to be worked on.' }, () =>
    [...waiting].map(([name, keys]) => [{ name }, keys.size] as const),
  );
  const ages = (name: string) => [...(working.get(name)?.values() ?? [])].map((since) => (now() - since) / 1000);
  const perQueue = (value: (ages: number[]) => number) => () =>
    [...working.keys()].map((name) => [{ name }, value(ages(name))] as const);
  const unfinished = computed(
    { name: 'workqueue_unfinished_work_seconds', help: 'For how long work is under way, of all keys together.' },
    perQueue((all) => all.reduce((sum, age) => sum + age, 0)),
  );
  const longest = computed(
    { name: 'workqueue_longest_running_processor_seconds', help: 'For how long the oldest work is under way.' },
    perQueue((all) => Math.max(0, ...all)),
  );

  return {
    metrics: () => [adds, retries, depth, waits, works, unfinished, longest],
    observe(controller) {
      const name = queueName(controller);
      const labels = { name };
      const since = new Map<string, number>();
      const own = new Map<string, number>();
      waiting.set(name, since);
      working.set(name, own);
      adds.add(labels, 0);
      retries.add(labels, 0);
      const countAdded = adds.series(labels);
      const observeWait = waits.series(labels);
      const observeWork = works.series(labels);
      return {
        added(key) {
          countAdded();
          since.set(key, now());
        },
        retried: () => retries.add(labels),
        taken(key) {
          observeWait((now() - (since.get(key) ?? now())) / 1000);
          since.delete(key);
          own.set(key, now());
        },
        done(key) {
          observeWork((now() - (own.get(key) ?? now())) / 1000);
          own.delete(key);
        },
      };
    },
  };
}
