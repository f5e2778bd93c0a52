import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Cluster, type ClusterOptions, startCluster } from '../../server/cluster.ts';
import { createDisposables } from '../support/disposables.ts';

const TOKENS = [
  { token: 't-root', user: { username: 'root', groups: ['system:masters', 'system:authenticated'] } },
  { token: 't-jane', user: { username: 'jane', groups: ['dev', 'system:authenticated'] } },
];
const REVIEW = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
const PODS = '/api/v1/namespaces/default/pods';
const ROLES = '/apis/rbac.authorization.k8s.io/v1';

let stack = createDisposables();
afterEach(async () => {
  await stack.disposeAsync();
  stack = createDisposables();
});

async function start(options: ClusterOptions = {}): Promise<Cluster> {
  return stack.use(await startCluster({ dns: false, ...options }));
}

type Headers = [string, string][];
interface Asked {
  headers?: Headers;
  token?: string;
  body?: object;
}

async function ask({ url }: Cluster, path: string, { headers = [], token, body }: Asked = {}) {
  const authorization: Headers = token === undefined ? [] : [['authorization', `Bearer ${token}`]];
  const answer = await fetch(url + path, {
    headers: [['content-type', 'application/json'], ...authorization, ...headers],
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  return { code: answer.status, body: JSON.parse(await answer.text()) };
}

const as = (username: string): Headers => [['Impersonate-User', username]];

async function userAs(cluster: Cluster, headers: Headers) {
  return (await ask(cluster, REVIEW, { headers, body: {} })).body.status.userInfo;
}

/** Lets a user or a group do something, by a role of its own. */
async function grant(cluster: Cluster, { to, rule, token }: { to: object; rule: object; token?: string }) {
  const name = 'granted';
  const asked = (body: object): Asked => ({ body, ...(token !== undefined && { token }) });
  await ask(cluster, `${ROLES}/clusterroles`, asked({ metadata: { name }, rules: [rule] }));
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name };
  await ask(cluster, `${ROLES}/clusterrolebindings`, asked({ metadata: { name }, roleRef, subjects: [to] }));
}

const READ_PODS = { apiGroups: [''], resources: ['pods'], verbs: ['list'] };
const JANE = { kind: 'User', name: 'jane' };

describe('an impersonated user', () => {
  test('is the one that the headers name', async () => {
    const cluster = await start();
    expect(await userAs(cluster, as('jane'))).toEqual({ username: 'jane', groups: ['system:authenticated'] });
    const headers: Headers = [...as('jane'), ['Impersonate-Uid', '7'], ['Impersonate-Extra-Example.com%2FScopes', 'a']];
    expect(await userAs(cluster, headers)).toEqual({
      username: 'jane',
      uid: '7',
      groups: ['system:authenticated'],
      extra: { 'example.com/scopes': ['a'] },
    });
  });

  test('is in the groups that the headers name', async () => {
    const cluster = await start();
    const { groups } = await userAs(cluster, [...as('jane'), ['Impersonate-Group', 'dev']]);
    expect(groups).toEqual(['dev', 'system:authenticated']);
  });

  test('that is a service account or a node is in their groups', async () => {
    const cluster = await start();
    const account = await userAs(cluster, as('system:serviceaccount:shop:web'));
    expect(account.groups).toEqual(['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated']);
    const node = await userAs(cluster, as('system:node:node-1'));
    expect(node.groups).toEqual(['system:nodes', 'system:authenticated']);
  });

  test('may do what roles allow, and nothing else', async () => {
    const cluster = await start();
    const refused = await ask(cluster, PODS, { headers: as('jane') });
    const cannot = 'User "jane" cannot list resource "pods" in API group "" in the namespace "default"';
    expect([refused.code, refused.body.message]).toEqual([403, `pods is forbidden: ${cannot}`]);
    await grant(cluster, { to: JANE, rule: READ_PODS });
    expect((await ask(cluster, PODS, { headers: as('jane') })).code).toBe(200);
  });

  test('is known to be refused by a review of access', async () => {
    const cluster = await start();
    const spec = { resourceAttributes: { verb: 'list', resource: 'pods', namespace: 'default' } };
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const { body } = await ask(cluster, path, { headers: as('jane'), body: { spec } });
    expect(body.status).toEqual({ allowed: false });
  });

  test('may be an administrator by group', async () => {
    const headers: Headers = [...as('jane'), ['Impersonate-Group', 'system:masters']];
    expect((await ask(await start(), PODS, { headers })).code).toBe(200);
  });
});

test.each<[Headers, string]>([
  [[['Impersonate-Group', 'dev']], 'Name:"", UID:"", Groups:[]string{"dev"}, Extra:map[string][]string(nil)'],
  [[['Impersonate-Uid', '7']], 'Name:"", UID:"7", Groups:[]string(nil), Extra:map[string][]string(nil)'],
])('headers that name no user are refused: %j', async (headers, shown) => {
  const { code, body } = await ask(await start(), PODS, { headers });
  const message = `requested &user.DefaultInfo{${shown}} without impersonating a user name`;
  expect([code, body.reason, body.message]).toEqual([400, 'BadRequest', message]);
});

describe('with tokens', () => {
  test('who brings none can be nobody else', async () => {
    const cluster = await start({ tokens: TOKENS });
    for (const headers of [as('root'), [...as('root'), ['Impersonate-Group', 'system:masters']] as Headers]) {
      const { code, body } = await ask(cluster, PODS, { headers });
      expect(code).toBe(403);
      expect(body.message).toContain('User "system:anonymous" cannot impersonate');
    }
  });

  test('somebody is anonymous who asks to be', async () => {
    const cluster = await start({ tokens: TOKENS });
    const headers = as('system:anonymous');
    expect((await ask(cluster, PODS, { headers, token: 't-root' })).code).toBe(403);
    expect((await ask(cluster, '/version', { headers, token: 't-root' })).code).toBe(200);
  });
});

describe('with roles enforced', () => {
  const options: ClusterOptions = { tokens: TOKENS, authorizationMode: 'RBAC' };

  test('a user may do what roles allow', async () => {
    const cluster = await start(options);
    expect((await ask(cluster, PODS, { token: 't-root' })).code).toBe(200);
    expect((await ask(cluster, PODS, { token: 't-jane' })).code).toBe(403);
    await grant(cluster, { to: { kind: 'Group', name: 'dev' }, rule: READ_PODS, token: 't-root' });
    expect((await ask(cluster, PODS, { token: 't-jane' })).code).toBe(200);
  });

  test('a user finds out what is served and who they are', async () => {
    const cluster = await start(options);
    for (const path of ['/api', '/apis', '/api/v1', '/openapi/v3', '/version']) {
      expect((await ask(cluster, path, { token: 't-jane' })).code).toBe(200);
    }
    expect((await ask(cluster, REVIEW, { token: 't-jane', body: {} })).code).toBe(201);
  });

  test('one object that is named needs no right to all', async () => {
    const cluster = await start(options);
    const rule = { apiGroups: [''], resources: ['configmaps'], resourceNames: ['a'], verbs: ['list', 'watch'] };
    await grant(cluster, { to: JANE, rule, token: 't-root' });
    const path = '/api/v1/namespaces/default/configmaps';
    expect((await ask(cluster, path, { token: 't-jane' })).code).toBe(403);
    expect((await ask(cluster, `${path}?fieldSelector=metadata.name%3Da`, { token: 't-jane' })).code).toBe(200);
  });

  test('a user may be somebody else if a role says so', async () => {
    const cluster = await start(options);
    const refused = await ask(cluster, PODS, { headers: as('root'), token: 't-jane' });
    const verb = 'impersonate-on:user-info:list';
    const cannot = `User "jane" cannot ${verb} resource "pods" in API group "" in the namespace "default"`;
    expect([refused.code, refused.body.message]).toEqual([403, `pods is forbidden: ${cannot}`]);
    const rule = { apiGroups: [''], resources: ['users', 'groups'], verbs: ['impersonate'] };
    await grant(cluster, { to: JANE, rule, token: 't-root' });
    const headers: Headers = [...as('root'), ['Impersonate-Group', 'system:masters']];
    expect((await ask(cluster, PODS, { headers, token: 't-jane' })).code).toBe(200);
  });

  test('a user may be somebody else only for what a role says', async () => {
    const cluster = await start(options);
    await grant(cluster, {
      to: JANE,
      rule: {
        apiGroups: ['', 'authentication.k8s.io'],
        resources: ['pods', 'nodes'],
        verbs: ['impersonate-on:arbitrary-node:list', 'impersonate:arbitrary-node'],
      },
      token: 't-root',
    });
    const node = as('system:node:node-1');
    const cannot = 'User "system:node:node-1" cannot list resource "pods"';
    expect((await ask(cluster, PODS, { headers: node, token: 't-jane' })).body.message).toContain(cannot);
    const { body } = await ask(cluster, `${PODS}/p`, { headers: node, token: 't-jane' });
    expect(body.message).toContain('User "jane" cannot impersonate-on:arbitrary-node:get resource "pods"');
  });

  test('a session over a WebSocket needs the right to begin one', async () => {
    const cluster = await start(options);
    const rule = { apiGroups: [''], resources: ['pods/exec'], verbs: ['get'] };
    await grant(cluster, { to: JANE, rule, token: 't-root' });
    const url = `${cluster.url.replace('http', 'ws')}${PODS}/p/exec?command=ls`;
    const socket = new WebSocket(url, ['v4.channel.k8s.io'], { headers: { authorization: 'Bearer t-jane' } });
    const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    expect(answer.statusCode).toBe(403);
    expect(JSON.parse(await text(answer)).message).toContain('User "jane" cannot create resource "pods/exec"');
  });
});
