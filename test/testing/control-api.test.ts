import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CONTROL_ROUTES } from '../../server/control/control-routes.ts';
import { resourceTypes, startCluster, type TestCluster } from '../../server/testing/index.ts';
import { eventually } from '../support/eventually.ts';
import { answerErrors, formErrors, type OpenApiDocument } from '../support/openapi-contract.ts';

const { configMaps, nodes, pods } = resourceTypes;
const POD = {
  metadata: { namespace: 'default', name: 'web' },
  spec: { containers: [{ name: 'web', image: 'nginx' }] },
};

let cluster: TestCluster;
/** Every answer is held against it. */
let document: OpenApiDocument;
beforeAll(async () => {
  cluster = await startCluster({ nodes: 1, clock: 'manual', control: { token: 'secret' } });
  document = (await call('GET', '/openapi.json')).body;
});
afterEach(() => {
  cluster.faults.clear();
});
afterAll(() => cluster[Symbol.asyncDispose]());

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${cluster.url}/kubeling/v1${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const answer = { code: response.status, body: JSON.parse(await response.text()) };
  if (path !== '/openapi.json')
    expect(answerErrors(document, { method, path: `/kubeling/v1${path}`, ...answer })).toEqual([]);
  return answer;
}

describe('faults', () => {
  test('are added, looked at and taken back', async () => {
    const rule = { id: 'mine', verb: 'list', resource: 'pods', status: 503 };
    expect(await call('POST', '/faults', rule)).toEqual({ code: 201, body: { id: 'mine', rule, calls: 0, acted: 0 } });
    expect((await fetch(`${cluster.url}/api/v1/pods`)).status).toBe(503);
    expect((await call('GET', '/faults')).body).toEqual({ items: [{ id: 'mine', rule, calls: 1, acted: 1 }] });
    expect((await call('DELETE', '/faults/mine')).code).toBe(200);
    expect((await fetch(`${cluster.url}/api/v1/pods`)).status).toBe(200);
    expect(await call('GET', '/faults/mine')).toMatchObject({
      code: 404,
      body: { kind: 'Status', reason: 'NotFound' },
    });
  });

  test.each([
    [{ status: 500, verbs: 'get' }, 422, 'FaultRule is invalid: verbs: unknown field'],
    [{ status: 'x' }, 422, 'FaultRule is invalid: status: must be integer'],
    [
      { watch: 'bite' },
      422,
      'FaultRule is invalid: watch: must be equal to one of the allowed values: cut, expire, silence, no-bookmarks, lag',
    ],
    [{ verb: 'get' }, 400, 'a fault needs one of status, connection, staleBy, watch, dns, delay'],
  ])('are refused when they make no sense: %j', async (rule, code, message) => {
    expect(await call('POST', '/faults', rule)).toMatchObject({ code, body: { kind: 'Status', message } });
  });
});

describe('the journal', () => {
  test('is read as a list and as lines', async () => {
    await call('DELETE', '/journal');
    await fetch(`${cluster.url}/api/v1/nodes`, { headers: { 'user-agent': 'reader' } });
    const { body } = await call('GET', '/journal?resource=nodes&userAgent=reader');
    expect(body.items).toMatchObject([{ verb: 'list', code: 200 }]);
    const lines = await (await fetch(`${cluster.url}/kubeling/v1/journal?lines&userAgent=reader`)).text();
    expect(
      lines
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    ).toEqual(body.items);
  });

  test('is followed', async () => {
    const abort = new AbortController();
    const response = await fetch(`${cluster.url}/kubeling/v1/journal?follow&verb=list`, { signal: abort.signal });
    await fetch(`${cluster.url}/api/v1/secrets`);
    const { value } = await (response.body as ReadableStream<Uint8Array>).getReader().read();
    expect(JSON.parse(new TextDecoder().decode(value))).toMatchObject({ verb: 'list', resource: 'secrets' });
    abort.abort();
  });

  test('says what was expected and did not come', async () => {
    await call('DELETE', '/journal');
    await fetch(`${cluster.url}/version`);
    const failed = await call('POST', '/journal/expectations', { filter: { verb: 'patch' } });
    expect(failed).toMatchObject({ code: 422, body: { reason: 'Invalid' } });
    expect(failed.body.message).toMatch(
      /^expected at least 1 request with verb=patch, but there was none\nwhat was asked:\n/,
    );
    expect((await call('POST', '/journal/expectations', { filter: { uri: '/version' }, times: 1 })).code).toBe(200);
  });
});

