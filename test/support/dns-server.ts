import type { ApiObject } from '../../server/api/object.ts';
import { createInformers } from '../../server/client/create-informers.ts';
import { createHttpClient } from '../../server/client/http-client.ts';
import { type DnsOptions, type DnsServer, startDns } from '../../server/dns/start-dns.ts';
import { systemClock } from '../../server/lib/clock.ts';
import { createLifetime } from '../../server/lib/lifetime.ts';
import { silentLogger } from '../../server/lib/logger.ts';
import { startTinyApiServer, type TinyApiServer } from './tiny-api-server.ts';

export interface TestDns extends AsyncDisposable {
  dns: DnsServer;
  api: TinyApiServer;
}

/** DNS for a cluster that is reached over the network, with a namespace `shop`. */
export async function startTestDns(options: Partial<DnsOptions> = {}): Promise<TestDns> {
  const lifetime = createLifetime();
  const api = lifetime.add(await startTinyApiServer());
  api.put('namespaces', { metadata: { name: 'shop', uid: '' } });
  const client = createHttpClient({ server: api.url });
  lifetime.onEnd(() => client[Symbol.dispose]());
  const informers = lifetime.add(createInformers(client, { clock: systemClock }));
  const defaults = { host: '127.0.0.1', port: 0, clusterDomain: 'cluster.local' };
  try {
    const dns = await startDns({ informers, clock: systemClock, log: silentLogger, ...defaults, ...options });
    return { dns: lifetime.add(dns), api, [Symbol.asyncDispose]: () => lifetime[Symbol.asyncDispose]() };
  } catch (error) {
    await lifetime[Symbol.asyncDispose]();
    throw error;
  }
}

export function makeService(name: string, spec: object): ApiObject {
  return { metadata: { name, namespace: 'shop', uid: '' }, spec } as ApiObject;
}

/** A slice of the Service of the same name. */
export function makeSlice(name: string, addresses: readonly string[], more: object = {}): ApiObject {
  return {
    metadata: { name, namespace: 'shop', uid: '', labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    endpoints: addresses.map((address) => ({ addresses: [address] })),
    ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
    ...more,
  } as ApiObject;
}
