import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createHttpClient } from '../../server/client/http-client.ts';
import type { FaultRule } from '../../server/index.ts';
import { resourceTypes, startCluster, type TestCluster } from '../../server/testing/index.ts';
import { eventually } from '../support/eventually.ts';

const { configMaps, pods, services } = resourceTypes;
const MAPS = '/api/v1/namespaces/default/configmaps';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({ nodes: 0, clock: 'manual' });
});
afterEach(() => {
  cluster.faults.clear();
});
afterAll(() => cluster[Symbol.asyncDispose]());

const get = (path: string, headers: Record<string, string> = {}) => fetch(cluster.url + path, { headers });
const create = (name: string) => cluster.client.create(configMaps, { metadata: { namespace: 'default', name } });
const names = async (path: string) => {
  const { items } = (await (await get(path)).json()) as { items: { metadata: { name: string } }[] };
  return items.map(({ metadata }) => metadata.name);
};

describe('a fault that answers', () => {
  test.each([
    [{ status: 429 }, 429, 'TooManyRequests', '1'],
    [{ status: 429, retryAfter: 7 }, 429, 'TooManyRequests', '7'],
    [{ status: 410 }, 410, 'Expired', null],
    [{ status: 500 }, 500, 'InternalError', null],
    [{ status: 503 }, 503, 'ServiceUnavailable', null],
    [{ status: 403, reason: 'Forbidden', message: 'no' }, 403, 'Forbidden', null],
  ])('%j', async (effect, code, reason, retryAfter) => {
    cluster.faults.add({ verb: 'list', resource: 'configmaps', ...effect });
    const response = await get(MAPS);
    expect(response.status).toBe(code);
    expect(response.headers.get('retry-after')).toBe(retryAfter);
    expect(await response.json()).toMatchObject({ kind: 'Status', status: 'Failure', reason, code });
  });

  test('speaks of the object of a refused update as Kubernetes does', async () => {
    cluster.faults.add({ verb: 'update', status: 409 });
    const response = await fetch(`${cluster.url}/apis/apps/v1/namespaces/default/deployments/web`, { method: 'PUT' });
    expect(await response.json()).toMatchObject({
      message:
        'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
      details: { name: 'web', group: 'apps', kind: 'deployments' },
    });
  });

  test('does nothing else', async () => {
    cluster.faults.add({ verb: 'create', status: 500, times: 1 });
    const body = JSON.stringify({ metadata: { name: 'never' } });
    await fetch(cluster.url + MAPS, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect(await names(MAPS)).not.toContain('never');
  });

  test('never hurts the way to take it back, nor what is done in process', async () => {
    cluster.faults.add({ status: 500 });
    await create('in-process');
    expect((await get('/kubeling/v1/faults')).status).toBe(200);
    expect((await get('/api')).status).toBe(500);
  });
});

describe('a rule is for', () => {
  const meant: [Partial<FaultRule>, string, boolean][] = [
    [{ verb: 'get' }, `${MAPS}/a`, true],
    [{ verb: 'get' }, MAPS, false],
    [{ verb: ['get', 'list'] }, MAPS, true],
    [{ kind: 'ConfigMap' }, MAPS, true],
    [{ group: '' }, MAPS, true],
    [{ group: 'apps' }, MAPS, false],
    [{ namespace: 'kube-*' }, '/api/v1/namespaces/kube-system/configmaps', true],
    [{ namespace: 'kube-*' }, MAPS, false],
    [{ name: 'a*' }, `${MAPS}/abc`, true],
    [{ resource: 'pods' }, '/api/v1/namespaces/default/pods/x/status', false],
    [{ resource: 'pods/*' }, '/api/v1/namespaces/default/pods/x/status', true],
    [{ userAgent: 'test/*' }, MAPS, true],
    [{ userAgent: 'kubectl/*' }, MAPS, false],
    [{ path: '/version' }, '/version', true],
  ];
  test.each(meant)('%j: %s %s', async (match, path, isHurt) => {
    cluster.faults.add({ ...match, status: 503 } as FaultRule);
    expect((await get(path, { 'user-agent': 'test/1' })).status === 503).toBe(isHurt);
  });

  test.each([
    [{ nth: 2 }, [0, 1, 0, 0]],
    [{ nth: [1, 4] }, [1, 0, 0, 1]],
    [{ every: 2 }, [0, 1, 0, 1]],
    [{ skip: 1, times: 2 }, [0, 1, 1, 0]],
    [{ times: 1 }, [1, 0, 0, 0]],
    [{ probability: 0 }, [0, 0, 0, 0]],
  ])('calls: %j', async (timing, hurt) => {
    const fault = cluster.faults.add({ resource: 'configmaps', status: 503, ...timing });
    const codes: number[] = [];
    for (const _ of hurt) codes.push((await get(MAPS)).status);
    expect(codes.map((code) => Number(code === 503))).toEqual(hurt);
    expect([fault.calls, fault.acted]).toEqual([4, hurt.filter(Boolean).length]);
  });

  test('the same calls for the same seed', async () => {
    const drawn = async () => {
      using _fault = cluster.faults.add({ path: '/version', status: 503, probability: 0.5, seed: 42 });
      const codes: number[] = [];
      for (let i = 0; i < 20; i++) codes.push((await get('/version')).status);
      return codes;
    };
    const first = await drawn();
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await drawn()).toEqual(first);
  });

  test.each([
    [{ status: 200 }, 'status must be from 400 to 599, not 200'],
    [{ status: 500, dns: 'drop' }, 'a fault has one effect, not status and dns'],
    [{ verb: 'get' }, 'a fault needs one of status, connection, staleBy, watch, dns, delay'],
    [{ delay: 'soon' }, 'not a duration: soon'],
    [{ status: 500, probability: 2 }, 'probability must be from 0 to 1, not 2'],
    [{ watch: 'lag' }, "'lag' needs a delay"],
    [{ watch: 'cut', delay: '1s' }, "delay goes with 'lag'"],
    [{ connection: 'drop', retryAfter: 3 }, 'retryAfter goes with status'],
    [{ status: 500, afterEvents: 1 }, 'afterEvents goes with watch'],
    [{ status: 500, type: 'A' }, 'type goes with dns'],
    [{ dns: 'drop', verb: 'get' }, 'verb is not for faults of DNS'],
    [{ dns: 'stale', name: 'web' }, "name is not for 'stale', which is about everything"],
  ])('nothing when it cannot be meant: %j', (rule, message) => {
    expect(() => cluster.faults.add(rule as FaultRule)).toThrow(new RangeError(message));
  });
});

