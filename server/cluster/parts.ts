import { createClusterIPs } from '../allocators/cluster-ips.ts';
import { createNodePorts } from '../allocators/node-ports.ts';
import { loadRootCa } from '../authentication/credentials.ts';
import { readTokenFile, type StaticToken } from '../authentication/token-file.ts';
import { bootstrap } from '../bootstrap/bootstrap.ts';
import type { Client } from '../client/client.ts';
import { type Activity, createActivity } from '../lib/activity.ts';
import type { Lifetime } from '../lib/lifetime.ts';
import { createTurns, type Turns } from '../lib/turns.ts';
import { createLocalClient } from '../registry/local-client.ts';
import type { Registry } from '../registry/registry.ts';
import type { ServiceAllocators } from '../resources/core/service/service-allocators.ts';
import type { Origin } from './fork.ts';
import { type ClusterRegistry, openClusterRegistry } from './open-cluster-registry.ts';
import type { Settings } from './settings.ts';
import { type Watched, watchRequests } from './watch-requests.ts';

/** What the parts of a cluster share. */
export interface Parts extends ClusterRegistry {
  settings: Settings;
  lifetime: Lifetime;
  allocators: ServiceAllocators;
  /** Those that are let in; undefined when everybody is. */
  tokens: readonly StaticToken[] | undefined;
  activity: Activity;
  turns: Turns;
  writeTurns: Turns;
  watched: Watched;
  /** One for each that writes, under its own name. */
  clientOf(fieldManager: string): Client;
  rootCa: () => string;
}

/** Clients come first. With fewer, Endpoints would be seen behind the slices of the same Service by who asks quickly. */
const RECONCILES_A_TURN = { least: 8, most: 32 };
/** What is written together is made durable together, so that few at a time would cost more than they leave. */
const WRITES_A_TURN = { least: 16, most: 64 };

/** Opens the store, and sees to it that everything is there that is in every cluster. Nobody is served yet. */
export async function openParts(
  settings: Settings,
  { lifetime, origin }: { lifetime: Lifetime; origin: Origin | undefined },
): Promise<Parts> {
  const allocators = createAllocators(settings);
  const tokens = readTokens(settings);
  const opened = await openClusterRegistry(settings, { allocators, tokens, lifetime, origin });
  const { registry } = opened;
  const clientOf = clientsOf(registry);
  if (!origin) await bootstrap(clientOf('kube-apiserver'), settings.serviceCidr);
  return {
    ...opened,
    ...{ settings, lifetime, allocators, tokens, clientOf },
    watched: await watchRequests(settings, { registry, lifetime }),
    activity: createActivity(),
    turns: createTurns(RECONCILES_A_TURN),
    writeTurns: createTurns(WRITES_A_TURN),
    rootCa: origin?.rootCa ?? rootCaOf(settings),
  };
}

function createAllocators({ serviceCidr, random }: Settings): ServiceAllocators {
  return {
    clusterIPs: [createClusterIPs({ range: serviceCidr, random })],
    nodePorts: createNodePorts({ random }),
  };
}

function readTokens({ tokenFile, tokens }: Settings): readonly StaticToken[] | undefined {
  return tokenFile === undefined ? tokens : readTokenFile(tokenFile);
}

function clientsOf(registry: Registry): Parts['clientOf'] {
  return (fieldManager) =>
    createLocalClient(registry, {
      fieldManager,
      user: { username: `system:${fieldManager}`, groups: ['system:masters', 'system:authenticated'] },
    });
}

/** Made when it is first asked for, which is not before the server is ready. */
function rootCaOf({ dataDir, clock }: Settings): () => string {
  let rootCa: string | undefined;
  return () => {
    rootCa ??= loadRootCa(dataDir, clock.now());
    return rootCa;
  };
}
