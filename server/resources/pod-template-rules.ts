/** What workload kinds ask of the pod template that they hold. */
import type { FieldError } from '../api/field-error.ts';
import { dns1123LabelErrors } from '../api/names.ts';
import type { ApiObject } from '../api/object.ts';
import type { PodTemplateSpec } from '../api/types.gen.ts';
import { defaultPodTemplate } from './pod-spec/defaults.ts';
import { validatePodTemplateSpec } from './pod-spec/validate-pod-spec.ts';
import { podTemplateWarnings } from './pod-spec/warnings.ts';

/** Fills the template in place; an absent one becomes the empty template, which validation refuses. */
export function defaultTemplate(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const draft = template ?? {};
  draft.metadata ??= {} as NonNullable<PodTemplateSpec['metadata']>;
  defaultPodTemplate(draft);
  return draft;
}

export function validateTemplate(template: PodTemplateSpec | undefined, field: string): FieldError[] {
  return validatePodTemplateSpec(template ?? {}, field);
}

export function templateWarnings(
  template: PodTemplateSpec | undefined,
  old: PodTemplateSpec | undefined,
  field: string,
): string[] {
  return template ? podTemplateWarnings(template, old, field) : [];
}

/** Pods take their host names from the object's name; a name that is no DNS label leads to surprises. */
export function podNameWarnings(object: ApiObject, old: ApiObject | undefined): string[] {
  if (old) return [];
  const errors = dns1123LabelErrors(object.metadata?.name ?? '');
  if (errors.length === 0) return [];
  return [
    `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${errors.join(' ')}]`,
  ];
}
