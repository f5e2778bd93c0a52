/** What workload kinds ask of the selector that finds their pods. */
import { type FieldError, invalid, required } from '../api/field-error.ts';
import { compileLabelSelector } from '../api/label-selector.ts';
import { validateLabelSelector } from '../api/label-selector-validation.ts';
import type { LabelSelector, PodTemplateSpec } from '../api/types.gen.ts';

export interface SelectorCheck {
  errors: FieldError[];
  /** Nothing can be said of pods with a selector that is malformed. */
  usable: boolean;
}

/** A required selector: `kind` is how the text about an empty one names its holder. */
export function checkRequiredSelector(selector: LabelSelector | undefined, field: string, kind: string): SelectorCheck {
  if (!selector) return { errors: [required(field)], usable: true };
  const errors = validateLabelSelector(selector, field);
  const usable = errors.length === 0;
  if (isEmptySelector(selector)) errors.push(invalid(field, selector, `empty selector is invalid for ${kind}`));
  return { errors, usable };
}

export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0;
}

/** An absent selector matches nothing. `field` is the template's. */
export function validateTemplateLabels(
  selector: LabelSelector | undefined,
  template: PodTemplateSpec | undefined,
  field: string,
): FieldError[] {
  const labels = template?.metadata?.labels;
  if (compileLabelSelector(selector).matches(labels)) return [];
  return [invalid(`${field}.metadata.labels`, labels ?? null, '`selector` does not match template `labels`')];
}
