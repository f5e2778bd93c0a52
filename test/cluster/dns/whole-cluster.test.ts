import { afterEach, beforeEach, expect, test } from 'vitest';
import { pods, services, statefulSets } from '../../../server/api/resource-types.gen.ts';
import { startCluster } from '../../../server/cluster.ts';
import type { DnsServer } from '../../../server/dns/start-dns.ts';
import { startClusterWithNodes } from '../../support/cluster-with-nodes.ts';
import { createDisposables } from '../../support/disposables.ts';
import { ask } from '../../support/dns-query.ts';

let stack: ReturnType<typeof createDisposables>;
beforeEach(() => {
  stack = createDisposables();
});
afterEach(() => stack.disposeAsync());

test('the pods of a StatefulSet have names as soon as they are ready, and lose them when they go', async () => {
  const { cluster, client, settled } = stack.use(await startClusterWithNodes({ dns: {} }));
  const dns = cluster.dns as DnsServer;
  const labels = { app: 'nginx' };
  await client.create(services, {
    metadata: { name: 'nginx', namespace: 'default' },
    spec: { clusterIP: 'None', selector: labels, ports: [{ name: 'web', port: 80 }] },
  });
  await client.create(statefulSets, {
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      serviceName: 'nginx',
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels } as never, spec: { containers: [{ name: 'nginx', image: 'nginx' }] } },
    },
  });
  await settled();
  const ipOf = async (name: string) => (await client.get(pods, { namespace: 'default', name })).status.podIP;
  const [first, second] = [await ipOf('web-0'), await ipOf('web-1')];
  const nginx = 'nginx.default.svc.cluster.local.';
  expect((await ask(dns, `web-0.${nginx}`)).answer).toEqual([`web-0.${nginx} 5 IN A ${first}`]);
  expect((await ask(dns, nginx)).answer.toSorted()).toEqual(
    [`${nginx} 5 IN A ${first}`, `${nginx} 5 IN A ${second}`].toSorted(),
  );

  await client.delete(pods, { namespace: 'default', name: 'web-1' }, { gracePeriodSeconds: 0 });
  await client.patch(
    statefulSets,
    { namespace: 'default', name: 'web' },
    { type: 'application/merge-patch+json', body: { spec: { replicas: 1 } } },
  );
  await settled();
  expect((await ask(dns, nginx)).answer).toEqual([`${nginx} 5 IN A ${first}`]);
  expect((await ask(dns, `web-1.${nginx}`)).rcode).toBe('NXDOMAIN');
});

test('a cluster has another zone when it is asked for', async () => {
  const cluster = stack.use(await startCluster({ clusterDomain: 'k8s.test' }));
  const reply = await ask(cluster.dns as DnsServer, 'kubernetes.default.svc.k8s.test.');
  expect(reply.answer).toEqual(['kubernetes.default.svc.k8s.test. 5 IN A 10.96.0.1']);
});

test('a cluster has no DNS when it is turned off', async () => {
  const cluster = stack.use(await startCluster({ dns: false }));
  expect(cluster.dns).toBeUndefined();
});

test('a cluster does not start when the port of its DNS is taken', async () => {
  const cluster = stack.use(await startCluster());
  await expect(startCluster({ dns: { port: cluster.dns?.port } })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
