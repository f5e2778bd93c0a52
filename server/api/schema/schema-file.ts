/** The form of the files in schemas/: one per API group and version, made by scripts/update-schemas.ts. */
export interface SchemaFile {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** What stands before each type's name in OpenAPI: `io.k8s.api.core.v1`. */
  readonly package: string;
  readonly resources: readonly ResourceEntry[];
  readonly types: Readonly<Record<string, TypeEntry>>;
}

export interface TypeEntry {
  readonly description?: string;
  /** The type is a kind of this group and version. */
  readonly kind?: true;
  /** Server-side apply owns the object as a whole. */
  readonly atomic?: true;
  readonly unions?: readonly unknown[];
  /** In the order of the Go struct. */
  readonly fields: Readonly<Record<string, FieldEntry>>;
}

export interface FieldEntry {
  /**
   * As Go would say it: `*int32`, `[]ServicePort`, `map[string]Quantity`. A type of another file has its path before
   * it: `meta/v1.ObjectMeta`.
   */
  readonly type: string;
  /** The Go type in error messages, where it is not the type's own: `v1.Protocol`, `[]v1.IPFamily`. */
  readonly go?: string;
  /** The protobuf number. */
  readonly number?: number;
  /** The number of the embedded message that holds the field in protobuf, but not in JSON. */
  readonly within?: number;
  /** The protobuf type where it does not follow from `type`. */
  readonly wire?: string;
  readonly required?: true;
  /** Written even when it is empty (Go: no omitempty). */
  readonly keep?: true;
  /** An empty value is written as null. */
  readonly null?: true;
  /** Left out when it is empty, unlike other structs (Go: omitzero). */
  readonly omit?: true;
  readonly default?: unknown;
  /** Of the field, or of its items. */
  readonly enum?: readonly string[];
  readonly listType?: 'atomic' | 'set' | 'map';
  readonly listKeys?: readonly string[];
  readonly mapType?: 'atomic' | 'granular';
  readonly mergeKey?: string;
  readonly strategy?: readonly string[];
  readonly description?: string;
}

export interface ResourceEntry {
  /** The plural name, as in URLs. */
  readonly name: string;
  readonly kind: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly SubresourceEntry[];
  readonly columns?: ColumnFacts;
}

/** Name, type, format and priority of each column of a table. */
export type ColumnFacts = readonly (readonly [string, string, string, number])[];

export interface SubresourceEntry {
  readonly name: string;
  /** The group and version are given where they are not those of the resource. */
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

/** schemas/index.json: the groups in Kubernetes' order, their versions by preference. */
export interface SchemaIndex {
  /** The version of Kubernetes that the facts come from. */
  readonly kubernetes: string;
  readonly groups: readonly { readonly name: string; readonly versions: readonly string[] }[];
}

/** `core/v1`, `discovery/v1`: where in schemas/ a group's version is. */
export function schemaPathOf(type: { group: string; version: string }): string {
  return `${type.group === '' ? 'core' : (type.group.split('.')[0] as string)}/${type.version}`;
}
