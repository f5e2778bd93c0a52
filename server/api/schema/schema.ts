/**
 * A type of the API, compiled from schemas/ on first use. Everything that depends on the shape of objects walks these:
 * decoding, defaulting, strategic merge, server-side apply, protobuf, OpenAPI.
 */
export type Schema =
  | ObjectSchema
  | MapSchema
  | ListSchema
  | { readonly type: 'string'; readonly enum?: readonly string[]; readonly goType?: string }
  | { readonly type: 'integer'; readonly bits: 32 | 64; readonly goType?: string }
  | { readonly type: 'number' }
  | { readonly type: 'boolean' }
  /** Base64 in JSON. */
  | { readonly type: 'bytes' }
  /** RFC 3339 with seconds in JSON; `micro` with six digits of a second. */
  | { readonly type: 'time'; readonly micro: boolean }
  | { readonly type: 'quantity' }
  | { readonly type: 'intOrString' }
  /** Any JSON value: RawExtension, FieldsV1, JSON. */
  | { readonly type: 'any'; readonly name: string };

export interface ObjectSchema {
  readonly type: 'object';
  /** The full name, such as `io.k8s.api.core.v1.ServiceSpec`. */
  readonly name: string;
  /** The name as Go prints it, such as `v1.ServiceSpec`. */
  readonly goName: string;
  readonly description?: string;
  /** In the order in which Kubernetes writes them: for kinds `kind` and `apiVersion` first. */
  readonly fields: ReadonlyMap<string, Field>;
  /** Server-side apply owns the object as a whole. */
  readonly atomic: boolean;
  /** `x-kubernetes-group-version-kind`, for kinds. */
  readonly kinds?: readonly { group: string; version: string; kind: string }[];
  /** `x-kubernetes-unions`, as OpenAPI has it. */
  readonly unions?: readonly unknown[];
}

export interface MapSchema {
  readonly type: 'map';
  readonly values: Schema;
  readonly atomic: boolean;
  /** As Go prints it, where it has a name of its own: `v1.ResourceList`. */
  readonly goType?: string;
}

export interface ListSchema {
  readonly type: 'list';
  readonly items: Schema;
  readonly listType: 'atomic' | 'set' | 'map';
  /** The keys of `map` lists. */
  readonly keys: readonly string[];
  /** As Go prints it, where it has a name of its own. */
  readonly goType?: string;
}

export interface Field {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
  /** Go has a pointer here: `0`, `""`, `false` and `{}` are values like others and are kept. */
  readonly pointer: boolean;
  readonly default?: unknown;
  /**
   * The Go struct is no pointer and has no omitempty, so Kubernetes writes it even when it is empty:
   * `resources: {}`, `status: {}`.
   */
  readonly alwaysWritten: boolean;
  /** How an empty field is written that is always written: `""`, `0`, `null`, `[]`. Objects are `{}`. */
  readonly emptyValue?: unknown;
  readonly description?: string;
  /** `x-kubernetes-patch-strategy`, split at its comma. */
  readonly patchStrategy: readonly string[];
  readonly patchMergeKey?: string;
  /** `x-kubernetes-list-type`, `-list-map-keys` and `-map-type` as OpenAPI has them, where it has any. */
  readonly listType?: 'atomic' | 'set' | 'map';
  readonly mapType?: 'atomic' | 'granular';
  /** The field's protobuf number and its type there, such as `repeated k8s.io.api.core.v1.ServicePort`. */
  readonly protobuf?: {
    readonly number: number;
    readonly type: string;
    /** The number of the message around the field in protobuf, which JSON does not have (Go: an embedded struct). */
    readonly within?: number;
  };
}
