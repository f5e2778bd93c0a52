import { type ContainerRule, containerEvent, isActive, type LifecycleRule } from './lifecycle-rule.ts';
import { firstStart, problemOf } from './pull-images.ts';

/** Its containers wait meanwhile. */
export const failToMount: LifecycleRule = {
  name: 'a volume of a pod cannot be mounted',
  when: (pod, { now, memory, missing }) =>
    isActive(pod) && missing?.mount !== undefined && missing.mount !== memory.mountProblem ? now : undefined,
  next: (_, { missing }) => ({
    memory: { mountProblem: missing?.mount ?? '' },
    events: [{ type: 'Warning', reason: 'FailedMount', message: missing?.mount ?? '' }],
  }),
};

const REASON = 'CreateContainerConfigError';

export const failToConfigure: ContainerRule = {
  name: 'a container refers to what is not there',
  when(view, pod, world) {
    const problem = world.missing?.containers[view.spec.name];
    if (problem === undefined || problemOf(pod, view)) return undefined;
    return view.status.state?.waiting?.message === problem ? undefined : firstStart(view, pod, world);
  },
  next(view, _, { missing }) {
    const message = missing?.containers[view.spec.name] ?? '';
    return {
      status: { ...view.status, state: { waiting: { reason: REASON, message } } },
      events: [containerEvent(view, 'Warning', ['Failed', `Error: ${message}`])],
    };
  },
};
