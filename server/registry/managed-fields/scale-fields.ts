/** Ownership seen through the scale subresource, where there is one field: `spec.replicas`. */
import { apiVersionOf } from '../../api/object.ts';
import type { ManagedFieldsEntry } from '../../api/types.gen.ts';
import { difference, type FieldSet, fieldSetOfPaths, hasPath } from './field-set.ts';
import { type Entries, isSameManager, type Manager, readStoredManagers, writeManagers } from './managers.ts';
import { withFields } from './ownership.ts';
import { fieldElement } from './path-element.ts';

const SCALE_VERSION = apiVersionOf({ group: 'autoscaling', version: 'v1' });
const REPLICAS_IN_SCALE = fieldSetOfPaths(['spec.replicas']);

/** Where the scaled kind has its replicas, and in which version of the API that is. */
export interface ScaledKind {
  readonly apiVersion: string;
  /** Such as `spec.replicas`. */
  readonly replicasPath: string;
}

/** The managedFields of the Scale: those who own the replicas. */
export function managedFieldsOfScale(parent: Entries | undefined, kind: ScaledKind): ManagedFieldsEntry[] | undefined {
  const owners = readStoredManagers(parent).filter((manager) => ownsReplicas(manager, kind));
  return writeManagers(owners.map((owner) => ({ ...withFields(owner, REPLICAS_IN_SCALE), apiVersion: SCALE_VERSION })));
}

/**
 * The managedFields of the scaled object after a write to its Scale, whose managedFields are `scale`: who owns nothing
 * there has lost the replicas here. Entries that come this way have no time, as in Kubernetes.
 */
export function managedFieldsOfScaled(
  parent: Entries | undefined,
  scale: Entries | undefined,
  kind: ScaledKind,
): ManagedFieldsEntry[] | undefined {
  const scalers = readStoredManagers(scale).map((scaler): Manager => {
    return { ...withFields(scaler, replicasOf(kind)), apiVersion: kind.apiVersion, time: undefined };
  });
  const known = readStoredManagers(parent).filter(({ apiVersion }) => apiVersion === kind.apiVersion);
  const isOwner = (manager: Manager) => ownsReplicas(manager, kind);
  const kept = known.map((manager) =>
    isOwner(manager) && !scalers.some((scaler) => isSameManager(scaler, manager))
      ? withFields(manager, difference(manager.fields, replicasOf(kind)))
      : manager,
  );
  const added = scalers.filter(
    (scaler) => !known.some((manager) => isSameManager(manager, scaler) && isOwner(manager)),
  );
  return writeManagers([...kept, ...added]);
}

function ownsReplicas({ apiVersion, fields }: Manager, kind: ScaledKind): boolean {
  return apiVersion === kind.apiVersion && hasPath(fields, kind.replicasPath.split('.').map(fieldElement));
}

function replicasOf({ replicasPath }: ScaledKind): FieldSet {
  return fieldSetOfPaths([replicasPath]);
}
