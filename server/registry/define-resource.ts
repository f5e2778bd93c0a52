import type { AccessQuestion } from '../api/authorization.ts';
import type { FieldError } from '../api/field-error.ts';
import type { ApiObject, ObjectKey, ResourceType } from '../api/object.ts';
import type { ColumnFacts } from '../api/schema/schema-file.ts';
import type { Status, UserInfo } from '../api/types.gen.ts';

/**
 * What one kind adds to the machinery that all kinds share. Everything is optional: verbs, names, columns and fields
 * come from schemas/. All functions are synchronous and pure but for the draft that they are given to fill.
 */
export interface ResourceRules<T extends ApiObject> {
  /** The rule for `metadata.name`; a DNS subdomain when left out. Returns the texts of what is wrong. */
  validateName?(name: string, options: { prefix: boolean }): string[];

  /**
   * Fills what the writer left out, beyond the schema's defaults. Called for every write, on the decoded draft,
   * before anything else looks at it.
   */
  default?(draft: T): void;
  /**
   * What of it a writer of the status alone needs, who shares all the rest with what is stored. Without it such a
   * writer's draft is a copy and takes the whole `default`.
   */
  defaultStatus?(draft: T): void;
  /**
   * All that `default` does is done to the spec, and the other rules leave a spec alone that is the stored one. A write
   * that changes nothing of it then shares it, frozen, and takes no defaults.
   */
  sharesSpec?: boolean;

  /**
   * Takes from the cluster what the object needs (addresses, ports), before validation. Throws ApiError to refuse.
   * What is returned is undone when the write fails or is a dry run, and confirmed when it is committed.
   */
  allocate?(draft: T, old: T | undefined, context: WriteContext): Allocation | undefined;

  /** Drops and sets what a creator may not say (`status`), before validation. */
  prepareForCreate?(draft: T, context: WriteContext): void;
  /** Restores what this writer may not change; `status` is kept already for kinds with a status subresource. */
  prepareForUpdate?(draft: T, old: T, context: WriteContext): void;

  validate?(object: T, context: WriteContext): FieldError[];
  /** In addition to `validate`, which updates run too unless `validateUpdateAlone` is set. */
  validateUpdate?(object: T, old: T, context: WriteContext): FieldError[];
  validateUpdateAlone?: boolean;

  /** Texts for Warning headers. */
  warnings?(object: T, old: T | undefined, context: WriteContext): string[];

  /**
   * Whether `metadata.generation` counts this kind's changes, and what counts as one. `spec` when the kind has a spec
   * and Kubernetes counts it.
   */
  generation?: 'none' | 'spec' | Method<[object: T, old: T], boolean>;

  /** Field selectors beyond `metadata.name` and `metadata.namespace`. Absent values are ''. */
  selectableFields?: Readonly<Record<string, Method<[object: T], string>>>;

  /** The cells of a table row, in the order of the columns in schemas/. Without it: name and age. */
  row?(object: T, context: RowContext): unknown[];
  /** What a table says of the row as a whole, such as that a pod has finished. */
  rowConditions?(object: T): readonly RowCondition[];

  /** Annotations that are fields inside of Kubernetes: tables and partial metadata are without them. */
  hiddenAnnotations?: readonly string[];

  /** PUT of a missing object creates it. */
  createOnUpdate?: boolean;
  /** PUT needs a resourceVersion. */
  requiresResourceVersion?: boolean;
  /** DELETE answers with the object, not with a Status. */
  deleteReturnsObject?: boolean;
  /** What happens to dependents when a deletion does not say. */
  defaultPropagation?: 'Background' | 'Orphan';
  /** A Warning header for such a deletion. */
  defaultPropagationWarning?: string;
  /** Throws ApiError to keep the object; runs before preconditions and finalizers, also for a dry run. */
  validateDelete?(object: T, context: WriteContext): void;
  /**
   * Graceful deletion: how many seconds the object may live on; 0 or undefined removes it now. `requested` is the
   * client's wish, if any. May change the draft of the deleted object.
   */
  gracePeriod?(object: T, requested: number | undefined, context: WriteContext): number | undefined;
  /** The object is deleted but lives on: changes the draft that is stored with its deletionTimestamp. */
  markDeleted?(draft: T, context: WriteContext): void;
  /**
   * Keeps a deleted object besides metadata.finalizers, as a Namespace's spec.finalizers do. Asked at the deletion and
   * after each write to an object that is being deleted.
   */
  outlivesDeletion?(object: T): boolean;

  /** The kind is deprecated: a Warning on every call to it, whatever the answer. */
  deprecated?: string;

  /** By name. `status` and `scale` are usually made by `statusSubresource()` and `scaleSubresource()`. */
  subresources?: Readonly<Record<string, Subresource<T>>>;

  /** The kind is another form of a stored kind: another version of it, or the same in another group. */
  storedAs?: StoredAs<T>;
  /** Nothing of this kind is stored: these functions answer, and of the other rules only `row` is asked. */
  virtual?: VirtualRules<T>;
}

/**
 * A kind whose objects are those of another resource. A draft is decoded and defaulted as `T`, then converted; from
 * there on the stored kind's rules hold. `selectableFields` and `row` are asked for `T`. Errors name the stored kind.
 */
