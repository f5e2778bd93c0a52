import { type FieldError, forbidden, invalid, required } from '../../../api/field-error.ts';
import { rangeErrors } from '../../../api/names.ts';
import { semanticEqual } from '../../../api/semantic-equal.ts';
import type { Container, Pod, PodSpec } from '../../../api/types.gen.ts';
import { invalidFor } from '../../field-checks.ts';
import { validatePodAnnotations, validatePodAnnotationsUpdate } from '../../pod-spec/annotations.ts';
import { validateTrimmedImage } from '../../pod-spec/containers.ts';
import { validateTolerationsUpdate } from '../../pod-spec/tolerations.ts';
import { validateEach } from '../../validate-each.ts';
import { specDiff } from './spec-diff.ts';
import { validateGatedChange } from './validate-gated-change.ts';
import { specOf, validateWholePod } from './validate-pod.ts';

const MUTABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

/** What a pod is stays as it was, but for the little that its node can follow. */
export function validatePodUpdate(pod: Pod, old: Pod): FieldError[] {
  const errors = [...validateWholePod(pod), ...validateAnnotationsChange(pod, old)];
  return [...errors, ...validateSpecChange(specOf(pod), specOf(old))];
}

export function validateAnnotationsChange({ metadata, spec }: Pod, old: Pod): FieldError[] {
  const field = 'metadata.annotations';
  return [
    ...validatePodAnnotationsUpdate(metadata.annotations ?? {}, old.metadata.annotations ?? {}, field),
    ...validatePodAnnotations(metadata.annotations, spec ?? { containers: [] }, field),
  ];
}

/** The first thing of importance that is wrong hides what comes after it. */
function validateSpecChange(spec: PodSpec, old: PodSpec): FieldError[] {
  const containers = validateImages(spec.containers, old.containers, 'spec.containers');
  if (containers.stop) return containers.errors;
  const init = validateImages(spec.initContainers ?? [], old.initContainers ?? [], 'spec.initContainers');
  const deadline = validateDeadline(spec.activeDeadlineSeconds, old.activeDeadlineSeconds);
  const errors = [...containers.errors, ...init.errors];
  if (init.stop) return errors;
  if (deadline.stop) return [...errors, ...deadline.errors];
  return [
    ...errors,
    ...deadline.errors,
    ...validateTolerationsUpdate(spec.tolerations, old.tolerations, 'spec.tolerations'),
    ...validateGatesUpdate(spec, old, 'spec.schedulingGates'),
    ...validateRest(spec, old),
  ];
}

interface Verdict {
  errors: FieldError[];
  stop: boolean;
}

function validateImages(containers: readonly Container[], old: readonly Container[], field: string): Verdict {
  if (containers.length !== old.length) {
    return { errors: [forbidden(field, 'pod updates may not add or remove containers')], stop: true };
  }
  const errors = validateEach(containers, field, (container, at) => [
    ...(container.image ? [] : [required(`${at}.image`)]),
    ...validateTrimmedImage(container, at),
  ]);
  return { errors, stop: false };
}

function validateDeadline(seconds: number | undefined, old: number | undefined): Verdict {
  const field = 'spec.activeDeadlineSeconds';
  if (seconds === undefined) {
    if (old === undefined) return { errors: [], stop: false };
    return { errors: [invalid(field, null, 'must not update from a positive integer to nil value')], stop: false };
  }
  const errors = invalidFor(field, seconds, rangeErrors(seconds, 0, 2 ** 31 - 1));
  if (errors.length === 0 && old !== undefined && old < seconds) {
    errors.push(invalid(field, seconds, 'must be less than or equal to previous value'));
  }
  return { errors, stop: errors.length > 0 };
}

function validateGatesUpdate(spec: PodSpec, old: PodSpec, field: string): FieldError[] {
  const before = new Set((old.schedulingGates ?? []).map((gate) => gate.name));
  return validateEach(spec.schedulingGates, field, ({ name }, at) =>
    before.has(name)
      ? []
      : [forbidden(`${at}.name`, `only deletion is allowed, but found new scheduling gate '${name}'`)],
  );
}

/** Puts back what may change and compares the rest. */
function validateRest(spec: PodSpec, old: PodSpec): FieldError[] {
  if (semanticEqual(spec, old)) return [];
  const gated = validateGatedChange(spec, old);
  const rest: PodSpec = {
    ...spec,
    ...gated.restored,
    containers: withImagesOf(spec.containers, old.containers),
    initContainers: withImagesOf(spec.initContainers ?? [], old.initContainers ?? []),
    activeDeadlineSeconds: old.activeDeadlineSeconds,
    schedulingGates: old.schedulingGates,
    tolerations: old.tolerations,
    terminationGracePeriodSeconds: graceOf(spec, old),
  };
  if (semanticEqual(rest, old)) return gated.errors;
  const detail = `pod updates may not change fields other than ${MUTABLE}\n${specDiff(old, rest)}`;
  return [...gated.errors, forbidden('spec', detail)];
}

function withImagesOf(containers: readonly Container[], old: readonly Container[]): Container[] {
  return containers.map((container, i) => ({ ...container, image: old[i]?.image }));
}

function graceOf(spec: PodSpec, old: PodSpec): number | undefined {
  const seconds = spec.terminationGracePeriodSeconds;
  return seconds === 1 && (old.terminationGracePeriodSeconds ?? 0) < 0 ? old.terminationGracePeriodSeconds : seconds;
}
