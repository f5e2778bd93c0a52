import type { Draft } from '../../api/object.ts';
import { SIMULATED_PROVISIONER } from '../../api/simulated-provisioner.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../api/types.gen.ts';
import { claimReference, requestOf } from './match-volume.ts';

const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';

/** The volume that a provisioner would make for the claim: a folder of the node, if it is known which. */
export function provisionedVolume(
  claim: PersistentVolumeClaim,
  storageClass: StorageClass,
  node: string | undefined,
): Draft<PersistentVolume> {
  const name = `pvc-${claim.metadata.uid}`;
  return {
    metadata: { name, annotations: { [PROVISIONED_BY]: SIMULATED_PROVISIONER } },
    spec: {
      accessModes: claim.spec.accessModes,
      capacity: { storage: requestOf(claim) },
      claimRef: claimReference(claim),
      hostPath: { path: `/var/lib/kubeling/volumes/${name}`, type: 'DirectoryOrCreate' },
      mountOptions: storageClass.mountOptions,
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy,
      storageClassName: storageClass.metadata.name,
      volumeMode: claim.spec.volumeMode,
      ...(node !== undefined && { nodeAffinity: onNode(node) }),
    },
  };
}

function onNode(node: string): NonNullable<PersistentVolume['spec']['nodeAffinity']> {
  const matchExpressions = [{ key: 'kubernetes.io/hostname', operator: 'In' as const, values: [node] }];
  return { required: { nodeSelectorTerms: [{ matchExpressions }] } };
}
