import type { Job, JobSpec } from '../../api/types.gen.ts';
import { defaultTemplate } from '../pod-template-rules.ts';

const MAX_INT32 = 2 ** 31 - 1;

export function defaultJob(draft: Job): void {
  draft.spec ??= {} as JobSpec;
  const { spec } = draft;
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : MAX_INT32;
  spec.completionMode ??= 'NonIndexed';
  spec.suspend ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed';
  spec.manualSelector ??= false;
  defaultFailurePolicy(spec);
  spec.template = defaultTemplate(spec.template);
  const labels = spec.template.metadata?.labels;
  const own = draft.metadata.labels;
  if (labels && (!own || Object.keys(own).length === 0)) draft.metadata.labels = { ...labels };
}

/** Also for the job templates of CronJobs, which get no other default of a Job. */
export function defaultFailurePolicy(spec: JobSpec): void {
  for (const rule of spec.podFailurePolicy?.rules ?? []) {
    for (const pattern of rule.onPodConditions ?? []) pattern.status ||= 'True';
  }
}