describe('state and time', () => {
  test('a snapshot is taken and gone back to', async () => {
    const { body: snapshot } = await call('GET', '/state');
    await cluster.client.create(configMaps, { metadata: { namespace: 'default', name: 'later' } });
    expect((await call('PUT', '/state', snapshot)).code).toBe(200);
    await expect(cluster.client.get(configMaps, { namespace: 'default', name: 'later' })).rejects.toThrow('not found');
    expect((await call('PUT', '/state', { kind: 'Nothing', metadata: {}, items: [] })).code).toBe(422);
    expect((await call('PUT', '/state', { kind: 'Snapshot', metadata: {}, items: [{}] })).code).toBe(422);
  });

  test('a reset takes faults back too', async () => {
    cluster.faults.add({ verb: 'get', status: 500 });
    await cluster.client.create(configMaps, { metadata: { namespace: 'default', name: 'later' } });
    expect((await call('POST', '/reset')).code).toBe(200);
    expect(cluster.faults.list()).toEqual([]);
    await expect(cluster.client.get(configMaps, { namespace: 'default', name: 'later' })).rejects.toThrow('not found');
  });

  test('time is moved', async () => {
    const { body: before } = await call('GET', '/time');
    expect(before.running).toBe(false);
    const { body: after } = await call('POST', '/time', { advance: '1h' });
    expect(Date.parse(after.time) - Date.parse(before.time)).toBe(3_600_000);
    expect((await call('POST', '/time', { advance: 'soon' })).code).toBe(422);
  });

  test('history is compacted', async () => {
    const { metadata } = await cluster.client.list(configMaps);
    await cluster.client.create(configMaps, { metadata: { namespace: 'default', name: 'compacted' } });
    expect((await call('POST', '/compaction', {})).code).toBe(200);
    const watch = await fetch(`${cluster.url}/api/v1/configmaps?watch=1&resourceVersion=${metadata.resourceVersion}`);
    expect(await watch.text()).toContain('"code":410');
    expect((await call('POST', '/compaction', { revision: 10 ** 9 })).code).toBe(400);
  });

  test('a fork has what is said otherwise', async () => {
    const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'default', name: 'extra' } };
    const wish = { running: true, pace: 'natural', dns: false, manifests: [manifest] };
    const { code, body: fork } = await call('POST', '/forks', wish);
    expect([code, fork.dns]).toEqual([201, undefined]);
    expect(await (await fetch(`${fork.url}/kubeling/v1/time`)).json()).toMatchObject({ running: true });
    expect((await fetch(`${fork.url}/api/v1/namespaces/default/configmaps/extra`)).status).toBe(200);
    await expect(cluster.client.get(configMaps, manifest.metadata)).rejects.toThrow('not found');
    await call('DELETE', `/forks/${fork.id}`);
    const refused = await call('POST', '/forks', { manifests: [{ ...manifest, data: { a: 1 } }] });
    expect(refused).toMatchObject({ code: 400, body: { reason: 'BadRequest' } });
    expect(refused.body.message).toContain('data.a');
    expect((await call('POST', '/forks', { colour: 'red' })).code).toBe(422);
    expect((await call('GET', '/forks')).body.items).toEqual([]);
  });

  test('a fork goes its own way', async () => {
    const { code, body: fork } = await call('POST', '/forks');
    expect(code).toBe(201);
    expect((await fetch(`${fork.url}/api/v1/nodes/node-1`)).status).toBe(200);
    expect((await call('GET', '/forks')).body.items).toEqual([fork]);
    expect((await call('DELETE', `/forks/${fork.id}`)).code).toBe(200);
    await expect(fetch(fork.url)).rejects.toThrow();
  });
});

describe('simulated pods and nodes', () => {
  const ready = async () => {
    const { status } = await cluster.client.get(pods, POD.metadata);
    return status.conditions?.find(({ type }) => type === 'Ready')?.status;
  };

  beforeAll(async () => {
    await cluster.client.create(pods, POD);
    await cluster.settled();
  });

  test('a pod is made unready, and ready again', async () => {
    expect((await call('POST', '/pods/default/web', { ready: false })).code).toBe(200);
    await cluster.clock.advance('1m');
    expect(await ready()).toBe('False');
    await call('POST', '/pods/default/web', { ready: true });
    await cluster.clock.advance('1m');
    expect(await ready()).toBe('True');
  });

  test('a pod is killed once', async () => {
    await call('POST', '/pods/default/web', { kill: true });
    await cluster.clock.advance('5m');
    const { status } = await cluster.client.get(pods, POD.metadata);
    expect(status.containerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      ready: true,
      lastState: { terminated: { exitCode: 137 } },
    });
  });

  test('a node is not ready', async () => {
    await call('POST', '/nodes/node-1', { ready: false });
    await cluster.clock.advance('1m');
    const { status } = await cluster.client.get(nodes, { name: 'node-1' });
    expect(status.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('False');
    await call('POST', '/nodes/node-1', { ready: true });
  });

  test('what is not there cannot be changed', async () => {
    expect(await call('POST', '/pods/default/none', { ready: false })).toMatchObject({
      code: 404,
      body: { message: 'pods "none" not found' },
    });
  });
});

