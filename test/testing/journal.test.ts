import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startCluster, type TestCluster } from '../../server/testing/index.ts';
import { eventually } from '../support/eventually.ts';

const SERVICES = '/api/v1/namespaces/default/services';
const TOKENS = [{ token: 't-root', user: { username: 'root', groups: ['system:masters', 'system:authenticated'] } }];

let cluster: TestCluster;
let auditLog: string;
beforeAll(async () => {
  auditLog = join(await mkdtemp(join(tmpdir(), 'kubeling-')), 'audit.log');
  cluster = await startCluster({ nodes: 0, clock: 'manual', tokens: TOKENS, auditLog });
});
beforeEach(() => cluster.journal.clear());
afterAll(() => cluster[Symbol.asyncDispose]());

function ask(
  method: string,
  path: string,
  { body, type = 'application/json', ...headers }: Record<string, string> = {},
) {
  return fetch(cluster.url + path, {
    method,
    headers: { authorization: 'Bearer t-root', 'user-agent': 'tester/1.0 (linux)', 'content-type': type, ...headers },
    ...(body !== undefined && { body }),
  });
}
const create = (name: string) =>
  ask('POST', SERVICES, { body: JSON.stringify({ metadata: { name }, spec: { ports: [{ port: 80 }] } }) });
const patch = (name: string, spec: object) =>
  ask('PATCH', `${SERVICES}/${name}`, { type: 'application/merge-patch+json', body: JSON.stringify({ spec }) });

describe('the journal', () => {
  test('tells what was asked and answered, and by whom', async () => {
    await create('web');
    await patch('web', { ports: [{ port: 8080 }] });
    expect(cluster.journal.requests({ verb: 'patch', resource: 'services' })).toEqual([
      expect.objectContaining({
        method: 'PATCH',
        uri: `${SERVICES}/web`,
        namespace: 'default',
        name: 'web',
        user: 'root',
        userAgent: 'tester/1.0 (linux)',
        sourceIP: '127.0.0.1',
        code: 200,
        done: true,
        requestObject: { spec: { ports: [{ port: 8080 }] } },
      }),
    ]);
    expect(cluster.journal.requests({ verb: 'create' })).toMatchObject([{ name: 'web', code: 201 }]);
  });

  test('tells why a request was refused', async () => {
    await ask('GET', `${SERVICES}/none`);
    await ask('GET', SERVICES, { authorization: 'Bearer wrong' });
    expect(cluster.journal.requests({ code: '4xx' })).toMatchObject([
      { code: 404, reason: 'NotFound', message: 'services "none" not found' },
      { code: 401, reason: 'Unauthorized' },
    ]);
  });

  test('tells in whose name somebody asked', async () => {
    await ask('GET', SERVICES, { 'impersonate-user': 'jane' });
    expect(cluster.journal.requests()).toMatchObject([{ user: 'root', impersonated: 'jane', code: 403 }]);
  });

  test('shows watches while they are under way', async () => {
    const abort = new AbortController();
    const headers = { authorization: 'Bearer t-root' };
    await fetch(`${cluster.url}${SERVICES}?watch=1`, { headers, signal: abort.signal });
    expect(cluster.journal.requests({ verb: 'watch' })).toMatchObject([
      { resource: 'services', code: 200, done: false },
    ]);
    abort.abort();
    await eventually(() => expect(cluster.journal.requests({ verb: 'watch' })).toMatchObject([{ done: true }]));
  });

  test('is followed', async () => {
    const abort = new AbortController();
    const seen: string[] = [];
    const followed = (async () => {
      for await (const { verb, name } of cluster.journal.follow({ resource: 'services' }, abort.signal)) {
        seen.push(`${verb} ${name}`);
        if (seen.length === 2) abort.abort();
      }
    })();
    await ask('GET', `${SERVICES}/a`);
    await ask('GET', '/version');
    await ask('DELETE', `${SERVICES}/b`);
    await followed;
    expect(seen).toEqual(['get a', 'delete b']);
  });

  test('keeps only the latest', async () => {
    await using small = await startCluster({ nodes: 0, dns: false, journal: 3 });
    for (let i = 0; i < 10; i++) await fetch(`${small.url}/version?${i}`);
    expect(small.journal.requests().map(({ uri }) => uri)).toEqual(['/version?7', '/version?8', '/version?9']);
  });
});

