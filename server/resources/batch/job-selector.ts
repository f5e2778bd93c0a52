/** Jobs find their pods by a label with their uid, which the server puts there. */
import { type FieldError, invalid, required } from '../../api/field-error.ts';
import { compileLabelSelector } from '../../api/label-selector.ts';
import { validateLabelSelector } from '../../api/label-selector-validation.ts';
import type { Job, ObjectMeta } from '../../api/types.gen.ts';

const UID = 'batch.kubernetes.io/controller-uid';
const NAME = 'batch.kubernetes.io/job-name';
const LEGACY_UID = 'controller-uid';
const LEGACY_NAME = 'job-name';

/** What the writer set stays: a conflict is for validation to find. */
export function generateSelector(draft: Job): void {
  const { spec, metadata } = draft;
  const template = spec.template.metadata ?? ({} as ObjectMeta);
  template.labels = { ...generatedLabels(metadata), ...template.labels };
  spec.template.metadata = template;
  const matchLabels = sortedByKey({ [UID]: metadata.uid, ...spec.selector?.matchLabels });
  spec.selector = { ...spec.selector, matchLabels };
}

/** Go prints maps in the order of their keys, in errors too. */
function sortedByKey(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function generatedLabels({ uid, name }: ObjectMeta): Record<string, string> {
  return { [LEGACY_NAME]: name, [NAME]: name, [LEGACY_UID]: uid, [UID]: uid };
}

export function validateGeneratedSelector({ metadata, spec }: Job): FieldError[] {
  if (spec.manualSelector || !spec.selector) return [];
  const expected = generatedLabels(metadata);
  const errors = [LEGACY_UID, LEGACY_NAME, UID, NAME].flatMap((key) =>
    validateHasLabel(spec.template.metadata, key, expected[key] as string),
  );
  if (validateLabelSelector(spec.selector, '').length > 0) return errors;
  if (compileLabelSelector(spec.selector).matches(expected)) return errors;
  return [...errors, invalid('spec.selector', spec.selector, '`selector` not auto-generated')];
}

function validateHasLabel(meta: ObjectMeta | undefined, key: string, expected: string): FieldError[] {
  const field = `spec.template.metadata.labels[${key}]`;
  const actual = meta?.labels?.[key];
  if (actual === undefined) return [required(field, `must be '${expected}'`)];
  return actual === expected ? [] : [invalid(field, actual, `must be '${expected}'`)];
}
