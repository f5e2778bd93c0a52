import type { ContainerStatus } from '../../api/types.gen.ts';
import { type ContainerView, containersOf } from '../containers.ts';
import { containerDetails } from './container-details.ts';
import { isActive, type LifecycleRule } from './lifecycle-rule.ts';

/** What was changed in the pod's spec, such as resources by a resize, is done. */
export const observeSpec: LifecycleRule = {
  name: 'a change of the spec is observed',
  when: ({ metadata, spec, status }, { now }) =>
    status.observedGeneration !== undefined &&
    status.observedGeneration !== metadata.generation &&
    isActive({ metadata, spec, status })
      ? now
      : undefined,
  next(pod) {
    const views = containersOf(pod);
    const refresh = (status: ContainerStatus): ContainerStatus => {
      const view = views.find((known) => known.status === status) as ContainerView;
      return status.state?.running ? { ...status, ...containerDetails(pod, view) } : status;
    };
    return {
      status: {
        observedGeneration: pod.metadata.generation,
        containerStatuses: pod.status.containerStatuses?.map(refresh),
      },
    };
  },
};
