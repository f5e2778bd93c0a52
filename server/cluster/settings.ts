import { runningClock } from '../lib/clock.ts';
import { silentLogger } from '../lib/logger.ts';
import type { ClusterOptions } from './options.ts';

type WithDefaults =
  | 'host'
  | 'port'
  | 'nodes'
  | 'serviceCidr'
  | 'podCidr'
  | 'clusterDomain'
  | 'clock'
  | 'log'
  | 'random'
  | 'journal';

/** The options, with defaults for what was left out. */
export interface Settings extends Omit<ClusterOptions, WithDefaults>, Required<Pick<ClusterOptions, WithDefaults>> {
  /** As they were given. */
  asked: ClusterOptions;
}

export function settingsOf(asked: ClusterOptions): Settings {
  return {
    ...asked,
    asked,
    host: asked.host ?? '127.0.0.1',
    port: asked.port ?? 0,
    nodes: asked.nodes ?? 0,
    serviceCidr: asked.serviceCidr ?? '10.96.0.0/16',
    podCidr: asked.podCidr ?? '10.244.0.0/16',
    clusterDomain: asked.clusterDomain ?? 'cluster.local',
    clock: asked.clock ?? runningClock(),
    log: asked.log ?? silentLogger,
    random: asked.random ?? ((below) => Math.floor(Math.random() * below)),
    journal: asked.journal ?? 1000,
  };
}

/** Without nodes it is a bare API server. */
export function hasNodes({ nodes }: Settings): boolean {
  return nodes > 0;
}
