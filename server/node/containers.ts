import type { Container, ContainerRestartRule, ContainerStatus, Pod, PodStatus } from '../api/types.gen.ts';

/** A container of a pod beside its status. */
export interface ContainerView {
  readonly spec: Container;
  /** A sidecar is an init container that goes on running: restartPolicy Always. */
  readonly kind: 'init' | 'sidecar' | 'main' | 'ephemeral';
  readonly status: ContainerStatus;
}

/** Those that have a status: init containers in their order, then the others. */
export function containersOf({ spec, status }: Pod): ContainerView[] {
  const views: ContainerView[] = [];
  addViews(views, spec.initContainers, status.initContainerStatuses, (c) => (isSidecar(c) ? 'sidecar' : 'init'));
  addViews(views, spec.containers, status.containerStatuses, () => 'main');
  addViews(views, spec.ephemeralContainers as Container[], status.ephemeralContainerStatuses, () => 'ephemeral');
  return views;
}

function addViews(
  views: ContainerView[],
  specs: readonly Container[] | undefined,
  statuses: readonly ContainerStatus[] | undefined,
  kindOf: (spec: Container) => ContainerView['kind'],
): void {
  if (!specs || !statuses) return;
  for (const spec of specs) {
    const status = statuses.find(({ name }) => name === spec.name);
    if (status) views.push({ spec, kind: kindOf(spec), status });
  }
}

export function isSidecar({ restartPolicy }: Container): boolean {
  return restartPolicy === 'Always';
}

const LISTS = {
  init: 'initContainerStatuses',
  sidecar: 'initContainerStatuses',
  main: 'containerStatuses',
  ephemeral: 'ephemeralContainerStatuses',
} as const;

/** The part of the pod's status that changes when the container's does. */
export function withContainerStatus(
  status: PodStatus,
  { kind }: ContainerView,
  changed: ContainerStatus,
): Partial<PodStatus> {
  const list = LISTS[kind];
  return { [list]: status[list]?.map((other) => (other.name === changed.name ? changed : other)) };
}

/** Whether a container that ended with this code is started again. */
export function willRestart(pod: Pod, { spec, kind }: ContainerView, exitCode: number): boolean {
  if (kind === 'sidecar') return !isOver(pod);
  if (kind === 'ephemeral') return false;
  if (kind === 'main' && spec.restartPolicyRules?.some((rule) => matchesRule(rule, exitCode))) return true;
  const policy = spec.restartPolicy ?? pod.spec.restartPolicy ?? 'Always';
  // An init container has done its work when it succeeds, whatever the policy.
  return policy === 'Never' || exitCode === 0 ? policy === 'Always' && kind === 'main' : true;
}

function matchesRule({ exitCodes }: ContainerRestartRule, exitCode: number): boolean {
  if (!exitCodes) return false;
  return (exitCodes.values ?? []).includes(exitCode) === (exitCodes.operator === 'In');
}

/** All its main containers have ended for good, or it could not be initialized. */
export function isOver(pod: Pod): boolean {
  const views = containersOf(pod).filter(({ kind }) => kind === 'main' || kind === 'init');
  const hasEnded = (view: ContainerView) => {
    const { terminated } = view.status.state ?? {};
    return terminated !== undefined && !willRestart(pod, view, terminated.exitCode);
  };
  const failedInit = views.some((view) => view.kind === 'init' && hasEnded(view) && !view.status.ready);
  const mains = views.filter(({ kind }) => kind === 'main');
  return failedInit || (mains.length > 0 && mains.every(hasEnded));
}

/** Whether it is the container's turn to run: init containers run one after the other, then all others. */
export function isItsTurn(pod: Pod, view: ContainerView): boolean {
  if (view.kind === 'ephemeral') return true;
  const views = containersOf(pod);
  const hasBegun = views.some(({ kind, status }) => kind === 'main' && hasStarted(status));
  if (hasBegun) return view.kind !== 'init';
  const next = views.find(({ kind, status }) =>
    kind === 'init' ? !status.ready : kind === 'sidecar' && !status.started,
  );
  if (view.kind === 'main') return next === undefined;
  // A sidecar that was started once is kept running while later ones start.
  return next?.spec.name === view.spec.name || (view.kind === 'sidecar' && hasStarted(view.status));
}

/** It runs, or did. */
export function hasStarted({ state, lastState }: ContainerStatus): boolean {
  return state?.running !== undefined || state?.terminated !== undefined || lastState?.terminated !== undefined;
}