describe('an expectation', () => {
  test('passes with what was asked', async () => {
    await patch('web', {});
    expect(cluster.journal.expect({ verb: 'patch' })).toHaveLength(1);
    expect(cluster.journal.expect({ verb: 'patch' }, 1)).toHaveLength(1);
    expect(cluster.journal.expect({ verb: 'delete' }, 0)).toHaveLength(0);
  });

  test('shows what was asked instead', async () => {
    await ask('GET', `${SERVICES}/none`);
    let message = '';
    try {
      cluster.journal.expect({ verb: 'patch', resource: 'services' });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.replace(/#\d+/, '#N').replace(/\d+ ms/, 'N ms')).toBe(
      [
        'expected at least 1 request with verb=patch resource=services, but there was none',
        'what was asked:',
        '  #N  404  get services default/none: services "none" not found  by root (tester/1.0)  N ms',
      ].join('\n'),
    );
  });

  test('shows what there was too much of', async () => {
    await ask('GET', '/version');
    await ask('GET', '/version');
    expect(() => cluster.journal.expect({}, 1)).toThrow(
      /^expected 1 request with any content, but there were 2:\n {2}#\d+ {2}200 {2}get \/version/,
    );
  });
});

describe('the audit log', () => {
  interface AuditEvent {
    auditID: string;
    stage: string;
    requestURI: string;
    verb: string;
  }
  const events = (): AuditEvent[] =>
    readFileSync(auditLog, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  test('has both stages of a request, under the id that the client is told', async () => {
    const response = await ask('GET', `${SERVICES}/audited`);
    const id = response.headers.get('audit-id');
    await eventually(() => expect(events().filter(({ auditID }) => auditID === id)).toHaveLength(2));
    const [received, complete] = events().filter(({ auditID }) => auditID === id);
    expect(received).toEqual({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      auditID: id,
      stage: 'RequestReceived',
      requestURI: `${SERVICES}/audited`,
      verb: 'get',
      user: TOKENS[0]?.user,
      sourceIPs: ['127.0.0.1'],
      userAgent: 'tester/1.0 (linux)',
      objectRef: { resource: 'services', namespace: 'default', name: 'audited', apiVersion: 'v1' },
      requestReceivedTimestamp: '2026-01-01T00:00:00.000000Z',
      stageTimestamp: '2026-01-01T00:00:00.000000Z',
    });
    expect(complete).toEqual({
      ...received,
      stage: 'ResponseComplete',
      responseStatus: {
        metadata: {},
        status: 'Failure',
        message: 'services "audited" not found',
        reason: 'NotFound',
        details: { name: 'audited', kind: 'services' },
        code: 404,
      },
      annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
    });
  });

  test('takes the id that the client brings', async () => {
    const response = await ask('GET', '/version', { 'audit-id': 'my-own-id' });
    expect(response.headers.get('audit-id')).toBe('my-own-id');
    await eventually(() => expect(events().some(({ auditID }) => auditID === 'my-own-id')).toBe(true));
  });

  test('says when a watch began and when it ended', async () => {
    const abort = new AbortController();
    const headers = { authorization: 'Bearer t-root', 'audit-id': 'watching' };
    await fetch(`${cluster.url}${SERVICES}?watch=1`, { headers, signal: abort.signal });
    const stages = () => events().flatMap(({ auditID, stage }) => (auditID === 'watching' ? [stage] : []));
    await eventually(() => expect(stages()).toEqual(['RequestReceived', 'ResponseStarted']));
    abort.abort();
    await eventually(() => expect(stages()).toEqual(['RequestReceived', 'ResponseStarted', 'ResponseComplete']));
  });
});
