import { describe, expect, test } from 'vitest';
import { resourceTypes, startCluster } from '../../server/testing/index.ts';

const { cronJobs, events, jobs, leases, nodes, pods } = resourceTypes;

const REPORT = `
apiVersion: batch/v1
kind: CronJob
metadata: { name: report }
spec:
  schedule: '0 */6 * * *'
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{ name: report, image: busybox, command: [sh, -c, echo done] }]
`;

const HOUR = 3_600_000;

describe('time in the hands of a test', () => {
  test('stands still by itself', async () => {
    await using cluster = await startCluster({ clock: 'manual' });
    expect(new Date(cluster.clock.now()).toISOString()).toBe('2026-01-01T00:00:00.000Z');
    await cluster.settled();
    const [node] = (await cluster.client.list(nodes)).items;
    expect(node?.metadata.creationTimestamp).toBe('2026-01-01T00:00:00Z');
  });

  test('starts a CronJob four times a day for a week, and keeps the last three Jobs', async () => {
    await using cluster = await startCluster({ clock: 'manual', nodes: 1 });
    await cluster.apply(REPORT);
    await cluster.clock.advance('7d');
    const { status } = await cluster.client.get(cronJobs, { namespace: 'default', name: 'report' });
    expect([status.lastScheduleTime, status.lastSuccessfulTime]).toEqual([
      '2026-01-08T00:00:00Z',
      '2026-01-08T00:00:00Z',
    ]);
    const starts = (await cluster.client.list(jobs, { namespace: 'default' })).items.map((job) => job.status.startTime);
    expect(starts).toEqual(['2026-01-07T12:00:00Z', '2026-01-07T18:00:00Z', '2026-01-08T00:00:00Z']);
  });

  test('takes a Job away when it has been finished for its time to live', async () => {
    await using cluster = await startCluster({ clock: 'manual', nodes: 1 });
    await cluster.apply(`
apiVersion: batch/v1
kind: Job
metadata: { name: once }
spec:
  ttlSecondsAfterFinished: 3600
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: once, image: busybox, command: [sh, -c, sleep 30] }]
`);
    await cluster.clock.advance('1m');
    const key = { namespace: 'default', name: 'once' };
    expect((await cluster.client.get(jobs, key)).status.succeeded).toBe(1);
    await cluster.clock.advance('59m');
    expect((await cluster.client.get(jobs, key)).status.succeeded).toBe(1);
    await cluster.clock.advance('1m');
    await expect(cluster.client.get(jobs, key)).rejects.toMatchObject({ code: 404 });
    expect((await cluster.client.list(pods, { namespace: 'default' })).items).toEqual([]);
  });

  test('lets a container that fails wait longer and longer before it starts again', async () => {
    await using cluster = await startCluster({ clock: 'manual', nodes: 1 });
    await cluster.apply(`
apiVersion: v1
kind: Pod
metadata: { name: failing }
spec: { containers: [{ name: c, image: busybox, command: ['false'] }] }
`);
    const restarts = async () => {
      const pod = await cluster.client.get(pods, { namespace: 'default', name: 'failing' });
      return pod.status.containerStatuses?.[0]?.restartCount;
    };
    const counts: (number | undefined)[] = [];
    for (let minute = 0; minute < 10; minute++) {
      await cluster.clock.advance('1m');
      counts.push(await restarts());
    }
    expect(counts[0]).toBeGreaterThan(1);
    expect(counts[9]).toBeLessThan(8);
    expect(counts[9]).toBeGreaterThan(counts[1] ?? 0);
  });

  test('keeps a pod for its grace period', async () => {
    await using cluster = await startCluster({ clock: 'manual', nodes: 1 });
    await cluster.apply(`
apiVersion: v1
kind: Pod
metadata: { name: slow, annotations: { sim.kubeling.dev/stop-delay: never } }
spec: { containers: [{ name: c, image: nginx }] }
`);
    await cluster.settled();
    await cluster.client.delete(pods, { namespace: 'default', name: 'slow' });
    const count = async () => (await cluster.client.list(pods, { namespace: 'default' })).items.length;
    await cluster.clock.advance('29s');
    expect(await count()).toBe(1);
    await cluster.clock.advance('2s');
    expect(await count()).toBe(0);
  });

  test('renews the leases of nodes, and misses those of a silent one', async () => {
    await using cluster = await startCluster({ clock: 'manual', nodes: 2 });
    const body = { metadata: { annotations: { 'sim.kubeling.dev/heartbeat': 'off' } } };
    await cluster.client.patch(nodes, { name: 'node-1' }, { type: 'application/merge-patch+json', body });
    await cluster.clock.advance('10m');
    const lease = await cluster.client.get(leases, { namespace: 'kube-node-lease', name: 'node-2' });
    expect(lease.spec?.renewTime).toBe('2026-01-01T00:10:00.000000Z');
    const ready = async (name: string) =>
      (await cluster.client.get(nodes, { name })).status.conditions?.find(({ type }) => type === 'Ready');
    expect([(await ready('node-1'))?.status, (await ready('node-2'))?.status]).toEqual(['Unknown', 'True']);
    // It was noticed when it happened, not when time had passed.
    expect(Date.parse((await ready('node-1'))?.lastTransitionTime ?? '')).toBeLessThan(Date.UTC(2026, 0, 1, 0, 2));
  });

  test('shows in the AGE column', async () => {
    await using cluster = await startCluster({ clock: 'manual', nodes: 0 });
    await cluster.clock.advance('3d');
    const response = await fetch(`${cluster.url}/api/v1/namespaces/default`, {
      headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    });
    const table = (await response.json()) as { rows: { cells: unknown[] }[] };
    expect(table.rows[0]?.cells).toEqual(['default', 'Active', '3d']);
  });

  test('is that of a fork, which goes its own way from there', async () => {
    await using cluster = await startCluster({ clock: 'manual', nodes: 0 });
    await cluster.clock.advance('1h');
    await using fork = await cluster.fork();
    expect(fork.clock.now()).toBe(cluster.clock.now());
    await fork.clock.advance('1h');
    expect(fork.clock.now() - cluster.clock.now()).toBe(HOUR);
  });

  test('makes pods of a new namespace though it stands still', async () => {
    await using cluster = await startCluster({ clock: 'manual', nodes: 1 });
    const [, pod] = await cluster.apply(`
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { containers: [{ name: c, image: nginx }] }
`);
    expect(pod).toMatchObject({ spec: { serviceAccountName: 'default' } });
  });
});

test('time that runs can be moved ahead as well', async () => {
  await using cluster = await startCluster({ nodes: 1 });
  const before = cluster.clock.now();
  await cluster.client.create(events, {
    metadata: { namespace: 'default', name: 'old' },
    involvedObject: { kind: 'Pod', namespace: 'default', name: 'p' },
    reason: 'Test',
  });
  await cluster.clock.advance('2h');
  expect(cluster.clock.now() - before).toBeGreaterThanOrEqual(2 * HOUR);
  await cluster.eventually(async () => {
    const { items } = await cluster.client.list(events, { namespace: 'default' });
    expect(items.filter(({ metadata }) => metadata.name === 'old')).toEqual([]);
  });
});
