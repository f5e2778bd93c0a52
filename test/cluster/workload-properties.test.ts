/** Whatever people do to workloads, and in whatever order: they end as Kubernetes would have them. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiObject, ResourceType } from '../../server/api/object.ts';
import { controllerOf } from '../../server/api/owner-references.ts';
import { isPodReady } from '../../server/api/pods.ts';
import { deployments, pods, replicaSets, statefulSets } from '../../server/api/resource-types.gen.ts';
import type { Pod } from '../../server/api/types.gen.ts';
import { type ClusterWithNodes, startClusterWithNodes } from '../support/cluster-with-nodes.ts';

let world: ClusterWithNodes;
let names = 0;
beforeAll(async () => {
  world = await startClusterWithNodes({ count: 2 });
});
afterAll(() => world[Symbol.asyncDispose]());

type Step =
  | { do: 'scale'; replicas: number }
  | { do: 'set image'; version: number }
  | { do: 'delete a pod'; which: number }
  | { do: 'pause'; paused: boolean }
  | { do: 'wait'; turns: number };

const scale = fc.record({ do: fc.constant('scale' as const), replicas: fc.nat(5) });
const setImage = fc.record({ do: fc.constant('set image' as const), version: fc.nat(3) });
const deletePod = fc.record({ do: fc.constant('delete a pod' as const), which: fc.nat(9) });
const pause = fc.record({ do: fc.constant('pause' as const), paused: fc.boolean() });
const wait = fc.record({ do: fc.constant('wait' as const), turns: fc.constantFrom(1, 3, 10, 100) });
const stepsOf = (...kinds: fc.Arbitrary<Step>[]) => fc.array(fc.oneof(...kinds), { minLength: 1, maxLength: 14 });

const inDefault = (name: string) => ({ namespace: 'default', name });
const RUNS = { numRuns: 15 };

function specOf(name: string) {
  const labels = { app: name };
  return {
    replicas: 2,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'web:0' }] } } as never,
  };
}

/** Patches the spec of a workload. */
function patcherOf<T extends ApiObject>(type: ResourceType<T>, name: string) {
  return async (spec: unknown) =>
    void (await world.client.patch(type, inDefault(name), { type: 'application/merge-patch+json', body: { spec } }));
}

async function take(step: Step, name: string, patch: (spec: unknown) => Promise<void>): Promise<void> {
  if (step.do === 'scale') await patch({ replicas: step.replicas });
  if (step.do === 'pause') await patch({ paused: step.paused });
  if (step.do === 'set image')
    await patch({ template: { spec: { containers: [{ name: 'main', image: `web:${step.version}` }] } } });
  if (step.do === 'delete a pod') {
    const all = await podsOf(name);
    const pod = all[step.which % Math.max(1, all.length)];
    if (pod) await world.client.delete(pods, inDefault(pod.metadata.name)).catch(() => {});
  }
  if (step.do === 'wait') for (let i = 0; i < step.turns; i++) await new Promise((resolve) => setImmediate(resolve));
}

async function podsOf(name: string): Promise<Pod[]> {
  return (await world.client.list(pods, { namespace: 'default', labelSelector: `app=${name}` })).items;
}

/** What retries later than the test would wait has its time, too. */
async function comeToRest(): Promise<void> {
  await world.pass('10s');
  await world.pass('2m');
}

const imagesOf = (all: readonly Pod[]) => all.map(({ spec }) => spec.containers[0]?.image);

test('a Deployment ends with as many pods as wanted, all of its template', async () => {
  await fc.assert(
    fc.asyncProperty(stepsOf(scale, setImage, deletePod, pause, wait), async (steps) => {
      const name = `web-${names++}`;
      await world.client.create(deployments, { metadata: inDefault(name), spec: specOf(name) });
      const patch = patcherOf(deployments, name);
      for (const step of steps) await take(step, name, patch);
      await take({ do: 'pause', paused: false }, name, patch);
      await comeToRest();

      const { spec, status, metadata } = await world.client.get(deployments, inDefault(name));
      const wanted = spec.replicas ?? 1;
      const all = await podsOf(name);
      expect(imagesOf(all)).toEqual(Array(wanted).fill(spec.template.spec?.containers[0]?.image));
      expect(all.every(isPodReady)).toBe(true);
      const sets = (await world.client.list(replicaSets, { labelSelector: `app=${name}` })).items;
      expect(sets.filter((set) => set.spec.replicas !== 0).map((set) => set.spec.replicas)).toEqual(
        wanted ? [wanted] : [],
      );
      expect(new Set(sets.map((set) => controllerOf(set)?.uid))).toEqual(new Set([metadata.uid]));
      const { observedGeneration, replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
      expect([observedGeneration, replicas, updatedReplicas, availableReplicas]).toEqual([
        metadata.generation,
        wanted,
        wanted,
        wanted,
      ]);
      expect(status.conditions?.find(({ type }) => type === 'Progressing')?.reason).toBe('NewReplicaSetAvailable');
      await world.client.delete(deployments, inDefault(name));
    }),
    RUNS,
  );
});

test.each(['OrderedReady', 'Parallel'] as const)(
  'a StatefulSet that is %s ends with its pods',
  async (podManagementPolicy) => {
    let mostAtOnce = 0;
    await fc.assert(
      fc.asyncProperty(stepsOf(scale, setImage, deletePod, wait), async (steps) => {
        const name = `db-${names++}`;
        const starts = followStarts(name);
        await world.client.create(statefulSets, {
          metadata: inDefault(name),
          spec: { ...specOf(name), serviceName: name, podManagementPolicy },
        });
        const patch = patcherOf(statefulSets, name);
        for (const step of steps) await take(step, name, patch);
        await comeToRest();
        mostAtOnce = Math.max(mostAtOnce, starts.most());

        const { spec, status, metadata } = await world.client.get(statefulSets, inDefault(name));
        const wanted = spec.replicas ?? 1;
        const all = await podsOf(name);
        expect(all.map((pod) => pod.metadata.name)).toEqual(Array.from({ length: wanted }, (_, i) => `${name}-${i}`));
        expect(imagesOf(all)).toEqual(Array(wanted).fill(spec.template.spec?.containers[0]?.image));
        expect(all.every(isPodReady)).toBe(true);
        expect(status).toMatchObject({
          observedGeneration: metadata.generation,
          replicas: wanted,
          currentRevision: status.updateRevision,
        });
        await world.client.delete(statefulSets, inDefault(name));
        await starts.end();
      }),
      RUNS,
    );
    if (podManagementPolicy === 'OrderedReady') expect(mostAtOnce).toBe(1);
    else expect(mostAtOnce).toBeGreaterThan(1);
  },
);

/** Counts the pods of a set that are on their way to being ready, at every revision. */
function followStarts(name: string) {
  const aborter = new AbortController();
  const starting = new Set<string>();
  let most = 0;
  const watch = async () => {
    const options = { namespace: 'default', labelSelector: `app=${name}`, resourceVersion: '0' };
    for await (const { type, object } of world.client.watch(pods, { ...options, signal: aborter.signal })) {
      if (type === 'BOOKMARK' || type === 'ERROR') continue;
      const pod = object as Pod;
      const isStarting = type !== 'DELETED' && pod.metadata.deletionTimestamp === undefined && !isPodReady(pod);
      if (isStarting) starting.add(pod.metadata.uid);
      else starting.delete(pod.metadata.uid);
      most = Math.max(most, starting.size);
    }
  };
  const watched = watch().catch(() => {});
  return {
    most: () => most,
    end: async () => {
      aborter.abort();
      await watched;
    },
  };
}
