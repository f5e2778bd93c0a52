import { type FieldError, invalid } from '../../api/field-error.ts';
import type { Job } from '../../api/types.gen.ts';
import { overlap, parseIndexes } from './index-ranges.ts';

/** The indexes that a job's status calls completed and failed: well formed, and none of them both. */
export function validateStatusIndexes(job: Job, old: Job): FieldError[] {
  const { completedIndexes = '', failedIndexes } = job.status ?? {};
  const completedChanged = completedIndexes !== (old.status?.completedIndexes ?? '');
  const failedChanged = failedIndexes !== old.status?.failedIndexes;
  return [
    ...(completedChanged ? validateCompleted(job, completedIndexes) : []),
    ...(failedChanged && failedIndexes !== undefined ? validateFailed(job, failedIndexes) : []),
    ...(completedChanged || failedChanged ? validateNoOverlap(job, completedIndexes, failedIndexes) : []),
  ];
}

function validateCompleted({ spec }: Job, text: string): FieldError[] {
  const problem = spec.completions === undefined ? undefined : parseIndexes(text, spec.completions);
  if (typeof problem === 'string') {
    return [invalid('status.completedIndexes', text, `error parsing completedIndexes: ${problem}`)];
  }
  if (text === '' || spec.completionMode === 'Indexed') return [];
  const detail = 'cannot set non-empty completedIndexes when non-indexed completion mode';
  return [invalid('status.completedIndexes', text, detail)];
}

function validateFailed({ spec }: Job, text: string): FieldError[] {
  if (spec.backoffLimitPerIndex === undefined) {
    const detail = 'cannot set non-null failedIndexes when backoffLimitPerIndex is null';
    return [invalid('status.failedIndexes', text, detail)];
  }
  const problem = spec.completions === undefined ? undefined : parseIndexes(text, spec.completions);
  if (typeof problem !== 'string') return [];
  return [invalid('status.failedIndexes', text, `error parsing failedIndexes: ${problem}`)];
}

function validateNoOverlap({ spec }: Job, completed: string, failed: string | undefined): FieldError[] {
  if (spec.completions === undefined || failed === undefined) return [];
  const [done, broken] = [parseIndexes(completed, spec.completions), parseIndexes(failed, spec.completions)];
  if (typeof done === 'string' || typeof broken === 'string') return [];
  const index = overlap(done, broken);
  if (index === undefined) return [];
  const detail = `failedIndexes and completedIndexes overlap at index: ${index}`;
  return [invalid('status.failedIndexes', failed, detail)];
}
