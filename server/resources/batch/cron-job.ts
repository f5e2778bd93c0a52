import { type FieldError, invalid, notSupported, required } from '../../api/field-error.ts';
import { formatLabelSelector } from '../../api/label-selector.ts';
import { dns1123LabelErrors } from '../../api/names.ts';
import { cronJobs } from '../../api/resource-types.gen.ts';
import type { CronJob, CronJobSpec, JobSpec, JobTemplateSpec, ObjectMeta } from '../../api/types.gen.ts';
import { defineResource, type RowContext } from '../../registry/define-resource.ts';
import { nonNegative, requiredChoice } from '../field-checks.ts';
import { defaultTemplate, templateWarnings } from '../pod-template-rules.ts';
import { statusSubresource } from '../subresources.ts';
import { age, containerCells, timeSince } from '../table-cells.ts';
import { validateSchedule, validateTimeZone } from './cron-job-schedule.ts';
import { defaultFailurePolicy } from './job-defaults.ts';
import { validateJobTemplateSpec } from './job-spec.ts';

/** The controller appends a dash and ten digits to make the names of jobs, which are labels. */
const MAX_NAME = 63 - 11;

export const cronJobResource = defineResource<CronJob>(cronJobs, {
  generation: 'spec',
  default: defaultCronJob,
  prepareForCreate: (draft) => {
    draft.status = {};
  },
  validate: ({ metadata, spec }) => [...validateSpec(spec, undefined, 'spec'), ...validateNameLength(metadata.name)],
  validateUpdateAlone: true,
  validateUpdate: ({ spec }, old) => validateSpec(spec, old.spec, 'spec'),
  warnings: cronJobWarnings,
  row: cronJobRow,
  subresources: { status: statusSubresource<CronJob>() },
});

function defaultCronJob(draft: CronJob): void {
  draft.spec ??= {} as CronJobSpec;
  const { spec } = draft;
  spec.concurrencyPolicy ||= 'Allow';
  spec.suspend ??= false;
  spec.successfulJobsHistoryLimit ??= 3;
  spec.failedJobsHistoryLimit ??= 1;
  spec.jobTemplate ??= {} as JobTemplateSpec;
  spec.jobTemplate.metadata ??= {} as ObjectMeta;
  spec.jobTemplate.spec ??= {} as JobSpec;
  spec.jobTemplate.spec.template = defaultTemplate(spec.jobTemplate.spec.template);
  defaultFailurePolicy(spec.jobTemplate.spec);
}

function validateNameLength(name: string): FieldError[] {
  if (name.length <= MAX_NAME) return [];
  return [invalid('metadata.name', name, `must be no more than ${MAX_NAME} characters`)];
}

function validateSpec(spec: CronJobSpec, old: CronJobSpec | undefined, field: string): FieldError[] {
  return [
    ...(spec.schedule ? validateSchedule(spec, old, `${field}.schedule`) : [required(`${field}.schedule`)]),
    ...nonNegative(`${field}.startingDeadlineSeconds`, spec.startingDeadlineSeconds),
    ...(old && old.timeZone === spec.timeZone ? [] : validateTimeZone(spec.timeZone, `${field}.timeZone`)),
    ...requiredChoice(`${field}.concurrencyPolicy`, spec.concurrencyPolicy, ['Allow', 'Forbid', 'Replace']),
    ...validateJobTemplate(spec.jobTemplate, `${field}.jobTemplate.spec`),
    ...nonNegative(`${field}.successfulJobsHistoryLimit`, spec.successfulJobsHistoryLimit),
    ...nonNegative(`${field}.failedJobsHistoryLimit`, spec.failedJobsHistoryLimit),
  ];
}

function validateJobTemplate(template: JobTemplateSpec, field: string): FieldError[] {
  const spec = template.spec ?? ({} as JobSpec);
  const errors = validateJobTemplateSpec(spec, field);
  if (spec.selector) errors.push(invalid(`${field}.selector`, spec.selector, '`selector` will be auto-generated'));
  if (spec.manualSelector) errors.push(notSupported(`${field}.manualSelector`, true, ['nil', 'false']));
  return errors;
}

function cronJobWarnings(object: CronJob, old: CronJob | undefined): string[] {
  const warnings: string[] = [];
  const errors = old ? [] : dns1123LabelErrors(object.metadata.name);
  if (errors.length > 0) {
    warnings.push(
      `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${errors.join(' ')}]`,
    );
  }
  const field = 'spec.jobTemplate.spec.template';
  const [template, before] = [object.spec.jobTemplate.spec?.template, old?.spec.jobTemplate.spec?.template];
  warnings.push(...templateWarnings(template, before, field));
  if (old && object.spec.schedule.includes('TZ')) {
    warnings.push(
      'CRON_TZ or TZ used in spec.schedule is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details',
    );
  }
  return warnings;
}

function cronJobRow(object: CronJob, context: RowContext): unknown[] {
  const { metadata, spec, status } = object;
  const jobSpec = spec.jobTemplate?.spec;
  return [
    metadata.name,
    spec.schedule,
    spec.timeZone ?? '<none>',
    spec.suspend ? 'True' : 'False',
    status?.active?.length ?? 0,
    status?.lastScheduleTime ? timeSince(status.lastScheduleTime, context) : '<none>',
    age(object, context),
    ...containerCells(jobSpec?.template?.spec),
    formatLabelSelector(jobSpec?.selector),
  ];
}
