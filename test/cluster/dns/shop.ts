/** A cluster with Services of all kinds in the namespace `shop`, and its DNS. */
import { endpointSlices, endpoints, namespaces, services } from '../../../server/api/resource-types.gen.ts';
import type { Endpoint, EndpointSlice, ServiceSpec } from '../../../server/api/types.gen.ts';
import type { Client } from '../../../server/client/client.ts';
import { type Cluster, startCluster } from '../../../server/cluster.ts';
import type { DnsServer } from '../../../server/dns/start-dns.ts';

export interface Shop extends AsyncDisposable {
  cluster: Cluster;
  dns: DnsServer;
}

/** Records live for 30 seconds. */
export async function startShop(): Promise<Shop> {
  const cluster = await startCluster({ dns: { ttl: 30 } });
  await cluster.client.create(namespaces, { metadata: { name: 'shop' } });
  await cluster.client.create(namespaces, { metadata: { name: 'empty' } });
  await createServices(cluster.client);
  await cluster.settled();
  return { cluster, dns: cluster.dns as DnsServer, [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose]() };
}

export function port(name: string, number: number, protocol: 'TCP' | 'UDP' | 'SCTP' = 'TCP') {
  return { name, port: number, protocol };
}

async function createServices(client: Client): Promise<void> {
  const service = (name: string, spec: ServiceSpec) =>
    client.create(services, { metadata: { name, namespace: 'shop' }, spec });
  const slice = (of: string, list: Endpoint[], more: Partial<EndpointSlice> = {}) =>
    client.create(endpointSlices, {
      metadata: { generateName: `${of}-`, namespace: 'shop', labels: { 'kubernetes.io/service-name': of } },
      addressType: 'IPv4',
      endpoints: list,
      ports: [port('sql', 5432)],
      ...more,
    });

  await service('web', { clusterIP: '10.96.1.1', ports: [port('http', 80), port('dns', 53, 'UDP')] });
  await slice('web', [{ addresses: ['10.244.1.1'], hostname: 'web-0' }, { addresses: ['10.244.1.2'] }]);
  await service('db', { clusterIP: 'None', ports: [port('sql', 5432)] });
  await slice('db', [
    { addresses: ['10.244.2.1'], hostname: 'db-0' },
    { addresses: ['10.244.2.2'], conditions: { ready: true } },
    { addresses: ['10.244.2.3'], hostname: 'db-2', conditions: { ready: false } },
  ]);
  await slice('db', [{ addresses: ['fd00::2:1'], hostname: 'db-0' }, { addresses: ['fd00::2:2'] }], {
    addressType: 'IPv6',
  });
  await service('idle', { clusterIP: 'None', ports: [port('http', 80)] });
  await service('portless', { clusterIP: 'None' });
  await slice('portless', [{ addresses: ['10.244.3.1'] }], { ports: [] });
  await service('www', { type: 'ExternalName', externalName: 'www.example.com' });
  await service('alias', { type: 'ExternalName', externalName: 'web.shop.svc.cluster.local' });
  await service('round', { type: 'ExternalName', externalName: 'about.shop.svc.cluster.local' });
  await service('about', { type: 'ExternalName', externalName: 'round.shop.svc.cluster.local' });
  await service('self', { type: 'ExternalName', externalName: 'self.shop.svc.cluster.local' });
  for (let i = 0; i < 9; i++) {
    const externalName = `${i === 8 ? 'web' : `step-${i + 1}`}.shop.svc.cluster.local`;
    await service(`step-${i}`, { type: 'ExternalName', externalName });
  }
  await service('long', { type: 'ExternalName', externalName: `${'x'.repeat(70)}.example.com` });
  await service('legacy', { clusterIP: 'None', ports: [port('sql', 5432)] });
  await client.create(endpoints, {
    metadata: { name: 'legacy', namespace: 'shop' },
    subsets: [{ addresses: [{ ip: '10.9.9.9', hostname: 'old' }], ports: [port('sql', 5432)] }],
  });
}