describe('connections', () => {
  test('are dropped before anything is done', async () => {
    cluster.faults.add({ verb: 'create', connection: 'drop', times: 1 });
    await expect(post('dropped')).rejects.toThrow();
    expect(await names(MAPS)).not.toContain('dropped');
  });

  test('are dropped when it was done', async () => {
    cluster.faults.add({ verb: 'create', connection: 'drop-answer', times: 1 });
    await expect(post('done')).rejects.toThrow();
    expect(await names(MAPS)).toContain('done');
  });

  test('stay open without an answer', async () => {
    cluster.faults.add({ path: '/version', connection: 'stall' });
    await expect(fetch(`${cluster.url}/version`, { signal: AbortSignal.timeout(100) })).rejects.toThrow(
      /timeout|aborted/,
    );
  });

  test('answer late, by the time of the cluster', async () => {
    cluster.faults.add({ path: '/version', delay: '1h' });
    const answer = get('/version');
    await eventually(() => cluster.faults.list()[0]?.acted === 1);
    await cluster.clock.advance('1h');
    expect((await answer).status).toBe(200);
  });

  function post(name: string) {
    const body = JSON.stringify({ metadata: { name } });
    return fetch(cluster.url + MAPS, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  }
});

test('a stale list shows what was', async () => {
  await create('old');
  await create('new');
  cluster.faults.add({ verb: 'list', resource: 'configmaps', staleBy: 1, times: 1 });
  const stale = await names(MAPS);
  expect([stale.includes('old'), stale.includes('new')]).toEqual([true, false]);
  expect(await names(MAPS)).toContain('new');
});

describe('an open watch', () => {
  async function watch(query = '') {
    const abort = new AbortController();
    const { metadata } = await cluster.client.list(configMaps);
    const response = await fetch(`${cluster.url}${MAPS}?watch=1&resourceVersion=${metadata.resourceVersion}${query}`, {
      signal: abort.signal,
    });
    const seen: string[] = [];
    const ended = (async () => {
      let rest = '';
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        const lines = (rest + new TextDecoder().decode(chunk)).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const { type, object } = JSON.parse(line);
          seen.push(type === 'ERROR' ? `ERROR ${object.code}` : `${type} ${object.metadata.name ?? ''}`.trim());
        }
      }
    })().catch(() => seen.push('cut'));
    return { seen, ended, stop: () => abort.abort() };
  }

  test('is cut after some events', async () => {
    const { seen, ended } = await watch();
    cluster.faults.add({ resource: 'configmaps', watch: 'cut', afterEvents: 2 });
    for (const name of ['cut-1', 'cut-2', 'cut-3']) await create(name);
    await ended;
    expect(seen).not.toContain('ADDED cut-3');
    expect(seen.at(-1)).toBe('cut');
  });

  test('is told that its history is gone', async () => {
    const { seen, ended } = await watch();
    cluster.faults.add({ watch: 'expire' });
    await ended;
    expect(seen).toEqual(['ERROR 410']);
  });

  test('falls silent, and hears everything when the fault is taken back', async () => {
    const { seen, stop } = await watch();
    const fault = cluster.faults.add({ watch: 'silence' });
    await create('silent');
    await get(MAPS);
    expect(seen).toEqual([]);
    fault.remove();
    await eventually(() => expect(seen).toEqual(['ADDED silent']));
    stop();
  });

  test('lags behind', async () => {
    const { seen, stop } = await watch();
    cluster.faults.add({ watch: 'lag', delay: '5s' });
    await create('late');
    await get(MAPS);
    expect(seen).toEqual([]);
    await cluster.clock.advance('5s');
    await eventually(() => expect(seen).toEqual(['ADDED late']));
    stop();
  });

  test('gets no bookmarks', async () => {
    const { seen, stop } = await watch('&allowWatchBookmarks=true');
    const fault = cluster.faults.add({ watch: 'no-bookmarks' });
    await cluster.clock.advance('3m');
    await create('after-bookmarks');
    await eventually(() => expect(seen).toEqual(['ADDED after-bookmarks']));
    fault.remove();
    await cluster.clock.advance('2m');
    await eventually(() => expect(seen).toContain('BOOKMARK'));
    stop();
  });
});

