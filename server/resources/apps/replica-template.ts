/** The template of ReplicaSets, and of Deployments, whose pods ReplicaSets make. */
import { type FieldError, invalid } from '../../api/field-error.ts';
import type { LabelSelector, PodTemplateSpec } from '../../api/types.gen.ts';
import { validateEndlessPods } from '../endless-pods.ts';
import { checkRequiredSelector, isEmptySelector, validateTemplateLabels } from '../label-selector-rules.ts';
import { validateTemplate } from '../pod-template-rules.ts';

interface Holder {
  selector?: LabelSelector | undefined;
  template?: PodTemplateSpec | undefined;
}

export function validateReplicaTemplate({ selector, template }: Holder, field: string): FieldError[] {
  const { errors, usable } = checkRequiredSelector(selector, `${field}.selector`, 'deployment');
  if (!usable) return [...errors, invalid(`${field}.selector`, selector, 'invalid label selector')];
  if (selector && isEmptySelector(selector)) return errors;
  return [
    ...errors,
    ...validateTemplateLabels(selector, template, `${field}.template`),
    ...validateTemplate(template, `${field}.template`),
    ...validateEndlessPods(template?.spec, `${field}.template.spec`, 'ReplicaSet'),
  ];
}
