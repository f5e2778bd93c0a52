import { type ApiObject, keyOf, type ResourceType } from '../../api/object.ts';
import type { OwnerReference } from '../../api/types.gen.ts';

/** An object that is owned by others. */
export interface Dependent {
  type: ResourceType;
  /** As `keyOf` gives it. */
  key: string;
  uid: string;
  owners: readonly OwnerReference[];
}

/** Who is owned by whom, by uid. Objects without owners are not kept. */
export interface OwnershipGraph {
  /** Takes in an object's present state; returns the owners that it had before. */
  set(type: ResourceType, object: ApiObject): readonly OwnerReference[];
  delete(object: ApiObject): void;
  dependentsOf(uid: string): Iterable<Dependent>;
  hasDependents(uid: string): boolean;
}

export function createOwnershipGraph(): OwnershipGraph {
  const dependents = new Map<string, Dependent>();
  const byOwner = new Map<string, Map<string, Dependent>>();

  const remove = (uid: string): readonly OwnerReference[] => {
    const known = dependents.get(uid);
    if (!known) return [];
    dependents.delete(uid);
    for (const owner of known.owners) {
      const owned = byOwner.get(owner.uid);
      owned?.delete(uid);
      if (owned?.size === 0) byOwner.delete(owner.uid);
    }
    return known.owners;
  };

  return {
    set(type, object) {
      const uid = object.metadata?.uid ?? '';
      const owners = object.metadata?.ownerReferences ?? [];
      const before = dependents.get(uid)?.owners ?? [];
      if (owners === before || (owners.length === 0 && before.length === 0)) return before;
      remove(uid);
      if (owners.length === 0) return before;
      const dependent = { type, key: keyOf(object), uid, owners };
      dependents.set(uid, dependent);
      for (const owner of owners) {
        const owned = byOwner.get(owner.uid);
        if (owned) owned.set(uid, dependent);
        else byOwner.set(owner.uid, new Map([[uid, dependent]]));
      }
      return before;
    },
    delete: (object) => void remove(object.metadata?.uid ?? ''),
    dependentsOf: (uid) => byOwner.get(uid)?.values() ?? [],
    hasDependents: (uid) => byOwner.has(uid),
  };
}
