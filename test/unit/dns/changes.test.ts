import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDisposables } from '../../support/disposables.ts';
import { ask } from '../../support/dns-query.ts';
import { makeService, makeSlice, startTestDns, type TestDns } from '../../support/dns-server.ts';
import { eventually } from '../../support/eventually.ts';

let stack: ReturnType<typeof createDisposables>;
let api: TestDns['api'];

/** What is said to a question: data of the records, or why there are none. */
let says: (question: string) => Promise<string[]>;

beforeEach(async () => {
  stack = createDisposables();
  const started = stack.use(await startTestDns());
  api = started.api;
  says = async (question) => {
    const { rcode, answer } = await ask(started.dns, question);
    return answer.length > 0 ? answer.map((line) => line.split(' ').slice(4).join(' ')).toSorted() : [rcode];
  };
});
afterEach(() => stack.disposeAsync());

const web = 'web.shop.svc.cluster.local.';
const db = 'db.shop.svc.cluster.local.';
const becomes = (question: string, ...data: string[]) =>
  eventually(async () => expect(await says(question)).toEqual(data));

test('Services come, change and go', async () => {
  await becomes(web, 'NXDOMAIN');
  api.put('services', makeService('web', { clusterIP: '10.96.1.1' }));
  await becomes(web, '10.96.1.1');
  await becomes('1.1.96.10.in-addr.arpa. PTR', web);
  api.put('services', makeService('web', { clusterIP: '10.96.1.2', clusterIPs: ['10.96.1.2', 'fd00::2'] }));
  await becomes(web, '10.96.1.2');
  await becomes(`${web} AAAA`, 'fd00::2');
  await becomes('1.1.96.10.in-addr.arpa. PTR', 'NXDOMAIN');
  api.put('services', makeService('web', { type: 'ExternalName', externalName: 'example.com' }));
  await becomes(`${web} CNAME`, 'example.com.');
  await becomes('2.1.96.10.in-addr.arpa. PTR', 'NXDOMAIN');
  api.remove('services', 'shop/web');
  await becomes(web, 'NXDOMAIN');
});

test('a cluster IP that goes to another Service has the name of that one', async () => {
  api.put('services', makeService('web', { clusterIP: '10.96.1.1' }));
  api.put('services', makeService('db', { clusterIP: '10.96.1.1' }));
  api.remove('services', 'shop/web');
  await becomes(web, 'NXDOMAIN');
  await becomes('1.1.96.10.in-addr.arpa. PTR', db);
});

describe('endpoints', () => {
  beforeEach(async () => {
    api.put('services', makeService('db', { clusterIP: 'None' }));
    api.put('endpointslices', makeSlice('db', ['10.0.0.1', '10.0.0.2']));
    await becomes(db, '10.0.0.1', '10.0.0.2');
  });

  test('leave when they are not ready, and come back', async () => {
    const endpoints = [{ addresses: ['10.0.0.1'], conditions: { ready: false } }, { addresses: ['10.0.0.2'] }];
    api.put('endpointslices', makeSlice('db', [], { endpoints }));
    await becomes(db, '10.0.0.2');
    await becomes(`10-0-0-1.${db}`, 'NXDOMAIN');
    await becomes('1.0.0.10.in-addr.arpa. PTR', 'NXDOMAIN');
    api.put('endpointslices', makeSlice('db', ['10.0.0.1', '10.0.0.2']));
    await becomes('1.0.0.10.in-addr.arpa. PTR', `10-0-0-1.${db}`);
  });

  test('take the Service with them when the last one leaves', async () => {
    api.put('endpointslices', makeSlice('db', []));
    await becomes(db, 'NXDOMAIN');
    api.put('endpointslices', makeSlice('db', ['10.0.0.3']));
    await becomes(db, '10.0.0.3');
    api.remove('endpointslices', 'shop/db');
    await becomes(db, 'NXDOMAIN');
  });

  test('go over to the Service that the label of their slice names', async () => {
    api.put('services', makeService('web', { clusterIP: 'None' }));
    const slice = makeSlice('db', ['10.0.0.1']);
    const labels = { 'kubernetes.io/service-name': 'web' };
    api.put('endpointslices', { ...slice, metadata: { ...slice.metadata, labels } as never });
    await becomes(web, '10.0.0.1');
    await becomes(db, 'NXDOMAIN');
    api.put('endpointslices', { ...slice, metadata: { ...slice.metadata, labels: {} } as never });
    await becomes(web, 'NXDOMAIN');
  });

  test('of several slices are merged, and an address that is in two of them is there once', async () => {
    const other = makeSlice('db', ['10.0.0.2', '10.0.0.3']);
    api.put('endpointslices', { ...other, metadata: { ...other.metadata, name: 'db-2' } as never });
    await becomes(db, '10.0.0.1', '10.0.0.2', '10.0.0.3');
    api.remove('endpointslices', 'shop/db');
    await becomes(db, '10.0.0.2', '10.0.0.3');
    await becomes('2.0.0.10.in-addr.arpa. PTR', `10-0-0-2.${db}`);
  });

  test('without addresses that DNS knows are names: CNAME', async () => {
    api.put('endpointslices', makeSlice('db', ['db.example.com'], { addressType: 'FQDN' }));
    await becomes(db, 'db.example.com.');
  });
});

test('names of a namespace go with it', async () => {
  api.put('services', makeService('web', { clusterIP: '10.96.1.1' }));
  await becomes(web, '10.96.1.1');
  api.remove('namespaces', 'shop');
  await becomes(web, 'NXDOMAIN');
  await becomes('shop.svc.cluster.local.', 'NXDOMAIN');
});

test('the serial of the zone says when something last changed', async () => {
  const serial = async () => Number((await says('cluster.local. SOA'))[0]?.split(' ')[2]);
  const before = Math.floor(Date.now() / 1000);
  api.put('services', makeService('web', { clusterIP: '10.96.1.1' }));
  await becomes(web, '10.96.1.1');
  expect(await serial()).toBeGreaterThanOrEqual(before);
});

test('while the API is away, DNS says what it knows, and catches up when the API is back', async () => {
  api.put('services', makeService('web', { clusterIP: '10.96.1.1' }));
  await becomes(web, '10.96.1.1');
  api.setDown(true);
  api.dropConnections({ forget: true });
  api.remove('services', 'shop/web');
  api.put('services', makeService('db', { clusterIP: '10.96.1.2' }));
  expect(await says(web)).toEqual(['10.96.1.1']);
  api.setDown(false);
  await becomes(web, 'NXDOMAIN');
  await becomes(db, '10.96.1.2');
});
