import type { ResourceType } from '../api/object.ts';
import type { Informers } from '../client/informer.ts';
import { type Controller, runController } from '../client/run-controller.ts';
import { allControllers } from '../controllers/controllers.ts';
import { advertisedAddress } from '../controllers/kubernetes-service/advertised-address.ts';
import {
  kubernetesServiceController,
  reconcileKubernetesService,
} from '../controllers/kubernetes-service/controller.ts';
import type { ServerAddress } from '../controllers/kubernetes-service/kubernetes-objects.ts';
import { loadBalancerController } from '../controllers/load-balancer/controller.ts';
import type { Registry } from '../registry/registry.ts';
import type { Parts } from './parts.ts';
import { hasNodes } from './settings.ts';

/** Resolves when the API's own Service is there and the controllers run. `port` is that of the API. */
export async function runControllers(
  parts: Parts,
  { informers, port }: { informers: Informers; port: number },
): Promise<void> {
  const { lifetime, settings, activity, turns, writeTurns, clientOf, allocators, watched } = parts;
  const { clock, log, host } = settings;
  const { observeQueue } = watched.metrics;
  const address = { clusterIP: allocators.clusterIPs[0].first, address: await advertisedAddress(host), port };
  await reconcileKubernetesService(clientOf('kube-apiserver'), address);
  for (const controller of controllersOf(parts, address)) {
    const client = clientOf('kube-controller-manager');
    lifetime.add(
      runController(controller, { client, informers, clock, log, activity, turns, writeTurns, observeQueue }),
    );
  }
}

function controllersOf({ settings, registry, rootCa }: Parts, address: ServerAddress): Controller[] {
  return [
    ...allControllers({ types: storedTypes(registry), rootCa }),
    kubernetesServiceController(address),
    loadBalancerController({ cidr: hasNodes(settings) ? settings.loadBalancerCidr : undefined }),
  ];
}

function storedTypes({ resources }: Registry): ResourceType[] {
  return resources
    .filter(({ home, facts, rules }) => !rules.storedAs && !rules.virtual && home && facts.verbs.includes('watch'))
    .map(({ type }) => type);
}
