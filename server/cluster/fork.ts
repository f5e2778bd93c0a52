import type { SigningKey } from '../authentication/signing-key.ts';
import { manualClock, runningClock } from '../lib/clock.ts';
import type { StoreState } from '../registry/snapshot.ts';
import type { ClusterOptions } from './options.ts';
import type { Settings } from './settings.ts';

/** What a cluster has from the one that it was forked from, or from the first one like it. */
export interface Origin {
  state: StoreState;
  /** Of its own when left out. */
  key?: SigningKey;
  rootCa: () => string;
}

/** Ports and files are taken, and what was applied is there. */
export function forkOptions({ asked, clock }: Settings, more: ClusterOptions | undefined): ClusterOptions {
  const {
    port: _port,
    dataDir: _dataDir,
    kubeconfigFile: _file,
    auditLog: _audit,
    auditPolicyFile: _policy,
    manifests: _manifests,
    ...same
  } = asked;
  const time = clock.now();
  return {
    ...same,
    ...(same.dns && { dns: { ...same.dns, port: 0 } }),
    clock: clock.isRunning ? runningClock(time) : manualClock(time),
    ...more,
  };
}
