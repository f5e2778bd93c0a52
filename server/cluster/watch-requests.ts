import type { ExchangeListener, PlainReadListener } from '../api/exchange.ts';
import { createFaults, type FaultParts } from '../faults/faults.ts';
import { createJournal, type JournalParts } from '../journal/journal.ts';
import { systemClock } from '../lib/clock.ts';
import type { Lifetime } from '../lib/lifetime.ts';
import { type ClusterMetrics, createClusterMetrics } from '../metrics/cluster-metrics.ts';
import type { CountingGate } from '../metrics/request-metrics.ts';
import type { Registry } from '../registry/registry.ts';
import { GIT_VERSION } from '../version.ts';
import type { Settings } from './settings.ts';

/** What is watched of requests, and put in their way. */
export interface Watched {
  faults: FaultParts;
  journal: JournalParts;
  metrics: ClusterMetrics;
  listeners: ExchangeListener[];
  /** Undefined where everybody has to hear of each exchange. */
  plainReads: PlainReadListener | undefined;
}

export async function watchRequests(
  { journal: size, observe, auditLog, auditPolicyFile: policy, clock, log }: Settings,
  { registry, lifetime }: { registry: Registry; lifetime: Lifetime },
): Promise<Watched> {
  const faults = createFaults({ clock, random: Math.random });
  const journal = createJournal({ size });
  const gate = { isOpen: observe !== 'when asked' };
  const metrics = createClusterMetrics(registry, {
    gitVersion: GIT_VERSION,
    now: systemClock.now,
    gate,
  });
  const listeners = [metrics.requests];
  if (auditLog !== undefined) {
    const { openAuditLog } = await import('../audit/audit-log.ts');
    listeners.push(lifetime.add(await openAuditLog(auditLog, { clock, log, policy })).listener);
  }
  // The last one: it may let go of bodies.
  if (size > 0) listeners.push(journal.listener);
  const plainReads = auditLog === undefined ? uncountedReads(journal.plainReads, gate) : undefined;
  return { faults, journal, metrics, listeners, plainReads };
}

/** What is counted has to be told whole. */
function uncountedReads(journal: PlainReadListener, gate: CountingGate): PlainReadListener {
  return {
    get isEnough() {
      return !gate.isOpen && journal.isEnough;
    },
    read: journal.read,
  };
}
