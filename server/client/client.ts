import type { ApiList, ApiObject, Draft, ObjectKey, ResourceType } from '../api/object.ts';
import type { Status } from '../api/types.gen.ts';
import type { WatchEvent } from '../api/watch-event.ts';

/**
 * The one interface to a cluster, for controllers, simulated nodes, DNS and users alike; `registry/local-client.ts`
 * answers it in process and `client/http-client.ts` over the network, against us or any Kubernetes API server.
 *
 * What comes back may be frozen and shared: change a copy. Every method rejects with an ApiError that carries the
 * Status of the answer.
 */
export interface Client {
  get<T extends ApiObject>(type: ResourceType<T>, key: ObjectKey, options?: SubresourceOptions): Promise<T>;
  list<T extends ApiObject>(type: ResourceType<T>, options?: ListOptions): Promise<ApiList<T>>;

  /**
   * Events after `resourceVersion`; with none, what is there comes first as ADDED. Ends when the signal aborts or the
   * server ends the watch. An ERROR event (such as 410 Expired) is the last one.
   */
  watch<T extends ApiObject>(type: ResourceType<T>, options?: WatchOptions): AsyncIterable<WatchEvent<T>>;

  /** The namespace is that of `object.metadata`. */
  create<T extends ApiObject>(type: ResourceType<T>, object: Draft<T>, options?: WriteOptions): Promise<T>;
  /** With a resourceVersion in the object, 409 Conflict when it is not the latest. */
  update<T extends ApiObject>(
    type: ResourceType<T>,
    object: T,
    options?: WriteOptions & SubresourceOptions,
  ): Promise<T>;
  patch<T extends ApiObject>(
    type: ResourceType<T>,
    key: ObjectKey,
    patch: Patch,
    options?: WriteOptions & SubresourceOptions & { force?: boolean },
  ): Promise<T>;
  delete<T extends ApiObject>(type: ResourceType<T>, key: ObjectKey, options?: DeleteOptions): Promise<T | Status>;
  deleteCollection<T extends ApiObject>(type: ResourceType<T>, options?: ListOptions & DeleteOptions): Promise<void>;

  /** POST to a subresource: pods/eviction, pods/binding, serviceaccounts/token. */
  createSubresource<B extends ApiObject>(
    type: ResourceType,
    key: ObjectKey,
    subresource: string,
    body: B,
    options?: WriteOptions,
  ): Promise<ApiObject | Status>;
}

export type PatchType =
  | 'application/json-patch+json'
  | 'application/merge-patch+json'
  | 'application/strategic-merge-patch+json'
  | 'application/apply-patch+yaml';

export interface Patch {
  type: PatchType;
  body: unknown;
}

export interface SubresourceOptions {
  /** `status`, `scale`, … */
  subresource?: string;
}

export interface ListOptions {
  /** One namespace; all of them when left out. */
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  limit?: number;
  continue?: string;
  resourceVersion?: string;
  resourceVersionMatch?: 'Exact' | 'NotOlderThan';
  /** Nobody will look at managedFields: a server in this process leaves them out, which saves half of the memory. */
  omitManagedFields?: boolean;
}

export interface WatchOptions extends Omit<ListOptions, 'limit' | 'continue'> {
  allowWatchBookmarks?: boolean;
  sendInitialEvents?: boolean;
  timeoutSeconds?: number;
  signal?: AbortSignal;
}

export interface WriteOptions {
  dryRun?: boolean;
  fieldManager?: string;
  fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
}

export interface DeleteOptions {
  gracePeriodSeconds?: number;
  propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  preconditions?: { uid?: string; resourceVersion?: string };
  dryRun?: boolean;
}
