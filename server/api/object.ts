import type { ObjectMeta } from './types.gen.ts';

/** Any Kubernetes object, as plain JSON data. Objects that come from the registry are frozen: change a copy. */
export interface ApiObject {
  apiVersion?: string | undefined;
  kind?: string | undefined;
  metadata?: ObjectMeta;
}

/** An object as a writer sends it: the system fills uid, status and what else is left out. */
export type Draft<T extends ApiObject> = Partial<Omit<T, 'metadata'>> & { metadata: Partial<ObjectMeta> };

/** A list as the API answers it. */
export interface ApiList<T extends ApiObject = ApiObject> {
  apiVersion: string;
  kind: string;
  metadata: ListMeta;
  items: T[];
}

export interface ListMeta {
  resourceVersion?: string | undefined;
  continue?: string | undefined;
  remainingItemCount?: number | undefined;
}

/** Which resource is meant; `T` is the type of its objects. Constants for all kinds are in resource-types.gen.ts. */
export interface ResourceType<T extends ApiObject = ApiObject> {
  /** The API group, empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** The plural name in lower case, as in URLs. */
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly _object?: T;
}

/** Which object of a resource: `namespace` is left out for cluster-scoped resources. */
export interface ObjectKey {
  namespace?: string | undefined;
  name: string;
}

/** `v1` for the core group, `apps/v1` otherwise. */
export function apiVersionOf(type: { group: string; version: string }): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}

/** The other way round; what comes after the first slash is the version. */
export function parseApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/');
  return { group: apiVersion.slice(0, Math.max(slash, 0)), version: apiVersion.slice(slash + 1) };
}

/** `namespace/name`, or the bare name: the form in which work queues and indexes know an object. */
export function keyOf(object: ApiObject): string {
  const meta = object.metadata;
  return meta?.namespace ? `${meta.namespace}/${meta.name}` : (meta?.name ?? '');
}

export function parseKey(key: string): ObjectKey {
  const slash = key.indexOf('/');
  return slash < 0 ? { name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