export interface StoredAs<T extends ApiObject, S extends ApiObject = ApiObject> {
  type: ResourceType<S>;
  /** A new object with its own apiVersion and kind; what the stored kind has not is lost or kept in annotations. */
  toStored(object: T): S;
  fromStored(object: S): T;
  /** Rules of the stored kind that are other ones for writers who come this way. */
  rules?: Pick<ResourceRules<S>, 'validate' | 'validateUpdate' | 'validateUpdateAlone'>;
}

/** A kind that is computed (reviews, component statuses). The verbs served are those of the functions. */
export interface VirtualRules<T extends ApiObject> {
  /** Answers a POST (201); `metadata.namespace` is set for namespaced kinds. Throws ApiError. */
  create?(object: T, context: WriteContext): T | Promise<T>;
  get?(key: ObjectKey): T | undefined;
  list?(namespace?: string): T[];
  /** A POST is one to this subresource of the object that the body names. */
  forwardTo?: { type: ResourceType; subresource: string };
}

/** A write to a part of the object (`status`, `ephemeralcontainers`, `resize`): same kind, other rules. */
export interface PartSubresource<T extends ApiObject> {
  kind: 'part';
  /** Restores everything that this subresource does not write. */
  prepareForUpdate(draft: T, old: T, context: WriteContext): void;
  /** Replaces the kind's own update rules. */
  validateUpdate?(object: T, old: T, context: WriteContext): FieldError[];
  /** Paths that its writers come to own, such as `spec.containers.*.resources`; all but `resetFields` when left out. */
  ownedFields?: readonly string[];
  /** Paths that it restores: its writers do not own them. */
  resetFields?: readonly string[];
  generation?: 'none' | 'spec';
}

/** The object seen as another kind (`scale`): read makes the view, write puts a changed view back. */
export interface ViewSubresource<T extends ApiObject> {
  kind: 'view';
  view: { group: string; version: string; kind: string };
  /** Where the object has what a Scale has in `spec.replicas`: ownership of the field goes with it. */
  replicasPath?: string;
  /** Of tables: the columns, and a cell for each. */
  columns: ColumnFacts;
  row(view: ApiObject, context: RowContext): unknown[];
  read(object: T): ApiObject;
  write(draft: T, view: ApiObject): void;
  validate?(view: ApiObject): FieldError[];
}

/** A POST that does something to the object (`eviction`, `binding`, `token`). */
export interface ActionSubresource<T extends ApiObject> {
  kind: 'action';
  body: { group: string; version: string; kind: string };
  /** The code of a good answer, 201 when left out. */
  code?: number;
  act(target: ActionTarget<T>, body: ApiObject): Promise<ApiObject | Status>;
}

export interface ActionTarget<T extends ApiObject> {
  key: ObjectKey;
  /** Undefined when the object is not there: the action decides what that means. */
  object: T | undefined;
  context: WriteContext;
  /** Read, change, write with a retry on conflict; `change` works on a fresh draft. */
  update(change: (draft: T) => void): Promise<T>;
  /** As a client's DELETE would, with its errors. */
  delete(options: ActionDelete): Promise<void>;
  /** As `update`, on the status of another object. Throws 404 when it is not there. */
  updateStatusOf<O extends ApiObject>(type: ResourceType<O>, key: ObjectKey, change: (draft: O) => void): Promise<O>;
}

export interface ActionDelete {
  gracePeriodSeconds?: number;
  dryRun?: boolean;
  preconditions?: { uid?: string | undefined; resourceVersion?: string | undefined };
}

export type Subresource<T extends ApiObject> = PartSubresource<T> | ViewSubresource<T> | ActionSubresource<T>;

export interface WriteContext {
  /** Milliseconds since the epoch. */
  now: number;
  dryRun: boolean;
  user: UserInfo;
  /** Whether the writer may do something else, too. Without it everything. */
  allows?: ((question: AccessQuestion) => boolean) | undefined;
  /** What is in the cluster now. */
  objects: ObjectReader;
  /** Adds a text for a Warning header. */
  warn(text: string): void;
}

/** Synchronous reads of what is committed; the objects are frozen. */
export interface ObjectReader {
  get<T extends ApiObject>(type: ResourceType<T>, key: ObjectKey): T | undefined;
  list<T extends ApiObject>(type: ResourceType<T>, namespace?: string): Iterable<T>;
}

export interface Allocation {
  /** The write is committed. */
  confirm?(): void;
  /** The write failed, or was a dry run. */
  undo(): void;
}

/** meta.k8s.io's TableRowCondition. */
export interface RowCondition {
  type: string;
  status: string;
  reason: string;
  message: string;
}

export interface RowContext {
  /** Milliseconds since the epoch, for ages. */
  now: number;
}

/** Compared as methods are, so that the definitions of all kinds fit into one list. */
type Method<A extends unknown[], R> = { call(...args: A): R }['call'];

/** A kind that the server serves. */
export interface ResourceDefinition<T extends ApiObject = ApiObject> {
  readonly type: ResourceType<T>;
  readonly rules: ResourceRules<T>;
}

export function defineResource<T extends ApiObject>(
  type: ResourceType<T>,
  rules: ResourceRules<T> = {},
): ResourceDefinition<T> {
  return { type, rules };
}
