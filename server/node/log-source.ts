import { badRequest } from '../api/errors.ts';
import type { Container, ContainerStatus, Pod } from '../api/types.gen.ts';
import { millisecondsOf } from '../lib/timestamps.ts';

/** Which run of a container a log is of. */
export interface LogSource {
  readonly spec: Container;
  readonly containerID: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Undefined while it runs. */
  readonly finishedAt: number | undefined;
}

/** Undefined when the pod is on no node yet. Throws 400 in Kubernetes' words. */
export function findLogSource(pod: Pod, name: string | undefined, { previous = false } = {}): LogSource | undefined {
  const spec = chooseContainer(pod, name);
  if (!pod.spec.nodeName) return undefined;
  const { containerStatuses = [], initContainerStatuses = [], ephemeralContainerStatuses = [] } = pod.status;
  const all = [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses];
  const status = all.find((known) => known.name === spec.name);
  const where = `container "${spec.name}" in pod "${pod.metadata.name}"`;
  if (!status) throw badRequest(`${where} is not available`);
  return previous ? previousRun(spec, status, where) : currentRun(spec, status, where);
}

function chooseContainer({ metadata, spec }: Pod, name: string | undefined): Container {
  const { initContainers = [], containers, ephemeralContainers = [] } = spec;
  const all = [...initContainers, ...containers, ...(ephemeralContainers as Container[])];
  const [only] = all;
  if (name === undefined && only && all.length === 1) return only;
  if (name === undefined) {
    const names = all.map((container) => container.name).join(' ');
    throw badRequest(`a container name must be specified for pod ${metadata.name}, choose one of: [${names}]`);
  }
  const chosen = all.find((container) => container.name === name);
  if (!chosen) throw badRequest(`container ${name} is not valid for pod ${metadata.name}`);
  return chosen;
}

function previousRun(spec: Container, { lastState }: ContainerStatus, where: string): LogSource {
  const run = ended(spec, lastState?.terminated);
  if (!run) throw badRequest(`previous terminated ${where} not found`);
  return run;
}

function currentRun(spec: Container, { state, lastState, containerID }: ContainerStatus, where: string): LogSource {
  if (state?.running) {
    const startedAt = millisecondsOf(state.running.startedAt) ?? 0;
    return { spec, containerID: containerID ?? '', startedAt, finishedAt: undefined };
  }
  const run = ended(spec, state?.terminated) ?? ended(spec, lastState?.terminated);
  if (run) return run;
  if (state?.terminated) throw badRequest(`${where} is terminated`);
  throw badRequest(`${where} is waiting to start: ${waitingFor(state?.waiting?.reason)}`);
}

function ended(spec: Container, end: NonNullable<ContainerStatus['state']>['terminated']): LogSource | undefined {
  if (!end?.containerID) return undefined;
  const finishedAt = millisecondsOf(end.finishedAt) ?? 0;
  return { spec, containerID: end.containerID, startedAt: millisecondsOf(end.startedAt) ?? finishedAt, finishedAt };
}

function waitingFor(reason = 'no reason'): string {
  if (reason === 'ErrImagePull') return "image can't be pulled";
  return reason === 'ImagePullBackOff' ? 'trying and failing to pull image' : reason;
}
