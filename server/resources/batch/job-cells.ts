import { isConditionTrue } from '../../api/conditions.ts';
import { humanDuration } from '../../api/human-duration.ts';
import type { Job } from '../../api/types.gen.ts';
import { millisecondsOf } from '../../lib/timestamps.ts';
import type { RowContext } from '../../registry/define-resource.ts';

export function statusCell({ metadata, status }: Job): string {
  const is = (type: string) => isConditionTrue(status?.conditions, type);
  if (is('Complete')) return 'Complete';
  if (is('Failed')) return 'Failed';
  if (metadata.deletionTimestamp) return 'Terminating';
  if (is('Suspended')) return 'Suspended';
  if (is('FailureTarget')) return 'FailureTarget';
  return is('SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

/** `1/3`, or `0/1 of 2` for a job that ends with its first success. */
export function completionsCell({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

export function durationCell({ status }: Job, context: RowContext): string {
  if (!status?.startTime) return '';
  const end = status.completionTime ? millisecondsOf(status.completionTime) : context.now;
  return humanDuration(end - millisecondsOf(status.startTime));
}
