/** Every type that users of the package write down, for both of its entries. */
export type { AuthorizationMode } from './api/authorization.ts';
export type { ApiList, ApiObject, Draft, ObjectKey, ResourceType } from './api/object.ts';
export type * from './api/types.gen.ts';
export type { WatchEvent } from './api/watch-event.ts';
export type { StaticToken } from './authentication/token-file.ts';
export type {
  Client,
  ListOptions,
  Patch,
  PatchType,
  SubresourceOptions,
  WatchOptions,
  WriteOptions,
} from './client/client.ts';
export type { Connection, Kubeconfig } from './client/kubeconfig.ts';
export type { Manifests, PlainManifest } from './client/read-manifests.ts';
export type { ClusterDnsOptions } from './cluster/options.ts';
export type { Cluster, ClusterOptions } from './cluster.ts';
export type { DnsReply } from './dns/read-reply.ts';
export type { DnsServer } from './dns/start-dns.ts';
export type { Behaviour, NodeBehaviour, PodBehaviour } from './faults/behaviour.ts';
export type {
  ConnectionFault,
  DelayFault,
  DnsRule,
  Duration,
  FaultRule,
  RequestEffect,
  RequestMatch,
  RequestRule,
  RuleTiming,
  StaleListFault,
  StatusFault,
  WatchFault,
} from './faults/fault-rule.ts';
export type { FaultHandle, FaultState, Faults } from './faults/faults.ts';
export type { ExpectedTimes } from './journal/describe-requests.ts';
export type { Journal } from './journal/journal.ts';
export type { JournalFilter } from './journal/journal-filter.ts';
export type { JournalRecord } from './journal/journal-record.ts';
export type { Clock, ManualClock, Timer } from './lib/clock.ts';
export type { Logger } from './lib/logger.ts';
export type { SocketAddress } from './lib/socket-address.ts';
export type { TextPattern } from './lib/text-pattern.ts';
export type { Pace } from './node/pace.ts';
export type { Snapshot, SnapshotFile } from './registry/snapshot.ts';
export type { ClusterState } from './state/cluster-state.ts';
