import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Cluster, type ClusterOptions, startCluster } from '../../server/cluster.ts';
import { createDisposables } from '../support/disposables.ts';

const TOKENS = 't-jane,jane,1,dev\nt-root,root,2,system:masters\n';
const REVIEW = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
const TOKEN_REQUEST = '/api/v1/namespaces/default/serviceaccounts/default/token';

let stack: ReturnType<typeof createDisposables>;
let folder: string;
let tokenFile: string;
beforeEach(async () => {
  stack = createDisposables();
  folder = await mkdtemp(join(tmpdir(), 'cluster-'));
  tokenFile = join(folder, 'tokens.csv');
  await writeFile(tokenFile, TOKENS);
});
afterEach(async () => {
  await stack.disposeAsync();
  await rm(folder, { recursive: true });
});

async function start(options: ClusterOptions = { tokenFile }): Promise<Cluster> {
  const cluster = stack.use(await startCluster({ dns: false, ...options }));
  await cluster.settled();
  return cluster;
}

async function ask({ url }: Cluster, path: string, { token, body }: { token?: string; body?: object } = {}) {
  const answer = await fetch(url + path, {
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  return { code: answer.status, body: isJson ? JSON.parse(text) : text, type: answer.headers.get('content-type') };
}

async function userOf(cluster: Cluster, token: string) {
  return (await ask(cluster, REVIEW, { token, body: {} })).body.status.userInfo;
}

describe('with a token file', () => {
  test('its tokens speak for their users', async () => {
    const cluster = await start();
    expect(await userOf(cluster, 't-jane')).toEqual({
      username: 'jane',
      uid: '1',
      groups: ['dev', 'system:authenticated'],
    });
  });

  test('a token of a service account speaks for the account', async () => {
    const cluster = await start();
    const { body } = await ask(cluster, TOKEN_REQUEST, { token: 't-root', body: {} });
    const { username } = await userOf(cluster, body.status.token);
    expect(username).toBe('system:serviceaccount:default:default');
  });

  test('a token that nobody knows is refused everywhere', async () => {
    const cluster = await start();
    for (const path of ['/api/v1/pods', '/apis', '/healthz']) {
      const { code, body } = await ask(cluster, path, { token: 'wrong' });
      expect([code, body.message]).toEqual([401, 'Unauthorized']);
    }
  });

  test.each(['/healthz', '/livez', '/readyz', '/version'])('%s is there for everybody', async (path) => {
    expect((await ask(await start(), path)).code).toBe(200);
  });

  const cannot = 'User "system:anonymous" cannot';
  test.each([
    ['/apis', `forbidden: ${cannot} get path "/apis"`],
    ['/api/v1/pods', `pods is forbidden: ${cannot} list resource "pods" in API group "" at the cluster scope`],
    [
      '/api/v1/namespaces/x/pods?watch=1',
      `pods is forbidden: ${cannot} watch resource "pods" in API group "" in the namespace "x"`,
    ],
    [
      '/apis/apps/v1/namespaces/x/deployments/d/scale',
      `deployments.apps "d" is forbidden: ${cannot} get resource "deployments/scale" in API group "apps" in the namespace "x"`,
    ],
    [
      '/api/v1/namespaces/x',
      `namespaces "x" is forbidden: ${cannot} get resource "namespaces" in API group "" in the namespace "x"`,
    ],
  ])('nobody without a token gets %s', async (path, message) => {
    const { code, body } = await ask(await start(), path);
    expect([code, body.reason, body.message]).toEqual([403, 'Forbidden', message]);
  });

  test('the kubeconfig has the token of an admin', async () => {
    expect((await start()).kubeconfig).toContain('token: t-root');
  });

  test('a review of a token knows it, for the audiences that are asked for', async () => {
    const spec = { token: 't-jane', audiences: ['vault'] };
    const path = '/apis/authentication.k8s.io/v1/tokenreviews';
    const { body } = await ask(await start(), path, { token: 't-root', body: { spec } });
    expect(body.status).toMatchObject({ authenticated: true, user: { username: 'jane' }, audiences: ['vault'] });
  });
});

test('without a token file everybody is an admin, whatever token they bring', async () => {
  const cluster = await start({});
  expect((await userOf(cluster, 'anything')).username).toBe('admin');
  expect((await ask(cluster, '/api/v1/pods')).code).toBe(200);
});

test('the documents of OpenID say by which key tokens are signed', async () => {
  const cluster = await start({});
  const { body: configuration } = await ask(cluster, '/.well-known/openid-configuration');
  expect(configuration).toMatchObject({
    issuer: 'https://kubernetes.default.svc',
    jwks_uri: `${cluster.url}/openid/v1/jwks`,
  });
  const { body: keys, type } = await ask(cluster, '/openid/v1/jwks');
  expect(type).toBe('application/jwk-set+json');
  expect(keys.keys).toMatchObject([{ kty: 'EC', use: 'sig', alg: 'ES256' }]);
});

test('a token is still good after a restart', async () => {
  const options = { dns: false as const, dataDir: join(folder, 'data'), tokenFile };
  const before = await startCluster(options);
  await before.settled();
  const { body } = await ask(before, TOKEN_REQUEST, { token: 't-root', body: {} });
  await before[Symbol.asyncDispose]();
  const after = stack.use(await startCluster(options));
  expect((await userOf(after, body.status.token)).username).toBe('system:serviceaccount:default:default');
});
