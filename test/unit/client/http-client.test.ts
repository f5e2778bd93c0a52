import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiError, isConflict, isNotFound } from '../../../server/api/errors.ts';
import { configMaps, deployments } from '../../../server/api/resource-types.gen.ts';
import type { Client } from '../../../server/client/client.ts';
import { createHttpClient } from '../../../server/client/http-client.ts';
import { connectionOf } from '../../../server/client/kubeconfig.ts';
import { createDisposables } from '../../support/disposables.ts';
import { startTinyApiServer, type TinyApiServer } from '../../support/tiny-api-server.ts';

const KEY = { namespace: 'default', name: 'a b' };

describe('a client over HTTP', () => {
  let server: TinyApiServer;
  let client: Client;
  let stack: ReturnType<typeof createDisposables>;
  beforeEach(async () => {
    stack = createDisposables();
    server = stack.use(await startTinyApiServer());
    client = stack.use(createHttpClient({ server: `${server.url}/` }));
  });
  afterEach(() => stack.disposeAsync());

  test('asks by the paths of the API', async () => {
    await client.list(configMaps, { labelSelector: 'a=b,c', limit: 5 });
    await client.list(deployments, { namespace: 'default' });
    await client.create(configMaps, { metadata: KEY }, { dryRun: true, fieldManager: 'me' });
    await client
      .patch(configMaps, KEY, { type: 'application/merge-patch+json', body: { data: {} } }, { subresource: 'status' })
      .catch(() => {});
    await client.delete(configMaps, KEY).catch(() => {});
    expect(server.requests).toEqual([
      'GET /api/v1/configmaps?labelSelector=a%3Db%2Cc&limit=5',
      'GET /apis/apps/v1/namespaces/default/deployments',
      'POST /api/v1/namespaces/default/configmaps?dryRun=All&fieldManager=me',
      'PATCH /api/v1/namespaces/default/configmaps/a%20b/status',
      'DELETE /api/v1/namespaces/default/configmaps/a%20b',
    ]);
  });

  test('sends kind and version, which objects made by hand lack', async () => {
    const created = await client.create(configMaps, {
      metadata: { namespace: 'default', name: 'a' },
      data: { x: 'y' },
    });
    expect(created).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', data: { x: 'y' } });
  });

  test('rejects with the Status of the answer', async () => {
    const missing = await client.get(configMaps, { namespace: 'default', name: 'none' }).catch((e) => e);
    expect([isNotFound(missing), missing.message]).toEqual([true, 'configmaps "none" not found']);
    const object = await client.create(configMaps, { metadata: { namespace: 'default', name: 'a' } });
    await client.update(configMaps, object);
    expect(isConflict(await client.update(configMaps, object).catch((e) => e))).toBe(true);
  });

  test('rejects with the code of an answer that is no Status', async () => {
    server.setDown(true);
    const error = await client.list(configMaps).catch((e) => e);
    expect(error).toBeInstanceOf(ApiError);
    expect([error.code, error.message]).toEqual([503, 'down']);
  });

  test('rejects with a plain error when nobody answers', async () => {
    using elsewhere = createHttpClient({ server: 'http://127.0.0.1:1' });
    await expect(elsewhere.list(configMaps)).rejects.toThrow('ECONNREFUSED');
  });

  test('watches until it is told to stop', async () => {
    const abort = new AbortController();
    const seen: string[] = [];
    server.put('configmaps', { metadata: { namespace: 'default', name: 'ä' } as never });
    for await (const event of client.watch(configMaps, { resourceVersion: '0', signal: abort.signal })) {
      seen.push(`${event.type} ${(event.object.metadata as { name: string }).name}`);
      if (seen.length === 2) abort.abort();
      else server.remove('configmaps', 'default/ä');
    }
    expect(seen).toEqual(['ADDED ä', 'DELETED ä']);
  });
});

describe('a kubeconfig', () => {
  const config = {
    'current-context': 'here',
    contexts: [
      { name: 'here', context: { cluster: 'c', user: 'token' } },
      { name: 'there', context: { cluster: 'secure', user: 'cert' } },
      { name: 'lost', context: { cluster: 'nowhere' } },
    ],
    clusters: [
      { name: 'c', cluster: { server: 'http://127.0.0.1:8080' } },
      {
        name: 'secure',
        cluster: { server: 'https://k8s', 'certificate-authority-data': 'Q0E=', 'insecure-skip-tls-verify': true },
      },
    ],
    users: [
      { name: 'token', user: { token: 't' } },
      {
        name: 'cert',
        user: { 'client-certificate-data': 'Q0VSVA==', 'client-key-data': 'S0VZ', username: 'me', password: 'x' },
      },
    ],
  };

  test('says where its current context is, and who asks', () => {
    expect(connectionOf(config)).toEqual({ server: 'http://127.0.0.1:8080', authorization: 'Bearer t' });
    expect(connectionOf(config, 'there')).toEqual({
      server: 'https://k8s',
      authorization: 'Basic bWU6eA==',
      ca: 'CA',
      cert: 'CERT',
      key: 'KEY',
      skipVerify: true,
    });
  });

  test('says what it lacks', () => {
    expect(() => connectionOf(config, 'none')).toThrow('the kubeconfig has no context "none"');
    expect(() => connectionOf(config, 'lost')).toThrow('the kubeconfig has no cluster "nowhere"');
  });
});
