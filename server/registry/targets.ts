/** What a request is for: an object, a part of it, or a view of it. */
import { unknownResource } from '../api/errors.ts';
import type { ObjectKey } from '../api/object.ts';
import type { PartSubresource, ViewSubresource } from './define-resource.ts';
import type { Resource } from './resource.ts';
import type { AnyObject } from './stored-object.ts';

export interface UpdateTarget {
  resource: Resource;
  key: ObjectKey;
  /** A part of the object that is written by rules of its own, such as `status`. */
  part?: { name: string; rules: PartSubresource<AnyObject> } | undefined;
}

export interface ViewTarget {
  resource: Resource;
  key: ObjectKey;
  name: string;
  rules: ViewSubresource<AnyObject>;
}

export function updateTarget(resource: Resource, key: ObjectKey, subresource: string | undefined): UpdateTarget {
  if (subresource === undefined) return { resource, key };
  const rules = resource.home.rules.subresources?.[subresource];
  if (rules?.kind !== 'part') throw unknownResource();
  return { resource, key, part: { name: subresource, rules } };
}

export function viewTarget(resource: Resource, key: ObjectKey, subresource: string): ViewTarget | undefined {
  const rules = resource.rules.subresources?.[subresource];
  return rules?.kind === 'view' ? { resource, key, name: subresource, rules } : undefined;
}
