/** What the package offers. */

export { ApiError } from './api/errors.ts';
export type { ApiList, ApiObject, Draft, ObjectKey, ResourceType } from './api/object.ts';
export * as resourceTypes from './api/resource-types.gen.ts';
export type * from './api/types.gen.ts';
export type { Client } from './client/client.ts';
export { createHttpClient } from './client/http-client.ts';
export { type Connection, connectionOf, type Kubeconfig } from './client/kubeconfig.ts';
export { type Cluster, type ClusterOptions, startCluster } from './cluster.ts';
export type { Behaviour, NodeBehaviour, PodBehaviour } from './faults/behaviour.ts';
export type { DnsRule, FaultRule, RequestRule } from './faults/fault-rule.ts';
export type { FaultHandle, FaultState, Faults } from './faults/faults.ts';
export type { Journal } from './journal/journal.ts';
export type { JournalFilter } from './journal/journal-filter.ts';
export type { JournalRecord } from './journal/journal-record.ts';
export { type Clock, type ManualClock, manualClock } from './lib/clock.ts';
