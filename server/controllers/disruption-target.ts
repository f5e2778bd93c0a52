import { withCondition } from '../api/conditions.ts';
import type { Pod, PodStatus } from '../api/types.gen.ts';
import { timestamp } from '../lib/timestamps.ts';

/** The pod's status with the condition that says why the system is about to end it. */
export function withDisruption(
  { metadata, status }: Pod,
  { reason, message }: { reason: string; message: string },
  now: number,
): PodStatus {
  const condition = {
    type: 'DisruptionTarget',
    observedGeneration: metadata.generation,
    status: 'True',
    lastProbeTime: null,
    reason,
    message,
  };
  return { ...status, conditions: withCondition(status.conditions, condition, timestamp(now)) };
}
