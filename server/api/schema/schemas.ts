/** Types of the API by kind and by name, and what discovery says of resources. All of it comes from schemas/. */
import { compileType } from './compile-schema.ts';
import type { ObjectSchema } from './schema.ts';
import { type ResourceEntry, schemaPathOf } from './schema-file.ts';
import { schemaFile, schemaIndex } from './schema-files.ts';

export interface KindOf {
  group: string;
  version: string;
  kind: string;
}

/** Throws for a kind that schemas/ does not have: ask `findSchema` about kinds that clients name. */
export function schemaOf(type: KindOf): ObjectSchema {
  const schema = findSchema(type);
  if (schema === undefined) throw new Error(`no schema for ${type.kind} in ${type.group}/${type.version}`);
  return schema;
}

/** The kinds of meta/v1 (DeleteOptions, Status, WatchEvent) are found in every group, as in Kubernetes. */
export function findSchema({ group, version, kind }: KindOf): ObjectSchema | undefined {
  const path = schemaPathOf({ group, version });
  const file = schemaFile(path);
  if (file === undefined || file.group !== group) return undefined;
  if (isKind(path, kind)) return compileType(path, kind);
  return isKind('meta/v1', kind) ? compileType('meta/v1', kind) : undefined;
}

function isKind(path: string, name: string): boolean {
  const types = schemaFile(path)?.types;
  return types !== undefined && Object.hasOwn(types, name) && types[name]?.kind === true;
}

/** By full name, such as `io.k8s.api.core.v1.PodSpec`. Throws for names that schemas/ does not have. */
export function schemaNamed(name: string): ObjectSchema {
  const parts = /^io\.k8s\.(?:api|apimachinery\.pkg\.apis|apimachinery\.pkg)\.(?:(\w+)\.)?(\w+)\.(\w+)$/.exec(name);
  if (parts === null) throw new Error(`no schema named ${name}`);
  return compileType(`${parts[1] ?? 'meta'}/${parts[2]}`, parts[3] as string);
}

/** Undefined for a group and version that is not served. */
export function resourceFacts(group: string, version: string): readonly ResourceEntry[] | undefined {
  const file = schemaFile(schemaPathOf({ group, version }));
  return file?.group === group && file.version === version ? file.resources : undefined;
}

/** The groups in the order of `/apis`, the core group first; the preferred version of each stands first. */
export function servedGroups(): readonly { readonly name: string; readonly versions: readonly string[] }[] {
  return schemaIndex().groups;
}
