/** The files of schemas/, read when they are first needed. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SchemaFile, SchemaIndex } from './schema-file.ts';

const files = new Map<string, unknown>();
let root: string | undefined;

/** Such as `core/v1`; undefined where there is no such file. */
export function schemaFile(path: string): SchemaFile | undefined {
  return read<SchemaFile>(path);
}

export function schemaIndex(): SchemaIndex {
  const index = read<SchemaIndex>('index');
  if (index === undefined) throw new Error('schemas/index.json is missing');
  return index;
}

function read<T>(path: string): T | undefined {
  if (!files.has(path)) files.set(path, readJson(path));
  return files.get(path) as T | undefined;
}

function readJson(path: string): unknown {
  root ??= findRoot(import.meta.dirname);
  const file = join(root, `${path}.json`);
  // Paths come from group and version names of requests.
  if (!/^[a-z0-9]+(\/[a-z0-9]+)?$/.test(path) || !existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** schemas/ stands beside server/ and dist/, wherever in them this code ends up. */
function findRoot(folder: string): string {
  const candidate = join(folder, 'schemas');
  if (existsSync(join(candidate, 'index.json'))) return candidate;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('the folder schemas/ is missing');
  return findRoot(parent);
}
