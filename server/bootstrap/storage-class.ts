import type { Draft } from '../api/object.ts';
import type { StorageClass } from '../api/types.gen.ts';
import { SIMULATED_PROVISIONER } from '../controllers/persistent-volume/plan-claim.ts';

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