describe('the API itself', () => {
  test('describes every route in OpenAPI', async () => {
    expect(formErrors(document)).toEqual([]);
    const told = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace('/kubeling/v1', '')}`),
    );
    expect(told.sort()).toEqual(CONTROL_ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
  });

  test.each([
    ['GET', '/nothing', undefined, 404],
    ['PUT', '/faults', {}, 405],
    ['GET', '/journal?color=red', undefined, 400],
    ['GET', '/journal?code=9', undefined, 400],
    ['POST', '/faults', 'text', 422],
  ])('%s %s %j is %i', async (method, path, body, code) => {
    expect(await call(method, path, body)).toMatchObject({ code, body: { kind: 'Status', status: 'Failure', code } });
  });

  test('takes only JSON', async () => {
    const response = await fetch(`${cluster.url}/kubeling/v1/faults`, { method: 'POST', body: 'status=500' });
    expect(response.status).toBe(415);
    const broken = await fetch(`${cluster.url}/kubeling/v1/faults`, {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(broken.status).toBe(400);
  });

  /** As a browser would, whose user looks at another site. */
  function rawGet(headers: string): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(Number(new URL(cluster.url).port), '127.0.0.1', () => {
        socket.write(`GET /kubeling/v1/state HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`);
      });
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('close', () => resolve(text.split('\r\n')[0] as string));
    });
  }

  test.each([
    ['Host: evil.example', '403'],
    ['Host: localhost\r\nOrigin: https://evil.example', '403'],
    ['Host: evil.example\r\nAuthorization: Bearer wrong', '403'],
    ['Host: evil.example\r\nAuthorization: Bearer secret', '200'],
    ['Host: localhost:8080', '200'],
    ['Host: [::1]:8080', '200'],
  ])('%j: %s', async (headers, code) => {
    expect(await rawGet(headers)).toContain(` ${code} `);
  });

  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

  test.runIf(outside !== undefined)('is closed to other addresses without the token', async () => {
    await using open = await startCluster({ host: '0.0.0.0', nodes: 0, dns: false, control: { token: 'secret' } });
    const url = `http://${outside}:${new URL(open.url).port}/kubeling/v1/faults`;
    expect((await fetch(url)).status).toBe(403);
    expect((await fetch(url, { headers: { authorization: 'Bearer secret' } })).status).toBe(200);
  });

  test('is in the index of paths, as metrics are', async () => {
    const { paths } = (await (await fetch(`${cluster.url}/`)).json()) as { paths: string[] };
    expect(paths).toEqual(expect.arrayContaining(['/kubeling/v1', '/metrics', '/readyz', '/readyz/ping']));
    expect(paths).toEqual([...paths].sort());
  });

  test('can be turned off', async () => {
    await using closed = await startCluster({ nodes: 0, dns: false, control: false });
    expect(await (await fetch(closed.url)).text()).not.toContain('kubeling');
    expect((await fetch(`${closed.url}/kubeling/v1/faults`)).status).toBe(404);
  });
});

