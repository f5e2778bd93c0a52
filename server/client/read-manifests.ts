import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ApiObject } from '../api/object.ts';
import { parseYaml, strictYamlError } from '../api/yaml/parse-yaml.ts';

/**
 * Objects, in any of the forms in which people have them: a text of YAML or JSON with any number of documents; an
 * object; a file or a folder of them, by path or file URL; a list of all these.
 */
export type Manifests = string | URL | { path: string } | ApiObject | PlainManifest | readonly Manifests[];

/** An object as people write it down. */
export interface PlainManifest {
  apiVersion: string;
  kind: string;
  [field: string]: unknown;
}

/** In their order; the files of a folder by name. Rejects with an Error that says where it was found. */
export async function readManifests(manifests: Manifests): Promise<ApiObject[]> {
  if (typeof manifests === 'string') return parseDocuments(manifests);
  if (manifests instanceof URL) return readPath(fileURLToPath(manifests));
  if (isList(manifests)) return (await Promise.all(manifests.map(readManifests))).flat();
  return 'path' in manifests ? readPath(manifests.path as string) : [manifests as ApiObject];
}

function isList(manifests: Exclude<Manifests, string>): manifests is readonly Manifests[] {
  return Array.isArray(manifests);
}

const EXTENSIONS = /\.(ya?ml|json)$/;

async function readPath(path: string): Promise<ApiObject[]> {
  if (!(await stat(path)).isDirectory()) return readManifestFile(path);
  const names = (await readdir(path)).filter((name) => EXTENSIONS.test(name)).sort();
  return (await Promise.all(names.map((name) => readManifestFile(join(path, name))))).flat();
}

async function readManifestFile(path: string): Promise<ApiObject[]> {
  const text = await readFile(path, 'utf8');
  try {
    return parseDocuments(text);
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** As kubectl parts them. */
const SEPARATOR = /^---(?:[ \t].*)?\r?$/m;

function parseDocuments(text: string): ApiObject[] {
  return text.split(SEPARATOR).flatMap(parseDocument);
}

function parseDocument(text: string): ApiObject[] {
  const { value, duplicates } = parseYaml(text);
  if (value === null) return [];
  if (duplicates.length > 0) throw new Error(strictYamlError(duplicates));
  if (typeof value === 'string') throw new Error(`not a manifest: ${value}; files are meant by { path: … }`);
  return [value as ApiObject];
}
