/** What a writer of a job's status may say. A rule is asked only when what it is about has changed. */
import { isConditionTrue } from '../../api/conditions.ts';
import { duplicate, type FieldError, invalid, required } from '../../api/field-error.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { Job, JobStatus } from '../../api/types.gen.ts';
import { millisecondsOf } from '../../lib/timestamps.ts';
import { nonNegative } from '../field-checks.ts';
import { validateStatusIndexes } from './job-status-indexes.ts';
import { invalidWithoutValue } from './policy-errors.ts';

export function validateJobStatusUpdate(job: Job, old: Job): FieldError[] {
  const states = { job, old, now: job.status ?? {}, before: old.status ?? {} };
  return [
    ...validateCounts(states.now),
    ...validateUncounted(states.now),
    ...validateConditions(states),
    ...validateTimes(states),
    ...validateFinished(states),
    ...validateStatusIndexes(job, old),
    ...validateChanges(states),
  ];
}

interface States {
  job: Job;
  old: Job;
  now: JobStatus;
  before: JobStatus;
}

function validateCounts(status: JobStatus): FieldError[] {
  return (['active', 'succeeded', 'failed', 'ready', 'terminating'] as const).flatMap((name) =>
    nonNegative(`status.${name}`, status[name]),
  );
}

function validateUncounted({ uncountedTerminatedPods: pods = {} }: JobStatus): FieldError[] {
  const seen = new Set<string>();
  return (['succeeded', 'failed'] as const).flatMap((list) =>
    (pods[list] ?? []).flatMap((uid, i) => {
      const field = `status.uncountedTerminatedPods.${list}[${i}]`;
      if (uid === '') return [invalid(field, uid, 'must not be empty')];
      if (seen.has(uid)) return [duplicate(field, uid)];
      seen.add(uid);
      return [];
    }),
  );
}

function is(status: JobStatus, type: string): boolean {
  return isConditionTrue(status.conditions, type);
}

function isFinished(status: JobStatus): boolean {
  return is(status, 'Complete') || is(status, 'Failed');
}

/** Pairs that exclude each other, and conditions that need another one. */
function validateConditions({ job, now }: States): FieldError[] {
  const [complete, failed] = [is(now, 'Complete'), is(now, 'Failed')];
  const [target, met] = [is(now, 'FailureTarget'), is(now, 'SuccessCriteriaMet')];
  const errors: string[] = [];
  if (complete && failed) errors.push('cannot set Complete=True and Failed=true conditions');
  if (complete && target) errors.push('cannot set Complete=True and FailureTarget=true conditions');
  if (failed && !target) errors.push('cannot set Failed=True condition without the FailureTarget=true condition');
  if (complete && !met) errors.push('cannot set Complete=True condition without the SuccessCriteriaMet=true condition');
  if (met && failed) errors.push('cannot set SuccessCriteriaMet=True and Failed=true conditions');
  if (met && target) errors.push('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions');
  if (job.spec.successPolicy && !met && complete) {
    errors.push('cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True');
  }
  return errors.map((text) => invalidWithoutValue('status.conditions', text));
}

function validateTimes({ now, before }: States): FieldError[] {
  const { startTime, completionTime } = now;
  const complete = is(now, 'Complete');
  const errors: FieldError[] = [];
  if (completionTime && !complete) {
    const detail = 'cannot set completionTime when there is no Complete=True condition';
    errors.push(invalid('status.completionTime', completionTime, detail));
  }
  if (!completionTime && complete) {
    errors.push(required('status.completionTime', 'completionTime is required for Complete jobs'));
  }
  const changed = startTime !== before.startTime || completionTime !== before.completionTime;
  if (changed && startTime && completionTime && millisecondsOf(completionTime) < millisecondsOf(startTime)) {
    errors.push(invalid('status.completionTime', completionTime, 'must be equal to or after `startTime`'));
  }
  return errors;
}

function validateFinished({ now, before }: States): FieldError[] {
  const { active = 0, ready = 0, terminating = 0, uncountedTerminatedPods: uncounted } = now;
  const errors: FieldError[] = [];
  if (isFinished(now) && !semanticEqual(now, before)) {
    if (active > 0) errors.push(invalid('status.active', active, 'active>0 is invalid for finished job'));
    if (!now.startTime) errors.push(required('status.startTime', 'startTime is required for finished job'));
    if ((uncounted?.failed?.length ?? 0) + (uncounted?.succeeded?.length ?? 0) > 0) {
      errors.push(invalid('status.uncountedTerminatedPods', uncounted, 'must be empty for finished job'));
    }
    if (terminating > 0) {
      errors.push(invalid('status.terminating', terminating, 'terminating>0 is invalid for finished job'));
    }
  }
  const counted = now.ready !== before.ready || now.active !== before.active;
  if (counted && ready > active) errors.push(invalid('status.ready', ready, 'cannot set more ready pods than active'));
  return errors;
}

/** What has happened cannot be taken back. */
function validateChanges(states: States): FieldError[] {
  const { now, before } = states;
  const disabled = (type: string) => is(before, type) && !is(now, type);
  const errors = ['Failed', 'Complete', 'FailureTarget']
    .filter(disabled)
    .map((type) => invalidWithoutValue('status.conditions', `cannot disable the terminal ${type}=True condition`));
  errors.push(...validateCountersRise(states), ...validateTimesStay(states));
  if (disabled('SuccessCriteriaMet')) {
    errors.push(invalidWithoutValue('status.conditions', 'cannot disable the SuccessCriteriaMet=True condition'));
  }
  return errors;
}

/** A job that shrinks forgets successes. */
function validateCountersRise({ job, now, before }: States): FieldError[] {
  const elastic = job.spec.completionMode === 'Indexed' && job.spec.completions === job.spec.parallelism;
  const counters = elastic ? (['failed'] as const) : (['failed', 'succeeded'] as const);
  return counters
    .filter((name) => (now[name] ?? 0) < (before[name] ?? 0))
    .map((name) => invalid(`status.${name}`, now[name] ?? 0, `cannot decrease the ${name} counter`));
}

function validateTimesStay({ job, now, before }: States): FieldError[] {
  const errors: FieldError[] = [];
  if (now.completionTime && before.completionTime && now.completionTime !== before.completionTime) {
    errors.push(invalid('status.completionTime', now.completionTime, 'field is immutable'));
  }
  if (before.startTime && now.startTime !== before.startTime && !job.spec.suspend) {
    errors.push(required('status.startTime', 'startTime cannot be removed for unsuspended job'));
  }
  return errors;
}
