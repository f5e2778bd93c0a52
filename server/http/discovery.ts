/** The documents in which clients find what is served: of groups, of versions, and all in one (KEP-3352). */
import { createHash } from 'node:crypto';
import { apiVersionOf } from '../api/object.ts';
import type { ResourceEntry, SubresourceEntry } from '../api/schema/schema-file.ts';
import { resourceFacts, servedGroups } from '../api/schema/schemas.ts';
import type { APIGroup, APIGroupList, APIResource, APIResourceList, APIVersions } from '../api/types.gen.ts';

/** A resource as the server serves it. */
export interface ServedResource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

export interface DiscoveryDocuments {
  /** `/api`; the address is what clients are to call the server: `127.0.0.1:8080`. */
  versions(serverAddress: string): APIVersions;
  /** `/apis` */
  groups(): APIGroupList;
  /** `/apis/GROUP` */
  group(name: string): APIGroup | undefined;
  /** `/api/v1` and `/apis/GROUP/VERSION` */
  resources(group: string, version: string): APIResourceList | undefined;
  /** `/api` or `/apis` as an APIGroupDiscoveryList. */
  aggregated(root: 'api' | 'apis'): { document: object; etag: string };
}

export const AGGREGATED_DISCOVERY_TYPE = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Tells of these resources and no others; in Kubernetes' order, whatever theirs is. */
export function discoveryDocuments(served: readonly ServedResource[]): DiscoveryDocuments {
  const groups = groupsOf(served);
  const named = groups.filter((group) => group.name !== '');
  const aggregated = {
    api: once(() => aggregatedDocument(groups.filter((group) => group.name === ''))),
    apis: once(() => aggregatedDocument(named)),
  };
  return {
    versions: (serverAddress) => apiVersions(groups, serverAddress),
    groups: () => ({ kind: 'APIGroupList', apiVersion: 'v1', groups: named.map(apiGroup) }),
    group(name) {
      const found = named.find((group) => group.name === name);
      return found && { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(found) };
    },
    resources(name, version) {
      const group = groups.find((entry) => entry.name === name);
      const entries = group?.versions.find((entry) => entry.version === version)?.resources;
      return entries && resourceList(name, version, entries);
    },
    aggregated: (root) => aggregated[root](),
  };
}

interface Group {
  name: string;
  /** The preferred version first. */
  versions: { version: string; resources: ResourceEntry[] }[];
}

function groupsOf(served: readonly ServedResource[]): Group[] {
  const paths = new Set(served.map(({ group, version, plural }) => `${group}/${version}/${plural}`));
  const groups = servedGroups().map(({ name, versions }) => {
    const filled = versions.map((version) => ({
      version,
      resources: (resourceFacts(name, version) ?? []).filter((entry) => paths.has(`${name}/${version}/${entry.name}`)),
    }));
    return { name, versions: filled.filter(({ resources }) => resources.length > 0) };
  });
  return groups.filter(({ versions }) => versions.length > 0);
}

function apiVersions(groups: readonly Group[], serverAddress: string): APIVersions {
  const core = groups.find((group) => group.name === '');
  return {
    kind: 'APIVersions',
    versions: core?.versions.map(({ version }) => version) ?? [],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
  };
}

function apiGroup({ name, versions }: Group): APIGroup {
  const listed = versions.map(({ version }) => ({ groupVersion: apiVersionOf({ group: name, version }), version }));
  return { name, versions: listed, preferredVersion: listed[0] };
}

function resourceList(group: string, version: string, entries: readonly ResourceEntry[]): APIResourceList {
  return {
    kind: 'APIResourceList',
    // Kubernetes leaves it out for the core group alone.
    ...(group !== '' && { apiVersion: 'v1' }),
    groupVersion: apiVersionOf({ group, version }),
    resources: entries.flatMap((entry) => [
      apiResource(group, version, entry),
      ...(entry.subresources ?? []).map((subresource) => apiSubresource(entry, subresource)),
    ]),
  };
}

function apiResource(group: string, version: string, entry: ResourceEntry): APIResource {
  const hash = storageVersionHash(group, version, entry);
  return {
    name: entry.name,
    singularName: entry.singular,
    namespaced: entry.namespaced,
    kind: entry.kind,
    verbs: [...entry.verbs],
    ...(entry.shortNames && { shortNames: [...entry.shortNames] }),
    ...(entry.categories && { categories: [...entry.categories] }),
    ...(hash !== undefined && { storageVersionHash: hash }),
  };
}

function apiSubresource(entry: ResourceEntry, subresource: SubresourceEntry): APIResource {
  return {
    name: `${entry.name}/${subresource.name}`,
    singularName: '',
    namespaced: entry.namespaced,
    ...(subresource.group !== undefined && { group: subresource.group }),
    ...(subresource.version !== undefined && { version: subresource.version }),
    kind: subresource.kind,
    verbs: [...subresource.verbs],
  };
}

/** In which form Kubernetes stores kinds that have several. */
const STORED_AS: Readonly<Record<string, string>> = {
  'autoscaling/v1/HorizontalPodAutoscaler': 'autoscaling/v2/HorizontalPodAutoscaler',
  'events.k8s.io/v1/Event': '/v1/Event',
};

/** What is not stored (reviews, bindings, component statuses) has none. */
function storageVersionHash(group: string, version: string, entry: ResourceEntry): string | undefined {
  if (!entry.verbs.includes('create') || !entry.verbs.includes('list')) return undefined;
  const served = `${group}/${version}/${entry.kind}`;
  const digest = createHash('sha256').update(STORED_AS[served] ?? served);
  return digest.digest().subarray(0, 8).toString('base64');
}

function aggregatedDocument(groups: readonly Group[]): { document: object; etag: string } {
  const document = {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map(({ name, versions }) => ({
      metadata: name === '' ? {} : { name },
      versions: versions.map(({ version, resources }) => ({
        version,
        resources: resources.map(discoveredResource),
        freshness: 'Current',
      })),
    })),
  };
  const hash = createHash('sha512').update(JSON.stringify(document)).digest('hex').toUpperCase();
  return { document, etag: `"${hash}"` };
}

function discoveredResource(entry: ResourceEntry): object {
  return {
    resource: entry.name,
    responseKind: responseKind(entry),
    scope: entry.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: entry.singular,
    verbs: entry.verbs,
    ...(entry.shortNames && { shortNames: entry.shortNames }),
    ...(entry.categories && { categories: entry.categories }),
    ...(entry.subresources && {
      subresources: entry.subresources.map((subresource) => ({
        subresource: subresource.name,
        responseKind: responseKind(subresource),
        verbs: subresource.verbs,
      })),
    }),
  };
}

/** Group and version are empty where they are those of the resource. */
function responseKind(entry: { group?: string; version?: string; kind: string }): object {
  return { group: entry.group ?? '', version: entry.version ?? '', kind: entry.kind };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
