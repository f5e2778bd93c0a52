/** One operation on a resource, and what operations are named after. */
import type { ResourceEntry } from '../../api/schema/schema-file.ts';
import type { QueryParameter } from './parameters.ts';

export type Method = 'get' | 'put' | 'post' | 'delete' | 'patch';

export interface Operation {
  /** Such as `/api/v1/namespaces/{namespace}/pods/{name}`. */
  path: string;
  method: Method;
  id: string;
  tag: string;
  description: string;
  /** `x-kubernetes-action` */
  action?: string;
  /** `x-kubernetes-group-version-kind` */
  kind?: { group: string; version: string; kind: string };
  query: readonly QueryParameter[];
  /** The full name of the body's type; `patch` for any of the patch formats. */
  body?: string;
  /** The full name of the answer's type; `text` for what is none of the API's. */
  answer: string;
  codes: readonly number[];
  /** Lists can be watched, which has media types of its own. */
  watchable?: boolean;
}

export interface ServedVersion {
  group: string;
  version: string;
  resources: readonly ResourceEntry[];
  /** The plurals of resources whose deletion answers with the object. */
  returnedWhenDeleted: ReadonlySet<string>;
}

export const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

export interface Naming {
  /** `/api/v1`, `/apis/apps/v1` */
  root: string;
  /** `CoreV1`, `RbacAuthorizationV1` */
  title: string;
  /** `core_v1`, `rbacAuthorization_v1` */
  tag: string;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
