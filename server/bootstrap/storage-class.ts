import type { Draft } from '../api/object.ts';
import { SIMULATED_PROVISIONER } from '../api/simulated-provisioner.ts';
import type { StorageClass } from '../api/types.gen.ts';

/** The default class: claims that name none get a volume at once. */
export const STANDARD_STORAGE_CLASS: Draft<StorageClass> = {
  metadata: {
    name: 'standard',
    annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
  },
  provisioner: SIMULATED_PROVISIONER,
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'Immediate',
};
