import { timestamp } from '../../lib/timestamps.ts';
import { isActive, type LifecycleRule } from './lifecycle-rule.ts';

const REASON = 'NodePorts';
const MESSAGE = "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports";

/** A pod that came past the scheduler may want what the node has not. */
export const rejectPod: LifecycleRule = {
  name: 'a pod is rejected that wants host ports of another',
  when: (pod, { now, lacksPorts }) =>
    isActive(pod) && pod.status.startTime === undefined && lacksPorts?.() ? now : undefined,
  next: (_, { now }) => ({
    status: {
      phase: 'Failed',
      reason: REASON,
      message: `Pod was rejected: ${MESSAGE}`,
      startTime: timestamp(now),
    },
    events: [{ type: 'Warning', reason: REASON, message: MESSAGE }],
  }),
};
