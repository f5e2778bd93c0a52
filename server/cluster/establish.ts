/**
 * What whoever has waited for /readyz may count on at once, though no controller runs yet: the API's own Service, the
 * account of the first pod, and the nodes.
 */
import { serviceAccounts } from '../api/resource-types.gen.ts';
import type { Node } from '../api/types.gen.ts';
import { ensureObject } from '../bootstrap/ensure-object.ts';
import { readyServiceRange } from '../bootstrap/service-range.ts';
import { advertisedAddress } from '../controllers/kubernetes-service/advertised-address.ts';
import { reconcileKubernetesService } from '../controllers/kubernetes-service/controller.ts';
import type { ServerAddress } from '../controllers/kubernetes-service/kubernetes-objects.ts';
import { timestamp } from '../lib/timestamps.ts';
import { registerNodes } from '../node/register-nodes.ts';
import type { Parts } from './parts.ts';

export interface Established {
  server: ServerAddress;
  nodes: readonly Node[];
}

const FIRST_ACCOUNT = { metadata: { name: 'default', namespace: 'default' } };

/** `port` is that of the API. All is written at once, so that it is made durable together. */
export async function establish({ settings, allocators, clientOf }: Parts, port: number): Promise<Established> {
  const { clock, host, nodes: count, podCidr } = settings;
  const server = { clusterIP: allocators.clusterIPs[0].first, address: await advertisedAddress(host), port };
  const now = clock.now();
  const [nodes] = await Promise.all([
    count > 0 ? registerNodes({ client: clientOf('kubelet'), podCidr, count, now }) : [],
    reconcileKubernetesService(clientOf('kube-apiserver'), server),
    readyServiceRange(clientOf('kube-apiserver'), timestamp(now)),
    ensureObject(clientOf('kube-controller-manager'), serviceAccounts, FIRST_ACCOUNT),
  ]);
  return { server, nodes };
}
