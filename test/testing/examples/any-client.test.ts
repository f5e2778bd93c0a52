import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { startCluster } from '../../../server/testing/index.ts';

test('any client finds the cluster by its kubeconfig', async () => {
  await using cluster = await startCluster({ nodes: 0 });
  const config = new KubeConfig();
  config.loadFromString(cluster.kubeconfig); // or KUBECONFIG=$(await cluster.kubeconfigFile())
  const api = config.makeApiClient(CoreV1Api);
  const { items } = await api.listNamespacedService({ namespace: 'default' });
  expect(items.map(({ metadata }) => metadata?.name)).toEqual(['kubernetes']);
});
