import { startCluster } from './start-cluster.ts';
import type { TestCluster, TestClusterOptions } from './test-cluster.ts';

/**
 * A fixture of vitest: each test that asks for it has a cluster of its own, which ends with the test.
 *
 *     const test = baseTest.extend({ cluster: clusterFixture({ nodes: 1 }) });
 *     test('…', async ({ cluster }) => { … });
 */
export function clusterFixture(options: TestClusterOptions = {}) {
  // vitest reads from the pattern which other fixtures are wanted: none.
  return async ({}: object, use: (cluster: TestCluster) => Promise<void>): Promise<void> => {
    await using cluster = await startCluster(options);
    await use(cluster);
  };
}

/** The hooks of a test runner, which call one names differently from the other. */
export interface Hooks {
  before(hook: () => Promise<void>): unknown;
  beforeEach(hook: () => Promise<void>): unknown;
  after(hook: () => Promise<void>): unknown;
}

/**
 * One cluster for all tests of a file or suite, which finds itself as at the start before each of them. For node:test,
 * Mocha, Jest, vitest: whoever has such hooks.
 *
 *     import { after, before, beforeEach, test } from 'node:test';
 *     const cluster = useCluster({ before, beforeEach, after });
 *     test('…', async () => { await cluster().apply('…'); });
 */
export function useCluster({ before, beforeEach, after }: Hooks, options: TestClusterOptions = {}): () => TestCluster {
  let cluster: TestCluster | undefined;
  before(async () => {
    cluster = await startCluster(options);
  });
  beforeEach(async () => cluster?.reset());
  after(async () => cluster?.[Symbol.asyncDispose]());
  return () => {
    if (!cluster) throw new Error('the cluster is there only while tests run');
    return cluster;
  };
}
