import { type ApiObject, apiVersionOf, type ResourceType } from './object.ts';
import type { ObjectMeta, OwnerReference } from './types.gen.ts';

/** The owner that manages the object: at most one. */
export function controllerOf(object: ApiObject): OwnerReference | undefined {
  return object.metadata?.ownerReferences?.find((reference) => reference.controller);
}

/** Whether `owner` manages `object`. Told by uid: a new object of the same name is another owner. */
export function isControlledBy(object: ApiObject, owner: ApiObject): boolean {
  const uid = owner.metadata?.uid;
  return uid !== undefined && controllerOf(object)?.uid === uid;
}

export function isOwnedBy(object: ApiObject, owner: ApiObject): boolean {
  const uid = owner.metadata?.uid;
  return uid !== undefined && (object.metadata?.ownerReferences ?? []).some((reference) => reference.uid === uid);
}

/** The reference that an object of a controller carries. Objects from lists have no kind, so the type is told. */
export function controllerReference<T extends ApiObject>(type: ResourceType<T>, owner: T): OwnerReference {
  return { ...ownerReference(type, owner), controller: true, blockOwnerDeletion: true };
}

export function ownerReference<T extends ApiObject>(type: ResourceType<T>, owner: T): OwnerReference {
  const { name, uid } = owner.metadata as ObjectMeta & { name: string; uid: string };
  return { apiVersion: apiVersionOf(type), kind: type.kind, name, uid };
}
