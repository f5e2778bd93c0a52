import { dns1123LabelErrors } from '../../api/names.ts';
import { pods } from '../../api/resource-types.gen.ts';
import type { Pod } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { podWarnings } from '../pod-spec/warnings.ts';
import { preparePod } from './pod/create-pod.ts';
import { defaultPod, defaultPodStatus } from './pod/default-pod.ts';
import { gracePeriodOf } from './pod/delete-pod.ts';
import { ephemeralContainers } from './pod/ephemeral-containers.ts';
import { podBinding } from './pod/pod-binding.ts';
import { podEviction } from './pod/pod-eviction.ts';
import { podFields } from './pod/pod-fields.ts';
import { podRow, podRowConditions } from './pod/pod-row.ts';
import { podStatus } from './pod/pod-status.ts';
import { resize } from './pod/resize.ts';
import { specOf, validateNewPod } from './pod/validate-pod.ts';
import { validatePodUpdate } from './pod/validate-pod-update.ts';

export const pod = defineResource<Pod>(pods, {
  default: defaultPod,
  defaultStatus: defaultPodStatus,
  prepareForCreate: preparePod,
  validate: validateNewPod,
  validateUpdate: validatePodUpdate,
  validateUpdateAlone: true,
  warnings: creationWarnings,
  generation: 'spec',
  selectableFields: podFields,
  row: podRow,
  rowConditions: podRowConditions,
  deleteReturnsObject: true,
  gracePeriod: gracePeriodOf,
  subresources: {
    status: podStatus,
    ephemeralcontainers: ephemeralContainers,
    resize,
    binding: podBinding,
    eviction: podEviction,
  },
});

/** Updates are not warned of: they are the work of machines, mostly. */
function creationWarnings(object: Pod, old: Pod | undefined): string[] {
  if (old) return [];
  const errors = dns1123LabelErrors(object.metadata.name);
  const hostname =
    "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended";
  const warnings = podWarnings(specOf(object), object.metadata);
  return errors.length === 0 ? warnings : [`${hostname}: [${errors.join(' ')}]`, ...warnings];
}
