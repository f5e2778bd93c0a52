/** System fields of metadata on updates, and what deletion means to them. */
import { distinctOwners, repeatedOwnersWarning } from '../api/owner-references.ts';
import type { WriteContext } from './define-resource.ts';
import type { AnyObject } from './stored-object.ts';

/** What a writer may leave out or may not say: it is as it was. */
export function keepSystemFields(draft: AnyObject, old: AnyObject): void {
  const { metadata } = draft;
  const was = old.metadata;
  metadata.uid ||= was.uid;
  metadata.creationTimestamp = was.creationTimestamp;
  metadata.resourceVersion = was.resourceVersion;
  if (was.deletionTimestamp !== undefined) {
    metadata.deletionTimestamp ??= was.deletionTimestamp;
    metadata.deletionGracePeriodSeconds ??= was.deletionGracePeriodSeconds;
  }
  if (was.generation === undefined) delete metadata.generation;
  else metadata.generation = was.generation;
  delete metadata.selfLink;
}

/** Nothing keeps a deleted object any longer: its grace is over and its finalizers are gone. */
export function isReadyToGo(draft: AnyObject, old: AnyObject): boolean {
  return (
    old.metadata.deletionTimestamp !== undefined &&
    // A Namespace has none: it goes when its spec.finalizers do.
    (old.metadata.deletionGracePeriodSeconds ?? 0) === 0 &&
    (draft.metadata.finalizers ?? []).length === 0
  );
}

/** An owner that is named twice is kept once, with a warning. */
export function dropRepeatedOwners({ metadata }: AnyObject, { warn }: WriteContext): void {
  const { ownerReferences } = metadata;
  if (!ownerReferences || ownerReferences.length < 2) return;
  const { distinct, repeated } = distinctOwners(ownerReferences);
  if (repeated.length === 0) return;
  metadata.ownerReferences = distinct;
  warn(repeatedOwnersWarning(repeated));
}