test('after a compaction what was before is gone', async () => {
  const { metadata } = await cluster.client.list(configMaps);
  await create('compacted');
  await cluster.compact();
  const { resourceVersion } = metadata;
  const response = await get(`${MAPS}?resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`);
  expect(response.status).toBe(410);
  const watch = await get(`${MAPS}?watch=1&resourceVersion=${resourceVersion}`);
  expect(await watch.text()).toContain('too old resource version');
});

describe('DNS', () => {
  const resolve = async () => {
    const { rcode, answer } = await cluster.dns.resolve('faulty.default.svc.cluster.local', 'A');
    return answer.length > 0 ? `${answer.length} answers` : rcode;
  };

  beforeAll(async () => {
    await cluster.client.create(services, {
      metadata: { namespace: 'default', name: 'faulty' },
      spec: { ports: [{ port: 80 }] },
    });
    await cluster.settled();
  });

  test.each([
    ['servfail', 'SERVFAIL'],
    ['refused', 'REFUSED'],
    ['nxdomain', 'NXDOMAIN'],
  ] as const)('answers %s', async (dns, rcode) => {
    cluster.faults.add({ dns, name: '*.svc.cluster.local', type: 'A', times: 1 });
    expect([await resolve(), await resolve()]).toEqual([rcode, '1 answers']);
  });

  test('answers late', async () => {
    const fault = cluster.faults.add({ dns: 'lag', delay: '30s' });
    const answer = resolve();
    await eventually(() => fault.acted === 1);
    await cluster.clock.advance('30s');
    expect(await answer).toBe('1 answers');
  });

  test('does not know yet what changes', async () => {
    const fault = cluster.faults.add({ dns: 'stale' });
    await cluster.client.delete(services, { namespace: 'default', name: 'faulty' });
    await cluster.settled();
    expect(await resolve()).toBe('1 answers');
    fault.remove();
    expect(await resolve()).toBe('NXDOMAIN');
  });
});

test('a real client retries by what the fault says', async () => {
  using client = createHttpClient({ server: cluster.url } as Parameters<typeof createHttpClient>[0]);
  cluster.faults.add({ verb: 'list', resource: 'pods', status: 429 });
  await expect(client.list(pods)).rejects.toMatchObject({ code: 429, retryAfter: 1 });
});
