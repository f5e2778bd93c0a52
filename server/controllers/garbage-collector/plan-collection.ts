import type { ApiObject } from '../../api/object.ts';
import type { OwnerReference } from '../../api/types.gen.ts';
import type { Dependent } from './ownership-graph.ts';

export const FOREGROUND = 'foregroundDeletion';
export const ORPHAN = 'orphan';

/** What is to be done with one object. */
export type Collection =
  | { action: 'nothing' }
  /** Take this owner out of all dependents, then the finalizer off. */
  | { action: 'orphan-dependents' }
  | { action: 'remove-finalizer'; finalizer: string }
  /** It waits for these to go: look at each of them. */
  | { action: 'wait-for'; dependents: Dependent[] }
  | { action: 'set-owners'; owners: OwnerReference[] }
  | { action: 'delete'; policy: 'Background' | 'Foreground' | 'Orphan' };

/** Whether an owner is there, is gone, or is going as soon as its dependents are gone. */
export type OwnerState = 'there' | 'gone' | 'waits-for-dependents';

export interface CollectionInput {
  object: ApiObject;
  dependents: readonly Dependent[];
  /** Asked only for objects that are not being deleted themselves. */
  stateOf(owner: OwnerReference): OwnerState;
  /** Whether a dependent is itself being deleted in the foreground. */
  isDeletingDependents(dependent: Dependent): boolean;
}

export function planCollection(input: CollectionInput): Collection {
  const { object, dependents } = input;
  if (object.metadata?.deletionTimestamp !== undefined) return planDeleted(input);
  const owners = object.metadata?.ownerReferences ?? [];
  if (owners.length === 0) return { action: 'nothing' };

  const states = owners.map((owner) => input.stateOf(owner));
  const solid = owners.filter((_, i) => states[i] === 'there');
  if (solid.length === owners.length) return { action: 'nothing' };
  if (solid.length > 0) return { action: 'set-owners', owners: solid };
  if (states.includes('waits-for-dependents') && dependents.length > 0) {
    // A circle of owners would wait for itself for ever: this one no longer blocks its owners.
    const isCircle = dependents.some(input.isDeletingDependents) && owners.some((o) => o.blockOwnerDeletion);
    if (!isCircle) return { action: 'delete', policy: 'Foreground' };
    return { action: 'set-owners', owners: owners.map((o) => ({ ...o, blockOwnerDeletion: false })) };
  }
  return { action: 'delete', policy: policyOf(object) };
}

function planDeleted({ object, dependents }: CollectionInput): Collection {
  const finalizers = object.metadata?.finalizers ?? [];
  if (finalizers.includes(ORPHAN)) return { action: 'orphan-dependents' };
  if (!finalizers.includes(FOREGROUND)) return { action: 'nothing' };
  const blocking = dependents.filter((d) => blocks(d, object.metadata?.uid ?? ''));
  return blocking.length === 0
    ? { action: 'remove-finalizer', finalizer: FOREGROUND }
    : { action: 'wait-for', dependents: blocking };
}

const blocks = ({ owners }: Dependent, uid: string): boolean =>
  owners.some((owner) => owner.uid === uid && owner.blockOwnerDeletion);

/** What its writer asked for in advance, by a finalizer. */
function policyOf({ metadata }: ApiObject): 'Background' | 'Foreground' | 'Orphan' {
  if (metadata?.finalizers?.includes(ORPHAN)) return 'Orphan';
  return metadata?.finalizers?.includes(FOREGROUND) ? 'Foreground' : 'Background';
}

export function isDeletedInForeground(object: ApiObject | undefined): boolean {
  return object?.metadata?.deletionTimestamp !== undefined && (object.metadata.finalizers ?? []).includes(FOREGROUND);
}
