import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ManagedFieldsEntry } from '../../server/api/types.gen.ts';
import { type Cluster, startCluster } from '../../server/cluster.ts';

const PODS = '/api/v1/namespaces/kube-public/pods';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ dns: false });
  await send('PUT', '/api/v1/namespaces/kube-public/serviceaccounts/default', { metadata: { name: 'default' } });
});
afterAll(() => cluster[Symbol.asyncDispose]());

async function send(method: string, path: string, body: object) {
  const type = method === 'PATCH' ? 'application/strategic-merge-patch+json' : 'application/json';
  const headers = { 'content-type': type, 'user-agent': 'writer/1' };
  const answer = await fetch(cluster.url + path, { method, headers, body: JSON.stringify(body) });
  return (await answer.json()) as { metadata: { managedFields: ManagedFieldsEntry[] } };
}

const asking = (cpu: string) => ({ resources: { requests: { cpu } } });
const podOf = (name: string, container: object = {}) => ({
  metadata: { name },
  spec: { containers: [{ name: 'main', image: 'x', ...container }] },
});
const fieldsOf = (entry: ManagedFieldsEntry | undefined) => JSON.stringify(entry?.fieldsV1);

test('what admission adds to a pod belongs to nobody', async () => {
  const { metadata } = await send('POST', PODS, podOf('plain'));
  const [entry, ...others] = metadata.managedFields;
  expect(others).toEqual([]);
  expect(entry?.fieldsV1).toEqual({
    'f:spec': {
      'f:containers': {
        'k:{"name":"main"}': {
          '.': {},
          'f:image': {},
          'f:imagePullPolicy': {},
          'f:name': {},
          'f:resources': {},
          'f:terminationMessagePath': {},
          'f:terminationMessagePolicy': {},
        },
      },
      'f:dnsPolicy': {},
      'f:enableServiceLinks': {},
      'f:restartPolicy': {},
      'f:schedulerName': {},
      'f:securityContext': {},
      'f:terminationGracePeriodSeconds': {},
    },
  });
});

test('a binding gives nobody anything', async () => {
  const before = await send('POST', PODS, podOf('bound'));
  await send('POST', `${PODS}/bound/binding`, { target: { kind: 'Node', name: 'somewhere' } });
  const { metadata } = await send('PATCH', `${PODS}/bound`, {});
  expect(metadata.managedFields).toEqual(before.metadata.managedFields);
});

test('who resizes a pod owns the amounts', async () => {
  await send('POST', PODS, podOf('resized', asking('1')));
  await send('POST', `${PODS}/resized/binding`, { target: { kind: 'Node', name: 'somewhere' } });
  const containers = [{ name: 'main', ...asking('2') }];
  const { metadata } = await send('PATCH', `${PODS}/resized/resize?fieldManager=resizer`, { spec: { containers } });
  const entry = metadata.managedFields.find(({ manager }) => manager === 'resizer');
  expect(entry?.subresource).toBe('resize');
  expect(fieldsOf(entry)).toContain('"f:requests":{"f:cpu":{}}');
});

test('an owner that is named twice does not end the tracking of fields', async () => {
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid: 'u' };
  const { metadata } = await send('POST', '/api/v1/namespaces/kube-public/configmaps', {
    metadata: { name: 'twice', ownerReferences: [owner, owner] },
  });
  expect(fieldsOf(metadata.managedFields[0])).toContain('k:{\\"uid\\":\\"u\\"}');
});
