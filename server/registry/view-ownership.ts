/** Who owns, in the object, what a view of it shows: the replicas that a Scale writes. */
import { apiVersionOf } from '../api/object.ts';
import type { ManagedFieldsEntry } from '../api/types.gen.ts';
import { managedFieldsOfScale, managedFieldsOfScaled } from './managed-fields/scale-fields.ts';
import type { Writer } from './managed-fields/track-changes.ts';
import type { AnyObject } from './stored-object.ts';
import type { ViewTarget } from './targets.ts';

/** The view with the ownership of what it shows; nobody owns anything of views that are not tracked. */
export function withOwners(target: ViewTarget, view: AnyObject, current: AnyObject): AnyObject {
  const kind = scaledKind(target);
  const managedFields = kind && managedFieldsOfScale(current.metadata.managedFields, kind);
  return managedFields ? { ...view, metadata: { ...view.metadata, managedFields } } : view;
}

/** The object's ownership after a write to the view, whose ownership is `owners` then. */
export function ownersAfterView(
  target: ViewTarget,
  current: AnyObject,
  owners: ManagedFieldsEntry[] | undefined,
): ManagedFieldsEntry[] | undefined {
  const kind = scaledKind(target);
  const { managedFields } = current.metadata;
  return kind ? managedFieldsOfScaled(managedFields, owners, kind) : managedFields;
}

export function viewWriter({ rules, name }: ViewTarget, by: { manager: string; now: string }): Writer {
  return { ...by, apiVersion: apiVersionOf(rules.view), subresource: name };
}

function scaledKind({ resource, rules: { replicasPath } }: ViewTarget) {
  return replicasPath === undefined ? undefined : { apiVersion: resource.apiVersion, replicasPath };
}
