import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SchemaFile, type SchemaIndex, schemaPathOf } from '../../server/api/schema/schema-file.ts';
import { resourceTypesSource } from './resource-types-source.ts';
import { typesSource } from './types-source.ts';

const SCHEMAS = join(import.meta.dirname, '..', '..', 'schemas');

/** Path and content of each generated file. */
export function generatedFiles(): [path: string, source: string][] {
  const index = readSchema<SchemaIndex>('index');
  const paths = index.groups.flatMap(({ name, versions }) =>
    versions.map((version) => schemaPathOf({ group: name, version })),
  );
  const files = new Map([...paths, 'meta/v1'].map((path) => [path, readSchema<SchemaFile>(path)]));
  return [
    ['server/api/types.gen.ts', typesSource(files)],
    ['server/api/resource-types.gen.ts', resourceTypesSource(files, index)],
  ];
}

function readSchema<T>(path: string): T {
  return JSON.parse(readFileSync(join(SCHEMAS, `${path}.json`), 'utf8')) as T;
}
