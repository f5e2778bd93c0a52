import { expect, test } from 'vitest';
import * as main from '../../server/index.ts';
import type {
  Clock,
  Cluster,
  ClusterState,
  DnsReply,
  FaultHandle,
  FaultRule,
  Faults,
  Journal,
  JournalFilter,
  JournalRecord,
  NodeBehaviour,
  Pace,
  PodBehaviour,
  Service,
  Snapshot,
  TestCluster,
  TestClusterOptions,
} from '../../server/testing/index.ts';
import * as testing from '../../server/testing/index.ts';

/** A suite of somebody's, who likes to write types down. */
async function suite(cluster: TestCluster): Promise<{ seen: JournalRecord[]; rule: FaultRule }> {
  const clock: Clock = cluster.clock;
  const faults: Faults = cluster.faults;
  const journal: Journal = cluster.journal;
  const state: Pick<ClusterState, 'snapshot'> = cluster;
  const snapshot: Snapshot = state.snapshot();
  const rule: FaultRule = { verb: 'list', resource: 'services', status: 503, times: 1 };
  const handle: FaultHandle = faults.add(rule);
  await fetch(`${cluster.url}/api/v1/services`);
  const filter: JournalFilter = { fault: handle.id };
  const seen: JournalRecord[] = journal.requests(filter);
  const reply: DnsReply = await cluster.dns.resolve('kubernetes.default.svc.cluster.local', 'A');
  const [service]: Service[] = (await cluster.client.list(testing.resourceTypes.services)).items;
  expect([reply.answer[0]?.data, clock.now() > 0]).toEqual([service?.spec.clusterIP, true]);
  await cluster.restore(snapshot);
  return { seen, rule };
}

test('what users write down has a type with a name, from both entries', async () => {
  const pace: Pace = { start: 0, ready: 0, terminate: 0 };
  const options: TestClusterOptions = { nodes: 1, pace };
  await using cluster = await testing.startCluster(options);
  expect(await suite(cluster)).toMatchObject({ seen: [{ code: 503 }], rule: { status: 503 } });
  const unready: PodBehaviour & NodeBehaviour = { ready: false };
  await cluster.simulate.node('node-1', unready);
  const start: (options: main.ClusterOptions) => Promise<Cluster> = main.startCluster;
  await using plain = await start({ nodes: 0, dns: false, pace: { start: 5 } satisfies Partial<main.Pace> });
  expect(plain.url).toMatch(/^http:/);
});
