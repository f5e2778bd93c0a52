/** `kubeling/testing`: clusters for the tests of others. */
export { ApiError } from '../api/errors.ts';
export * as resourceTypes from '../api/resource-types.gen.ts';
export { manualClock } from '../lib/clock.ts';
export type * from '../public-types.ts';
export { clusterFixture, type Hooks, useCluster } from './fixtures.ts';
export { startCluster } from './start-cluster.ts';
export type { EventuallyOptions, TestCluster, TestClusterOptions } from './test-cluster.ts';
