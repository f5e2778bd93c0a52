/** Everything that is stored: the registry of all kinds over its store, and who may speak to it. */
import { admissionRules } from '../admission/admission-rules.ts';
import { API_AUDIENCE, type TokenAuthenticator } from '../api/authentication.ts';
import { ipAddresses, serviceCIDRs, services } from '../api/resource-types.gen.ts';
import type { IPAddress, Service, ServiceCIDR } from '../api/types.gen.ts';
import { authenticateWith } from '../authentication/authenticate-with.ts';
import { loadSigningKey } from '../authentication/credentials.ts';
import { createTokenIssuer } from '../authentication/issue-token.ts';
import { createServiceAccountAuthenticator } from '../authentication/service-account-authenticator.ts';
import type { SigningKey } from '../authentication/signing-key.ts';
import { createTokenFileAuthenticator, type StaticToken } from '../authentication/token-file.ts';
import type { Lifetime } from '../lib/lifetime.ts';
import { openRegistry, type Registry } from '../registry/registry.ts';
import type { CacheEvent } from '../registry/resource-cache.ts';
import { followIpAddress, followServiceRange } from '../resources/core/service/follow-ranges.ts';
import { followServices, type ServiceAddresses } from '../resources/core/service/follow-services.ts';
import type { ServiceAllocators } from '../resources/core/service/service-allocators.ts';
import { builtinResources } from '../resources/resources.ts';
import type { Origin } from './fork.ts';
import { openStore } from './open-store.ts';
import type { Settings } from './settings.ts';

export interface RegistryContext {
  allocators: ServiceAllocators;
  tokens: readonly StaticToken[] | undefined;
  lifetime: Lifetime;
  origin: Origin | undefined;
}

export interface ClusterRegistry {
  registry: Registry;
  authenticate: TokenAuthenticator;
  key: SigningKey;
}

export async function openClusterRegistry(settings: Settings, context: RegistryContext): Promise<ClusterRegistry> {
  const { allocators, tokens = [], lifetime, origin } = context;
  const { clock } = settings;
  const store = await openStore(settings, origin);
  lifetime.onEnd(() => store.close());
  const key = origin?.key ?? loadSigningKey(settings.dataDir);
  let registry: Registry | undefined;
  const authenticate = authenticateWith([
    createTokenFileAuthenticator(tokens),
    createServiceAccountAuthenticator({
      key,
      issuer: API_AUDIENCE,
      clock,
      objects: { get: (type, name) => registry?.objects.get(type, name) },
    }),
  ]);
  const addresses = followServices(allocators);
  registry = await openRegistry({
    store,
    clock,
    definitions: definitionsOf({ allocators, authenticate, key }),
    admission: admissionRules,
    ...(origin && { content: origin.state.objects }),
    onCommit: (resource, event) => {
      if (resource.type === services) followAddresses(addresses, event);
      else if (resource.type === serviceCIDRs) followServiceRange(allocators, changeOf<ServiceCIDR>(event));
      else if (resource.type === ipAddresses) followIpAddress(allocators, changeOf<IPAddress>(event));
    },
  });
  return { registry: lifetime.add(registry), authenticate, key };
}

function definitionsOf({
  allocators,
  authenticate,
  key,
}: Omit<ClusterRegistry, 'registry'> & Pick<RegistryContext, 'allocators'>): ReturnType<typeof builtinResources> {
  return builtinResources({
    allocators,
    authenticate,
    issue: createTokenIssuer({ key, issuer: API_AUDIENCE }),
    audiences: [API_AUDIENCE],
  });
}

function changeOf<T>({ type, stored, previous }: CacheEvent) {
  return { type, object: stored.bare as unknown as T, old: previous?.bare as unknown as T | undefined };
}

function followAddresses(addresses: ServiceAddresses, { type, stored, previous }: CacheEvent): void {
  const service = stored.bare as unknown as Service;
  if (type === 'ADDED') addresses.added(service);
  else if (type === 'DELETED') addresses.removed(service);
  else if (previous) addresses.changed(previous.bare as unknown as Service, service);
}
