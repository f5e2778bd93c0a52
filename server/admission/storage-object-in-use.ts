import type { ObjectMeta } from '../api/types.gen.ts';
import { defineAdmission } from '../registry/define-admission.ts';

const FINALIZERS: Readonly<Record<string, string>> = {
  persistentvolumeclaims: 'kubernetes.io/pvc-protection',
  persistentvolumes: 'kubernetes.io/pv-protection',
};

/** Volumes and claims are not taken away from under a pod: Kubernetes' StorageObjectInUseProtection. */
export const storageObjectInUse = defineAdmission({
  name: 'StorageObjectInUseProtection',
  admit({ operation, type, subresource, object }) {
    const finalizer = type.group === '' ? FINALIZERS[type.plural] : undefined;
    if (operation !== 'CREATE' || subresource !== undefined || finalizer === undefined || !object) return;
    const meta = object.metadata as ObjectMeta;
    if (!meta.finalizers?.includes(finalizer)) meta.finalizers = [...(meta.finalizers ?? []), finalizer];
  },
});
