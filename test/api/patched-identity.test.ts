/** What a patch makes of an object's own kind and version. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configMaps } from '../../server/api/resource-types.gen.ts';
import { type Cluster, startCluster } from '../../server/cluster.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ dns: false, nodes: 0 });
  await cluster.client.create(configMaps, { metadata: { name: 'any', namespace: 'default' } });
});
afterAll(() => cluster[Symbol.asyncDispose]());

async function patched(format: string, patch: unknown): Promise<{ code?: number; message?: string; kind: string }> {
  const answer = await fetch(`${cluster.url}/api/v1/namespaces/default/configmaps/any?dryRun=All`, {
    method: 'PATCH',
    headers: { 'content-type': `application/${format}+json` },
    body: JSON.stringify(patch),
  });
  return (await answer.json()) as { code?: number; message?: string; kind: string };
}

const unreadable = (field: string, type: string) =>
  `couldn't get version/kind; json parse error: json: cannot unmarshal ${type} into Go struct field .${field} of type string`;

describe('a kind that is no text', () => {
  it.each([
    ['json-patch', [{ op: 'add', path: '/kind', value: {} }], unreadable('kind', 'object')],
    ['json-patch', [{ op: 'add', path: '/kind', value: 5 }], unreadable('kind', 'number')],
    ['json-patch', [{ op: 'add', path: '/apiVersion', value: [] }], unreadable('apiVersion', 'array')],
    ['merge-patch', { kind: {} }, unreadable('kind', 'object')],
  ])('is refused in a %s: %j', async (format, patch, text) => {
    const { code, message } = await patched(format, patch);
    expect(code).toBe(422);
    expect(message).toContain(text);
  });
});

it('a kind that is taken away stays', async () => {
  expect(await patched('json-patch', [{ op: 'remove', path: '/kind' }])).toMatchObject({ kind: 'ConfigMap' });
  expect(await patched('merge-patch', { kind: null })).toMatchObject({ kind: 'ConfigMap' });
});
