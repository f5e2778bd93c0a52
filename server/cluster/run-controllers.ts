import type { ResourceType } from '../api/object.ts';
import type { Informers } from '../client/informer.ts';
import { type Controller, runController } from '../client/run-controller.ts';
import { allControllers } from '../controllers/controllers.ts';
import { kubernetesServiceController } from '../controllers/kubernetes-service/controller.ts';
import type { ServerAddress } from '../controllers/kubernetes-service/kubernetes-objects.ts';
import { loadBalancerController } from '../controllers/load-balancer/controller.ts';
import type { Registry } from '../registry/registry.ts';
import type { Parts } from './parts.ts';
import { hasNodes } from './settings.ts';

/** `server` is the API's. */
export function runControllers(
  parts: Parts,
  { informers, server }: { informers: Informers; server: ServerAddress },
): void {
  const { lifetime, settings, activity, turns, writeTurns, clientOf, watched } = parts;
  const { clock, log } = settings;
  const { observeQueue } = watched.metrics;
  for (const controller of controllersOf(parts, server)) {
    const client = clientOf('kube-controller-manager');
    lifetime.add(
      runController(controller, { client, informers, clock, log, activity, turns, writeTurns, observeQueue }),
    );
  }
}

function controllersOf({ settings, registry, rootCa }: Parts, server: ServerAddress): Controller[] {
  return [
    ...allControllers({ types: storedTypes(registry), rootCa }),
    kubernetesServiceController(server),
    loadBalancerController({ cidr: hasNodes(settings) ? settings.loadBalancerCidr : undefined }),
  ];
}

function storedTypes({ resources }: Registry): ResourceType[] {
  return resources
    .filter(({ home, facts, rules }) => !rules.storedAs && !rules.virtual && home && facts.verbs.includes('watch'))
    .map(({ type }) => type);
}
