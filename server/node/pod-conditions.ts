import { findCondition } from '../api/conditions.ts';
import type { ContainerStatus, Pod, PodCondition } from '../api/types.gen.ts';
import { hasStarted, isSidecar } from './containers.ts';

/** A condition without its times. */
export interface DerivedCondition {
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
}

/** The conditions that a kubelet keeps, in its order. */
export interface DerivedConditions {
  readonly PodReadyToStartContainers: DerivedCondition;
  readonly Initialized: DerivedCondition;
  readonly Ready: DerivedCondition;
  readonly ContainersReady: DerivedCondition;
  readonly PodScheduled: DerivedCondition;
}

const TRUE: DerivedCondition = Object.freeze({ status: 'True' });
const FALSE: DerivedCondition = Object.freeze({ status: 'False' });

/** One value for all pods that are as they should be: most of them. */
const ALL_TRUE: DerivedConditions = Object.freeze({
  PodReadyToStartContainers: TRUE,
  Initialized: TRUE,
  Ready: TRUE,
  ContainersReady: TRUE,
  PodScheduled: TRUE,
});

/** What the states of a pod's containers and its readiness gates mean. */
export function deriveConditions(pod: Pod): DerivedConditions {
  const containersReady = containersReadyOf(pod);
  const derived: DerivedConditions = {
    PodReadyToStartContainers: hasSandbox(pod) ? TRUE : FALSE,
    Initialized: initializedOf(pod),
    Ready: containersReady.status === 'True' ? gatesOf(pod) : containersReady,
    ContainersReady: containersReady,
    PodScheduled: TRUE,
  };
  return Object.values(derived).every((condition) => condition === TRUE) ? ALL_TRUE : derived;
}

function hasSandbox({ spec, status }: Pod): boolean {
  if (isTerminal(status.phase)) return false;
  const statuses = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  return statuses.some(hasStarted) || (status.podIP !== undefined && !spec.hostNetwork);
}

const isTerminal = (phase: string | undefined): boolean => phase === 'Succeeded' || phase === 'Failed';

function containersReadyOf({ spec, status }: Pod): DerivedCondition {
  if (!status.containerStatuses) return { status: 'False', reason: 'UnknownContainerStatuses' };
  if (status.phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (status.phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const statuses = [...(status.initContainerStatuses ?? []), ...status.containerStatuses];
  const names = [...(spec.initContainers ?? []).filter(isSidecar), ...spec.containers].map(({ name }) => name);
  return verdict('ContainersNotReady', {
    unknown: names.filter((name) => !statuses.some((known) => known.name === name)),
    unready: names.filter((name) => statuses.some((known) => known.name === name && !known.ready)),
  });
}

function verdict(
  reason: string,
  { unknown, unready, incomplete = [] }: Record<'unknown' | 'unready', string[]> & { incomplete?: string[] },
): DerivedCondition {
  const message = [
    list('containers with unknown status', unknown),
    list('containers with unready status', unready),
    list('containers with incomplete status', incomplete),
  ].filter((text) => text !== '');
  return message.length === 0 ? TRUE : { status: 'False', reason, message: message.join(', ') };
}

function list(title: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${title}: [${names.join(' ')}]`;
}

function initializedOf({ spec, status }: Pod): DerivedCondition {
  const containers = spec.initContainers ?? [];
  if (status.phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  if (containers.length === 0 || status.containerStatuses?.some(hasStarted)) return TRUE;
  const statusOf = (name: string) => status.initContainerStatuses?.find((known) => known.name === name);
  const isDone = (known: ContainerStatus | undefined, isSide: boolean) => (isSide ? known?.started : known?.ready);
  return verdict('ContainersNotInitialized', {
    unknown: containers.filter(({ name }) => !statusOf(name)).map(({ name }) => name),
    unready: [],
    incomplete: containers
      .filter((container) => statusOf(container.name) && !isDone(statusOf(container.name), isSidecar(container)))
      .map(({ name }) => name),
  });
}

function gatesOf({ spec, status }: Pod): DerivedCondition {
  const messages = (spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const gate = findCondition(status.conditions, conditionType);
    if (!gate) return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    if (gate.status === 'True') return [];
    return [`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`];
  });
  if (messages.length === 0) return TRUE;
  return { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}

const TYPES = Object.keys(ALL_TRUE) as (keyof DerivedConditions)[];

/** Whether it is the node that keeps the condition: everybody else's are left as they are. */
export function isOfKubelet(type: string): boolean {
  return type in ALL_TRUE;
}

/** The conditions with those changed that do not say what they should. Undefined when nothing changes. */
export function withDerived(
  { metadata, status }: Pod,
  derived: DerivedConditions,
  now: string,
): PodCondition[] | undefined {
  const known = TYPES.map((type) => findCondition(status.conditions, type));
  if (TYPES.every((type, i) => known[i] && same(known[i], derived[type]))) return undefined;
  const observedGeneration = metadata.generation;
  const own = TYPES.map((type, i): PodCondition => {
    const old = known[i];
    if (old && same(old, derived[type])) return { ...old, observedGeneration };
    const lastTransitionTime = old?.status === derived[type].status ? old.lastTransitionTime : now;
    return { type, observedGeneration, lastProbeTime: null, lastTransitionTime, ...derived[type] };
  });
  return [...(status.conditions ?? []).filter(({ type }) => !isOfKubelet(type)), ...own];
}

function same(a: Pick<PodCondition, 'status' | 'reason' | 'message'>, b: DerivedCondition): boolean {
  return a.status === b.status && a.reason === b.reason && a.message === b.message;
}
