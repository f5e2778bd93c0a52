/** The served resources of a group and version, from discovery and the columns of tables. */
import type { ResourceEntry, SubresourceEntry } from '../../server/api/schema/schema-file.ts';
import type { DiscoveredGroup, Facts } from './facts.ts';

type Discovered = DiscoveredGroup['versions'][number]['resources'][number];

/** Extending the API server itself is not served. */
const LEFT_OUT = ['admissionregistration.k8s.io', 'apiextensions.k8s.io', 'apiregistration.k8s.io'];

export function servedGroups(facts: Facts): DiscoveredGroup[] {
  return facts.groups.filter((group) => !LEFT_OUT.includes(group.metadata.name ?? ''));
}

export function resourcesOf(group: string, version: string, facts: Facts): ResourceEntry[] {
  const found = servedGroups(facts).find((entry) => (entry.metadata.name ?? '') === group);
  const resources = found?.versions.find((entry) => entry.version === version)?.resources ?? [];
  const prefix = group === '' ? version : `${group}/${version}`;
  return resources.map((resource) => resourceEntry(resource, facts.columns[`${prefix}/${resource.resource}`]));
}

function resourceEntry(found: Discovered, columns: ResourceEntry['columns']): ResourceEntry {
  return {
    name: found.resource,
    kind: found.responseKind.kind,
    singular: found.singularResource,
    namespaced: found.scope === 'Namespaced',
    verbs: found.verbs,
    ...(found.shortNames && { shortNames: found.shortNames }),
    ...(found.categories && { categories: found.categories }),
    ...(found.subresources && { subresources: found.subresources.map(subresourceEntry) }),
    ...(columns && { columns }),
  };
}

function subresourceEntry(found: NonNullable<Discovered['subresources']>[number]): SubresourceEntry {
  const { group, version, kind } = found.responseKind;
  return {
    name: found.subresource,
    ...(group !== '' && { group }),
    ...(version !== '' && { version }),
    kind,
    verbs: found.verbs,
  };
}
