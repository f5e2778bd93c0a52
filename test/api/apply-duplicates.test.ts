import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../server/cluster.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ dns: false });
});
afterAll(() => cluster[Symbol.asyncDispose]());

const YAML = `apiVersion: v1
kind: ConfigMap
metadata:
  name: twice
data:
  a: "1"
  a: "2"
`;
const JSON_TEXT = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"twice"},"data":{"a":"1","a":"2"}}';

async function apply(body: string, fieldValidation: string) {
  const path = '/api/v1/namespaces/kube-public/configmaps/twice';
  const query = `?fieldManager=m&dryRun=All&fieldValidation=${fieldValidation}`;
  const headers = { 'content-type': 'application/apply-patch+yaml' };
  const answer = await fetch(cluster.url + path + query, { method: 'PATCH', headers, body });
  const read = (await answer.json()) as { message?: string; data?: object };
  return { code: answer.status, warning: answer.headers.get('warning'), ...read };
}

test.each([
  ['YAML', YAML, 7],
  ['JSON', JSON_TEXT, 1],
])('%s that sets a key twice is refused by a strict apply', async (_, body, line) => {
  const { code, message } = await apply(body, 'Strict');
  const detail = `yaml: unmarshal errors:\n  line ${line}: key "a" already set in map`;
  expect([code, message]).toEqual([400, `error strict decoding YAML: error converting YAML to JSON: ${detail}`]);
});

test('otherwise the last one counts, with a warning unless it is not wanted', async () => {
  const warned = await apply(YAML, 'Warn');
  expect([warned.code, warned.data]).toEqual([201, { a: '2' }]);
  expect(warned.warning).toBe('299 - "line 7: key \\"a\\" already set in map"');
  const ignored = await apply(YAML, 'Ignore');
  expect([ignored.code, ignored.warning]).toEqual([201, null]);
});
