import { type FieldError, forbidden } from '../../../api/field-error.ts';
import type { Pod, PodSpec } from '../../../api/types.gen.ts';
import { validateAppArmorAgrees, validatePodAnnotations, validateSeccompAgrees } from '../../pod-spec/annotations.ts';
import { validateTrimmedImage } from '../../pod-spec/containers.ts';
import { validatePodSpec } from '../../pod-spec/validate-pod-spec.ts';
import { validateEach } from '../../validate-each.ts';

export function validateNewPod(pod: Pod): FieldError[] {
  const spec = specOf(pod);
  const ephemeral = spec.ephemeralContainers ?? [];
  const gated = 'cannot be set until all schedulingGates have been cleared';
  return [
    ...validateWholePod(pod),
    ...(ephemeral.length > 0 ? [forbidden('spec.ephemeralContainers', 'cannot be set on create')] : []),
    ...(spec.nodeName && spec.schedulingGates?.length ? [forbidden('spec.nodeName', gated)] : []),
    ...validateSeccompAgrees(pod.metadata, spec, 'spec'),
    ...validateAppArmorAgrees(pod.metadata, spec, 'spec'),
  ];
}

/** What holds for new pods and for changed ones. */
export function validateWholePod(pod: Pod): FieldError[] {
  const spec = specOf(pod);
  return [
    ...validatePodAnnotations(pod.metadata.annotations, spec, 'metadata.annotations'),
    ...validatePodSpec(spec, 'spec', { isPod: true, podName: pod.metadata.name }),
    ...validateTokensHaveOwner(spec),
    ...validateEach(spec.containers, 'spec.containers', validateTrimmedImage),
    ...validateEach(spec.initContainers, 'spec.initContainers', validateTrimmedImage),
  ];
}

export function specOf(pod: Pod): PodSpec {
  return pod.spec ?? { containers: [] };
}

function validateTokensHaveOwner(spec: PodSpec): FieldError[] {
  if (spec.serviceAccountName) return [];
  const detail = 'must not be specified when serviceAccountName is not set';
  return validateEach(spec.volumes, 'spec.volumes', ({ projected }, at) =>
    validateEach(projected?.sources, `${at}.projected.sources`, ({ serviceAccountToken }, sourceField) =>
      serviceAccountToken ? [forbidden(`${sourceField}.serviceAccountToken`, detail)] : [],
    ),
  );
}
