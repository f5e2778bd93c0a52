/** `kubeling/testing`: clusters for the tests of others. */
export { ApiError } from '../api/errors.ts';
export type { ApiList, ApiObject, Draft, ObjectKey, ResourceType } from '../api/object.ts';
export * as resourceTypes from '../api/resource-types.gen.ts';
export type * from '../api/types.gen.ts';
export type { Client } from '../client/client.ts';
export type { Kubeconfig } from '../client/kubeconfig.ts';
export { type ManualClock, manualClock } from '../lib/clock.ts';
export { clusterFixture, type Hooks, useCluster } from './fixtures.ts';
export type { Manifests } from './read-manifests.ts';
export { startCluster } from './start-cluster.ts';
export type { EventuallyOptions, TestCluster, TestClusterOptions } from './test-cluster.ts';
