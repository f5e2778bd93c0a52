import { type ApiObject, apiVersionOf, type ResourceType } from './object.ts';
import { semanticEqual } from './semantic-equal.ts';
import type { ObjectMeta, OwnerReference } from './types.gen.ts';

/** The owner that manages the object: at most one. */
export function controllerOf(object: ApiObject): OwnerReference | undefined {
  return object.metadata?.ownerReferences?.find((reference) => reference.controller);
}

/** The reference that an object of a controller carries. Objects from lists have no kind, so the type is told. */
export function controllerReference<T extends ApiObject>(type: ResourceType<T>, owner: T): OwnerReference {
  return { ...ownerReference(type, owner), controller: true, blockOwnerDeletion: true };
}

function ownerReference<T extends ApiObject>(type: ResourceType<T>, owner: T): OwnerReference {
  const { name, uid } = owner.metadata as ObjectMeta & { name: string; uid: string };
  return { apiVersion: apiVersionOf(type), kind: type.kind, name, uid };
}

/** The references without those that are there twice, and the uids of these. */
export function distinctOwners(references: readonly OwnerReference[]): {
  distinct: OwnerReference[];
  repeated: string[];
} {
  const distinct: OwnerReference[] = [];
  const repeated: string[] = [];
  for (const reference of references) {
    if (distinct.some((other) => semanticEqual(other, reference))) repeated.push(reference.uid);
    else distinct.push(reference);
  }
  return { distinct, repeated };
}

/** The Warning that Kubernetes gives for `repeated`. */
export function repeatedOwnersWarning(repeated: readonly string[]): string {
  const since = 'API server dedups owner references in 1.20+, and may reject such requests as early as 1.24';
  const uids = [...new Set(repeated)].join(', ');
  return `.metadata.ownerReferences contains duplicate entries; ${since}; please fix your requests; duplicate UID(s) observed: ${uids}`;
}
