import type { ResourceEntry, SchemaFile, SchemaIndex } from '../../server/api/schema/schema-file.ts';
import { schemaPathOf } from '../../server/api/schema/schema-file.ts';
import { capitalised, typeNames } from './type-names.ts';

interface Served {
  group: string;
  version: string;
  entry: ResourceEntry;
  typeName: string;
}

/** The TypeScript of resource-types.gen.ts: a constant for each resource that is served. */
export function resourceTypesSource(files: ReadonlyMap<string, SchemaFile>, index: SchemaIndex): string {
  const served = servedResources(files, index);
  const preferred = new Map<string, Served>();
  for (const resource of served) {
    if (!preferred.has(resource.entry.name)) preferred.set(resource.entry.name, resource);
  }
  const constants = served.map((resource) => {
    const camel = camelPlural(resource.entry);
    const alone = preferred.get(resource.entry.name) === resource;
    return constantSource(alone ? camel : prefixOf(resource) + capitalised(camel), resource);
  });
  const imports = [...new Set(served.map((resource) => resource.typeName))].sort();
  const list = imports.map((name) => `  ${name},\n`).join('');
  return `// Generated from schemas/ by scripts/generate-types.ts: do not edit.
import type { ResourceType } from './object.ts';
import type {
${list}} from './types.gen.ts';

${constants.join('\n')}`;
}

function servedResources(files: ReadonlyMap<string, SchemaFile>, index: SchemaIndex): Served[] {
  const names = typeNames(
    [...files].flatMap(([path, file]) => Object.keys(file.types).map((name) => `${path}.${name}`)),
  );
  return index.groups.flatMap(({ name: group, versions }) =>
    versions.flatMap((version) => {
      const path = schemaPathOf({ group, version });
      return (files.get(path)?.resources ?? []).map((entry) => {
        const typeName = names.get(`${path}.${entry.kind}`);
        if (typeName === undefined) throw new Error(`${path} has no type ${entry.kind}`);
        return { group, version, entry, typeName };
      });
    }),
  );
}

function constantSource(name: string, { group, version, entry, typeName }: Served): string {
  return `export const ${name}: ResourceType<${typeName}> = {
  group: '${group}',
  version: '${version}',
  plural: '${entry.name}',
  kind: '${entry.kind}',
  namespaced: ${entry.namespaced},
};
`;
}

function prefixOf({ group, version }: Served): string {
  return (group.split('.')[0] as string) + capitalised(version);
}

/** The plural in the kind's spelling: `endpointSlices`, `ingressClasses`, `csiDrivers`. */
function camelPlural({ name, kind }: ResourceEntry): string {
  const words = /^[A-Z]+(?=[A-Z])/.exec(kind)?.[0] ?? kind.charAt(0);
  const start = words.toLowerCase() + kind.slice(words.length);
  for (const [cut, ending] of [
    [0, 's'],
    [0, 'es'],
    [1, 'ies'],
    [0, ''],
  ] as const) {
    const plural = start.slice(0, start.length - cut) + ending;
    if (plural.toLowerCase() === name) return plural;
  }
  return name;
}