describe('a server that counts requests only when asked', () => {
  const MAPS = '/api/v1/namespaces/default/configmaps';
  const ask = async ({ url }: TestCluster, path: string, init: RequestInit = {}) =>
    (await fetch(url + path, init)).text();
  const json = (body: object) => ({ body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

  test('knows all the same what was asked before anybody looked', async () => {
    await using quiet = await startCluster({ nodes: 0, dns: false, observe: 'when asked' });
    await ask(quiet, '/version');
    await ask(quiet, MAPS, { method: 'POST', ...json({ metadata: { name: 'a' }, data: { k: 'v' } }) });
    await ask(quiet, `${MAPS}/a`, { headers: { 'user-agent': 'reader/1' } });
    await ask(quiet, `${MAPS}/a?pretty=1`);
    await ask(quiet, `${MAPS}/none`);
    const { items } = JSON.parse(await ask(quiet, '/kubeling/v1/journal'));
    expect(items).toMatchObject([
      { sequence: 1, verb: 'get', uri: '/version', code: 200 },
      { sequence: 2, verb: 'create', resource: 'configmaps', name: 'a', requestObject: { data: { k: 'v' } } },
      { sequence: 3, verb: 'get', uri: `${MAPS}/a`, name: 'a', namespace: 'default', userAgent: 'reader/1', code: 200 },
      { sequence: 4, verb: 'get', uri: `${MAPS}/a?pretty=1`, code: 200 },
      { sequence: 5, verb: 'get', code: 404, reason: 'NotFound', message: 'configmaps "none" not found' },
    ]);
  });

  test('begins to count with the first look at /metrics', async () => {
    await using quiet = await startCluster({ nodes: 0, dns: false, observe: 'when asked' });
    const counted = async () =>
      (await ask(quiet, '/metrics')).split('\n').filter((line) => /^apiserver_request_total.*"configmaps"/.test(line));
    await ask(quiet, MAPS);
    expect(await counted()).toEqual([]);
    await ask(quiet, MAPS);
    await eventually(async () => expect(await counted()).toEqual([expect.stringMatching(/ 1$/)]));
  });
});

describe('/metrics', () => {
  const metrics = async () => (await fetch(`${cluster.url}/metrics`)).text();
  const sample = async (start: string) => {
    const line = (await metrics()).split('\n').find((text) => text.startsWith(start));
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  };

  test.each([
    [
      'GET',
      '/api/v1/namespaces/default/configmaps/none',
      404,
      'group="",resource="configmaps",scope="resource",subresource="",verb="GET",version="v1"',
    ],
    [
      'GET',
      '/apis/apps/v1/deployments',
      200,
      'group="apps",resource="deployments",scope="cluster",subresource="",verb="LIST",version="v1"',
    ],
    [
      'GET',
      '/api/v1/namespaces/default/secrets',
      200,
      'group="",resource="secrets",scope="namespace",subresource="",verb="LIST",version="v1"',
    ],
    [
      'DELETE',
      '/api/v1/namespaces/default/endpoints',
      200,
      'group="",resource="endpoints",scope="namespace",subresource="",verb="DELETECOLLECTION",version="v1"',
    ],
    ['GET', '/readyz', 200, 'group="",resource="",scope="",subresource="/readyz",verb="GET",version=""'],
  ])('%s %s counts as kube-apiserver counts it', async (method, path, code, labels) => {
    await (await fetch(cluster.url + path, { method })).text();
    const all = `component="apiserver",dry_run="",${labels}`;
    expect(await sample(`apiserver_request_total{code="${code}",${all}}`)).toBeGreaterThan(0);
    expect(await sample(`apiserver_request_duration_seconds_count{${all}}`)).toBeGreaterThan(0);
    expect(await sample(`apiserver_request_duration_seconds_bucket{${all},le="+Inf"}`)).toBeGreaterThan(0);
  });

  test('counts watches while they are open', async () => {
    const abort = new AbortController();
    await fetch(`${cluster.url}/api/v1/services?watch=1`, { signal: abort.signal });
    const open =
      'apiserver_longrunning_requests{component="apiserver",group="",resource="services",scope="cluster",subresource="",verb="WATCH",version="v1"}';
    expect(await sample(open)).toBe(1);
    abort.abort();
    await eventually(async () => expect(await sample(open)).toBe(0));
  });

  test('counts the work of controllers', async () => {
    expect(await sample('workqueue_adds_total{name="endpoint_slice"}')).toBeGreaterThan(0);
    expect(await sample('workqueue_depth{name="deployment"}')).toBe(0);
    expect(await sample('process_start_time_seconds')).toBeGreaterThan(1e9);
  });

  test('is in the form that Prometheus reads', async () => {
    const name = '[a-z_:][a-z0-9_:]*';
    const label = `${name}="(?:[^"\\\\\\n]|\\\\.)*"`;
    const line = new RegExp(
      `^(?:# HELP ${name} .*|# TYPE ${name} (?:counter|gauge|histogram)|${name}(?:\\{${label}(?:,${label})*\\})? (?:[0-9.e+-]+|\\+Inf|NaN))$`,
    );
    const lines = (await metrics()).trimEnd().split('\n');
    expect(lines.filter((text) => !line.test(text))).toEqual([]);
    const types = lines.filter((text) => text.startsWith('# TYPE'));
    expect(new Set(types).size).toBe(types.length);
  });
});
