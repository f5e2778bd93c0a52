import { type FieldError, invalid, notSupported, required, tooLong } from '../../api/field-error.ts';
import { compileLabelSelector } from '../../api/label-selector.ts';
import { validateLabelSelector } from '../../api/label-selector-validation.ts';
import { dns1123LabelErrors } from '../../api/names.ts';
import type { Job, JobSpec } from '../../api/types.gen.ts';
import { validateDomainPath } from '../domain-path.ts';
import { nonNegative } from '../field-checks.ts';
import { validateTemplate } from '../pod-template-rules.ts';
import { validateIndexedJob } from './indexed-job.ts';
import { validatePodFailurePolicy } from './pod-failure-policy.ts';
import { validateSuccessPolicy } from './success-policy.ts';

export function validateJobSpec(spec: JobSpec, field: string): FieldError[] {
  const errors = validateJobTemplateSpec(spec, field);
  const { selector, template } = spec;
  if (!selector) errors.push(required(`${field}.selector`));
  const malformed = validateLabelSelector(selector, `${field}.selector`);
  if (malformed.length > 0) return [...errors, ...malformed];
  const labels = template.metadata?.labels;
  if (compileLabelSelector(selector).matches(labels)) return errors;
  const detail = '`selector` does not match template `labels`';
  return [...errors, invalid(`${field}.template.metadata.labels`, labels ?? null, detail)];
}

const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const satisfies readonly (keyof JobSpec)[];

/** The rules that hold for the templates of CronJobs too, whose jobs have no selector yet. */
export function validateJobTemplateSpec(spec: JobSpec, field: string): FieldError[] {
  return [
    ...COUNTS.flatMap((name) => nonNegative(`${field}.${name}`, spec[name])),
    ...(spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined
      ? [required(`${field}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified')]
      : []),
    ...validateManagedBy(spec.managedBy, `${field}.managedBy`),
    ...validateIndexedJob(spec, field),
    ...validatePodFailurePolicy(spec, `${field}.podFailurePolicy`),
    ...validateSuccessPolicy(spec, `${field}.successPolicy`),
    ...validateReplacement(spec, `${field}.podReplacementPolicy`),
    ...validateTemplate(spec.template, `${field}.template`),
    ...validateRestartPolicy(spec, `${field}.template.spec.restartPolicy`),
  ];
}

function validateManagedBy(managedBy: string | undefined, field: string): FieldError[] {
  if (managedBy === undefined) return [];
  return [...validateDomainPath(field, managedBy), ...(managedBy.length > 63 ? [tooLong(field, 63)] : [])];
}

function validateReplacement({ podReplacementPolicy, podFailurePolicy }: JobSpec, field: string): FieldError[] {
  if (podReplacementPolicy === undefined) return [];
  const supported = podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed'];
  return supported.includes(podReplacementPolicy) ? [] : [notSupported(field, podReplacementPolicy, supported)];
}

/** Pods of a job end: the default of pods, Always, is not for them. */
function validateRestartPolicy({ template, podFailurePolicy }: JobSpec, field: string): FieldError[] {
  const policy = template?.spec?.restartPolicy;
  if (!policy || policy === 'Always') return [required(field, 'valid values: "OnFailure", "Never"')];
  if (policy !== 'OnFailure' && policy !== 'Never') return [notSupported(field, policy, ['OnFailure', 'Never'])];
  if (!podFailurePolicy || policy === 'Never') return [];
  return [invalid(field, policy, 'only "Never" is supported when podFailurePolicy is specified')];
}

/** The pods of an indexed job get the index in their host names. */
export function validatePodHostnames({ metadata, spec }: Job): FieldError[] {
  if (spec.completionMode !== 'Indexed' || !spec.completions || spec.completions < 1) return [];
  const hostname = `${metadata.name}-${spec.completions - 1}`;
  if (dns1123LabelErrors(hostname).length === 0) return [];
  return [invalid('metadata.name', metadata.name, `will not able to create pod with invalid DNS label: ${hostname}`)];
}
