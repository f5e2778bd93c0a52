/** The example controller, under schedules of faults: it ends where it should, and its mistakes are found. */
import { KubeConfig } from '@kubernetes/client-node';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Mistake, PORT, runController } from '../../../examples/typescript/expose-deployments.ts';
import type { FaultRule } from '../../../server/index.ts';
import { resourceTypes, startCluster, type TestCluster } from '../../../server/testing/index.ts';

const { deployments, services } = resourceTypes;
const NAMES = ['a', 'b', 'c'] as const;

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({ nodes: 0, dns: false });
});
afterAll(() => cluster[Symbol.asyncDispose]());

/** A Deployment is to have this port, or none, or is not to be there. */
interface Step {
  name: (typeof NAMES)[number];
  port: number | 'none' | 'gone';
}

const step: fc.Arbitrary<Step> = fc.record({
  name: fc.constantFrom(...NAMES),
  port: fc.oneof(fc.integer({ min: 1, max: 9999 }), fc.constantFrom('none' as const, 'gone' as const)),
});

const calls = { skip: fc.integer({ min: 0, max: 2 }), times: fc.integer({ min: 1, max: 3 }) };
const WRITES = ['create', 'update', 'delete'];

const fault: fc.Arbitrary<FaultRule> = fc.oneof(
  fc.record({
    verb: fc.constantFrom('create', 'update'),
    resource: fc.constant('services'),
    status: fc.constant(409),
    ...calls,
  }),
  fc.record({ verb: fc.constantFrom(...WRITES, 'get'), status: fc.constantFrom(429, 500, 503), ...calls }),
  fc.record({ verb: fc.constantFrom('list', 'watch'), status: fc.constantFrom(410, 500, 503), ...calls }),
  fc.record({ verb: fc.constant(WRITES), connection: fc.constantFrom('drop', 'drop-answer', 'stall'), ...calls }),
  fc.record({ verb: fc.constant('list'), staleBy: fc.integer({ min: 1, max: 5 }), ...calls }),
  fc.record({
    watch: fc.constantFrom('cut', 'expire', 'silence'),
    afterEvents: fc.integer({ min: 0, max: 3 }),
    ...calls,
  }),
  fc.record({ watch: fc.constant('lag' as const), delay: fc.integer({ min: 1, max: 30 }) }),
) as fc.Arbitrary<FaultRule>;

const schedule = fc.record({
  faults: fc.array(fault, { minLength: 1, maxLength: 6 }),
  steps: fc.array(step, { minLength: 3, maxLength: 12 }),
});

async function take({ name, port }: Step): Promise<void> {
  if (port === 'gone') {
    await cluster.client.delete(deployments, { namespace: 'default', name }).catch(() => {});
    return;
  }
  await cluster.apply({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'default', name, annotations: port === 'none' ? {} : { [PORT]: String(port) } },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: 'nginx' }] } },
    },
  });
}

async function exposed(): Promise<Record<string, number | undefined>> {
  const { items } = await cluster.client.list(services, { namespace: 'default' });
  const own = items.filter(({ metadata }) => metadata.name !== 'kubernetes');
  return Object.fromEntries(own.map(({ metadata, spec }) => [metadata.name, spec?.ports?.[0]?.port]));
}

function wanted(steps: readonly Step[]): Record<string, number> {
  const last = new Map(steps.map(({ name, port }) => [name, port]));
  return Object.fromEntries([...last].filter((entry): entry is [Step['name'], number] => typeof entry[1] === 'number'));
}

/** Fails when the controller does not end in the right state, once nothing is in its way any more. */
function property(mistake?: Mistake) {
  return fc.asyncProperty(schedule, async ({ faults, steps }) => {
    await cluster.reset();
    cluster.journal.clear();
    const config = new KubeConfig();
    config.loadFromString(cluster.kubeconfig);
    for (const rule of faults) cluster.faults.add(rule);
    const controller = await runController(config, mistake);
    const isRight = async () => expect(await exposed()).toEqual(wanted(steps));
    try {
      for (const each of steps) {
        await take(each);
        await new Promise((resolve) => setImmediate(resolve));
      }
      // Some faults let nobody through before they are taken back.
      await cluster.eventually(isRight, { timeout: 300 }).catch(() => {});
      cluster.faults.clear();
      await cluster.eventually(isRight);
    } finally {
      cluster.faults.clear();
      await controller.stop();
    }
  });
}

test('the controller survives whatever is put in its way', async () => {
  await fc.assert(property(), { numRuns: 15, endOnFailure: true });
});

test.each(['no retry on 409', 'no list on 410'] as const)('the mistake is found: %s', async (mistake) => {
  const { failed } = await fc.check(property(mistake), { numRuns: 100, endOnFailure: true, seed: 7 });
  expect(failed).toBe(true);
});
