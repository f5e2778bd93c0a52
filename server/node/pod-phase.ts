import type { Pod, PodStatus } from '../api/types.gen.ts';
import { type ContainerView, containersOf, hasStarted, willRestart } from './containers.ts';

/** The phase that the states of its containers mean, as the kubelet counts them. */
export function phaseOf(pod: Pod, { isStopped = false } = {}): NonNullable<PodStatus['phase']> {
  const views = containersOf(pod);
  const mains = views.filter(({ kind }) => kind === 'main');
  const hasBegun = mains.some(({ status }) => hasStarted(status));
  if (!hasBegun) {
    if (views.some((view) => hasFailedForGood(pod, view))) return 'Failed';
    return isStopped && mains.length > 0 ? 'Failed' : 'Pending';
  }
  if (mains.some(({ status }) => status.state?.waiting && !status.lastState?.terminated)) return 'Pending';
  if (mains.some(({ status }) => status.state?.running)) return 'Running';
  const ends = mains.map((view) => ({ view, end: view.status.state?.terminated ?? view.status.lastState?.terminated }));
  const isFinal = isStopped || ends.every(({ view, end }) => end && !willRestart(pod, view, end.exitCode));
  if (!isFinal) return 'Running';
  return ends.every(({ end }) => end?.exitCode === 0) ? 'Succeeded' : 'Failed';
}

function hasFailedForGood(pod: Pod, view: ContainerView): boolean {
  const { terminated } = view.status.state ?? {};
  return (
    view.kind === 'init' &&
    terminated !== undefined &&
    terminated.exitCode !== 0 &&
    !willRestart(pod, view, terminated.exitCode)
  );
}
