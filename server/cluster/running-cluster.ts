import type { Client } from '../client/client.ts';
import type { DnsServer } from '../dns/start-dns.ts';
import { type Behaviour, createBehaviour } from '../faults/behaviour.ts';
import type { Faults } from '../faults/faults.ts';
import type { Journal } from '../journal/journal.ts';
import { compact } from '../registry/compact.ts';
import { type ClusterState, createClusterState } from '../state/cluster-state.ts';
import type { Beginning } from './alike.ts';
import { forkOptions, type Origin } from './fork.ts';
import type { ClusterOptions } from './options.ts';
import type { Parts } from './parts.ts';

export interface Cluster extends ClusterState, AsyncDisposable {
  /** Where the API is: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** A kubeconfig for it, as YAML. */
  readonly kubeconfig: string;
  /** The API in process, without a network between. */
  readonly client: Client;
  /** Unless it was turned off. */
  readonly dns: DnsServer | undefined;
  /** Faults of the API over HTTP, and of DNS. */
  readonly faults: Faults;
  /** What was asked over HTTP, and answered. */
  readonly journal: Journal;
  /** What simulated pods and nodes do. */
  readonly simulate: Behaviour;
  /** See registry/compact.ts. Resolves with the revision. */
  compact(revision?: number): Promise<number>;
  /**
   * Starts another cluster in memory, which begins as this one is now, revisions, keys and time included, and goes its
   * own way. It has the options of this one, but for its ports, where nothing else is said.
   */
  fork(options?: ClusterOptions): Promise<Cluster>;
}

/** How it is reached. */
export type Reach = Pick<Cluster, 'url' | 'kubeconfig' | 'dns'>;

export interface Surroundings {
  reach: Reach;
  /** Starts another cluster. */
  launch(options: ClusterOptions, origin: Origin): Promise<Cluster>;
  onComplete: Beginning['onComplete'];
}

export function createRunningCluster(parts: Parts, { reach, launch, onComplete }: Surroundings): Cluster {
  const { settings, lifetime, registry, activity, turns, watched, key, rootCa } = parts;
  const { clock, manifests } = settings;
  const client = parts.clientOf('kubeling');
  const state = createClusterState({
    registry,
    activity,
    clock,
    client,
    turns,
    manifests,
    ...(onComplete && { onComplete: (snapshot) => onComplete(snapshot, parts) }),
  });
  return {
    ...state,
    ...reach,
    client,
    faults: watched.faults.faults,
    journal: watched.journal.journal,
    simulate: createBehaviour({ client, clock, settled: state.settled }),
    compact: (revision) => compact(registry, revision),
    fork: (more) => launch(forkOptions(settings, more), { state: state.snapshot(), key, rootCa }),
    [Symbol.asyncDispose]: () => lifetime[Symbol.asyncDispose](),
  };
}
