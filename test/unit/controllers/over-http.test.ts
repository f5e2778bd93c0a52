import { afterEach, beforeEach, expect, test } from 'vitest';
import { endpointSlices, endpoints } from '../../../server/api/resource-types.gen.ts';
import type { EndpointSlice, Endpoints } from '../../../server/api/types.gen.ts';
import { createInformers } from '../../../server/client/create-informers.ts';
import { createHttpClient } from '../../../server/client/http-client.ts';
import type { Informer, Informers } from '../../../server/client/informer.ts';
import { runController } from '../../../server/client/run-controller.ts';
import { endpointSliceController } from '../../../server/controllers/endpoint-slice/controller.ts';
import { endpointsController } from '../../../server/controllers/endpoints/controller.ts';
import { systemClock } from '../../../server/lib/clock.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { createDisposables } from '../../support/disposables.ts';
import { eventually } from '../../support/eventually.ts';
import { startTinyApiServer, type TinyApiServer } from '../../support/tiny-api-server.ts';
import { makeNode, makePod, makeService } from './make.ts';

// The controllers know nothing but a client: here it is one over the network, to a server that is not ours.
let server: TinyApiServer;
let informers: Informers;
let slices: Informer<EndpointSlice>;
let stack: ReturnType<typeof createDisposables>;

beforeEach(async () => {
  stack = createDisposables();
  server = stack.use(await startTinyApiServer());
  const client = stack.use(createHttpClient({ server: server.url }));
  informers = stack.use(createInformers(client, { clock: systemClock }));
  slices = informers.for(endpointSlices);
  server.put('nodes', makeNode('n1'));
  const host = { client, informers, clock: systemClock, log: silentLogger };
  for (const controller of [endpointSliceController(), endpointsController()])
    stack.use(runController(controller, host));
});
afterEach(() => stack.disposeAsync());

const ready = (list: Iterable<EndpointSlice>) =>
  [...list]
    .flatMap((s) => s.endpoints ?? [])
    .flatMap((e) => (e.conditions?.ready ? e.addresses : []))
    .sort();
const current = () => informers.for(endpoints).get('default/web') as Endpoints;
const writes = () => server.requests.filter((request) => !request.startsWith('GET')).length;

test('slices and endpoints follow the pods of a Service, and nothing more is written', async () => {
  server.put('services', makeService('web'));
  server.put('pods', makePod('a', { ip: '10.1.0.1' }));
  server.put('pods', makePod('b', { ip: '10.1.0.2', ready: false }));
  await eventually(() => expect(ready(slices.list())).toEqual(['10.1.0.1']));
  await eventually(() => expect(current().subsets?.[0]?.notReadyAddresses).toHaveLength(1));

  const before = writes();
  server.put('pods', makePod('b', { ip: '10.1.0.2' }));
  await eventually(() => expect(ready(slices.list())).toEqual(['10.1.0.1', '10.1.0.2']));
  await eventually(() => expect(current().subsets?.[0]?.addresses).toHaveLength(2));
  expect(writes()).toBe(before + 2);
});

test('a slice that someone changes or deletes is put right', async () => {
  server.put('services', makeService('web'));
  server.put('pods', makePod('a', { ip: '10.1.0.1' }));
  await eventually(() => expect(ready(slices.list())).toEqual(['10.1.0.1']));
  const [slice] = slices.list();
  const edited = server.put('endpointslices', { ...slice, endpoints: [] } as EndpointSlice);
  const version = () => Number(slices.get(`default/${slice?.metadata.name}`)?.metadata.resourceVersion);
  await eventually(() => expect(version()).toBeGreaterThan(Number(edited.metadata?.resourceVersion)));
  await eventually(() => expect(ready(slices.list())).toEqual(['10.1.0.1']));
  server.remove('endpointslices', `default/${slice?.metadata.name}`);
  await eventually(() => expect(ready(slices.list())).toEqual(['10.1.0.1']));
  expect([...slices.list()]).toHaveLength(1);
});

test('what changed while the connection was down is made up for', async () => {
  server.put('services', makeService('web'));
  server.put('pods', makePod('a', { ip: '10.1.0.1' }));
  await eventually(() => expect(ready(slices.list())).toEqual(['10.1.0.1']));
  server.setDown(true);
  server.dropConnections({ forget: true });
  server.remove('pods', 'default/a');
  server.put('pods', makePod('c', { ip: '10.1.0.3' }));
  server.setDown(false);
  await eventually(() => expect(ready(slices.list())).toEqual(['10.1.0.3']));
});
