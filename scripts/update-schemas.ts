/** Writes schemas/ from a folder of facts: `npx tsx scripts/update-schemas.ts FOLDER`. See schemas/README.md. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type SchemaFile, type SchemaIndex, schemaPathOf, type TypeEntry } from '../server/api/schema/schema-file.ts';
import { type Facts, type HandWritten, type OpenApiSchema, readFacts, readHandWritten } from './schema-facts/facts.ts';
import { fieldsOf } from './schema-facts/fields.ts';
import { printSchema } from './schema-facts/print-schema.ts';
import { resourcesOf, servedGroups } from './schema-facts/resources.ts';
import { fileOf, SCALARS } from './schema-facts/type-names.ts';

const KUBERNETES = '1.36.2';
const SCHEMAS = join(import.meta.dirname, '..', 'schemas');
const LEFT_OUT = /^io\.k8s\.(api\.admissionregistration|apiextensions-apiserver|kube-aggregator)\./;

function main(): void {
  const folder = process.argv[2];
  if (folder === undefined) {
    console.error('usage: npx tsx scripts/update-schemas.ts FOLDER');
    process.exit(2);
  }
  const facts = readFacts(folder);
  const hand = readHandWritten();
  const index = indexOf(facts);
  const files = schemaFiles(facts, hand, index);
  checkHandWritten(hand, files);
  for (const entry of readdirSync(SCHEMAS, { withFileTypes: true })) {
    if (entry.isDirectory()) rmSync(join(SCHEMAS, entry.name), { recursive: true });
  }
  writeSchema('index.json', index);
  for (const [path, file] of files) writeSchema(`${path}.json`, file);
}

function indexOf(facts: Facts): SchemaIndex {
  const groups = servedGroups(facts).map((group) => ({
    name: group.metadata.name ?? '',
    versions: group.versions.map((entry) => entry.version),
  }));
  return { kubernetes: KUBERNETES, groups };
}

function schemaFiles(facts: Facts, hand: HandWritten, index: SchemaIndex): Map<string, SchemaFile> {
  const groupOf = new Map(
    index.groups.flatMap(({ name, versions }) =>
      versions.map((version) => [schemaPathOf({ group: name, version }), { group: name, version }]),
    ),
  );
  const files = new Map<string, SchemaFile & { types: Record<string, TypeEntry> }>();
  for (const name of Object.keys(facts.openapi).sort()) {
    const typeName = name.slice(name.lastIndexOf('.') + 1);
    const schema = facts.openapi[name] as OpenApiSchema;
    if (LEFT_OUT.test(name) || SCALARS.has(typeName) || schema.properties === undefined) continue;
    const path = fileOf(name);
    const { group, version } = groupOf.get(path) ?? {
      group: 'meta.k8s.io',
      version: path.slice(path.indexOf('/') + 1),
    };
    const file = files.get(path) ?? {
      group,
      version,
      package: name.slice(0, name.lastIndexOf('.')),
      resources: resourcesOf(group, version, facts),
      types: {},
    };
    files.set(path, file);
    file.types[typeName] = typeEntry(name, schema, facts, hand);
  }
  return files;
}

function typeEntry(name: string, schema: OpenApiSchema, facts: Facts, hand: HandWritten): TypeEntry {
  const description = hand.descriptions[fileOf(name)]?.[name.slice(name.lastIndexOf('.') + 1)]?.[''];
  const unions = schema['x-kubernetes-unions'];
  return {
    ...(description !== undefined && { description }),
    ...(schema['x-kubernetes-group-version-kind'] !== undefined && { kind: true }),
    ...(schema['x-kubernetes-map-type'] === 'atomic' && { atomic: true }),
    ...(unions !== undefined && { unions }),
    fields: fieldsOf(name, facts, hand),
  };
}

/** What people wrote about a field that is no more would be lost silently. */
function checkHandWritten(hand: HandWritten, files: Map<string, SchemaFile>): void {
  const exists = (path: string, type: string, field: string) => {
    const entry = files.get(path)?.types[type];
    return entry !== undefined && (field === '' || field in entry.fields);
  };
  const check = (path: string, type: string, field: string) => {
    if (!exists(path, type, field)) throw new Error(`schema-facts: there is no ${path}.${type}.${field}`);
  };
  for (const table of [hand.goTypes, hand.descriptions]) {
    for (const [path, types] of Object.entries(table)) {
      for (const [type, fields] of Object.entries(types)) for (const field in fields) check(path, type, field);
    }
  }
  for (const full of Object.values(hand.emptyFields).flat()) {
    const [path, type, field] = full.split('.') as [string, string, string];
    check(path, type, field);
  }
}

function writeSchema(name: string, content: unknown): void {
  const path = join(SCHEMAS, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, printSchema(content));
}

main();
