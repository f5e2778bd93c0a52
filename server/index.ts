/** What the package offers. */

export { ApiError } from './api/errors.ts';
export * as resourceTypes from './api/resource-types.gen.ts';
export { createHttpClient } from './client/http-client.ts';
export { connectionOf } from './client/kubeconfig.ts';
export { readManifests } from './client/read-manifests.ts';
export { startCluster } from './cluster.ts';
export { manualClock } from './lib/clock.ts';
export type * from './public-types.ts';
