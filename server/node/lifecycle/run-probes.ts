import type { Pod, Probe } from '../../api/types.gen.ts';
import type { ContainerView } from '../containers.ts';
import { containerProgram, endOf } from '../programs/container-program.ts';
import { delayOf, simulatedFor } from '../simulation.ts';
import { type ProbeFindings, sinceOf, type World } from '../world.ts';
import { type ContainerRule, containerEvent } from './lifecycle-rule.ts';
import { terminated } from './stop-containers.ts';

export const passStartup: ContainerRule = {
  name: 'a container has started up',
  when(view, pod, world) {
    if (!view.status.state?.running || view.status.started) return undefined;
    if (!isAsked(view, pod, world, 'startupProbe')) return sinceOf(view, world) + world.pace.ready;
    return findingsOf(view, world).started ? world.now : undefined;
  },
  next: ({ status }) => ({ status: { ...status, started: true } }),
};

/** Probes pass, unless the annotation `ready` or a command that plainly fails says that they do not. */
export const changeReadiness: ContainerRule = {
  name: 'a container becomes ready or unready',
  when(view, pod, world) {
    const { status, spec } = view;
    if (!status.state?.running || !status.started) return undefined;
    const isWanted = mayBeReady(view, pod, world);
    // What somebody else wrote into the status is not asked: only what was decided here.
    const isReady = world.memory.containers[spec.name]?.ready ?? status.ready;
    if (isWanted === isReady) return undefined;
    return isWanted ? sinceOf(view, world) + readyDelay(view, pod, world) : world.now;
  },
  next(view, pod, world) {
    const ready = mayBeReady(view, pod, world);
    const isTold = findingsOf(view, world).problem !== undefined;
    const message = 'Readiness probe failed: simulated failure';
    return {
      status: { ...view.status, ready },
      ...(!ready && !isTold && { events: [containerEvent(view, 'Warning', ['Unhealthy', message])] }),
    };
  },
};

export const reportUnreadiness: ContainerRule = {
  name: 'a readiness probe that is really asked fails',
  when(view, _, world) {
    const { problem } = findingsOf(view, world);
    const isNew = problem !== undefined && world.memory.containers[view.spec.name]?.toldProblem !== problem;
    return view.status.state?.running && isNew ? world.now : undefined;
  },
  next(view, _, world) {
    const { problem = '' } = findingsOf(view, world);
    return {
      status: view.status,
      memory: { toldProblem: problem },
      events: [containerEvent(view, 'Warning', ['Unhealthy', `Readiness probe failed: ${problem}`])],
    };
  },
};

export const failLiveness: ContainerRule = {
  name: 'a container that fails its liveness probe is killed',
  when(view, pod, world) {
    if (!view.status.state?.running) return undefined;
    if (findingsOf(view, world).death !== undefined) return world.now;
    return view.status.started && !isAlive(view, pod, world)
      ? sinceOf(view, world) + world.pace.start + world.pace.ready
      : undefined;
  },
  next(view, _, world) {
    const { name } = view.spec;
    const { death = 'Liveness probe failed: simulated failure' } = findingsOf(view, world);
    const [, probe = 'liveness'] = /^(\w+)/.exec(death.toLowerCase()) ?? [];
    return {
      status: terminated(view.status, { now: world.now, exitCode: 137 }),
      memory: { failures: (world.memory.containers[name]?.failures ?? 0) + 1 },
      events: [
        containerEvent(view, 'Warning', ['Unhealthy', death]),
        containerEvent(view, 'Normal', ['Killing', `Container ${name} failed ${probe} probe, will be restarted`]),
      ],
    };
  },
};

export function isReadyAtOnce(view: ContainerView, pod: Pod, world: World): boolean {
  if (isAsked(view, pod, world, 'readinessProbe')) return false;
  return readyDelay(view, pod, world) === 0 && mayBeReady(view, pod, world);
}

/** Milliseconds from the start of the container until it can be ready. */
function readyDelay(view: ContainerView, pod: Pod, world: World): number {
  const { pace } = world;
  const said = delayOf(simulatedFor(pod, 'ready-delay', view));
  if (said !== undefined) return said;
  const { spec } = view;
  if (isAsked(view, pod, world, 'readinessProbe')) return 0;
  return (spec.startupProbe ? pace.ready : 0) + (spec.readinessProbe ? pace.ready : 0);
}

function mayBeReady(view: ContainerView, pod: Pod, world: World): boolean {
  if (view.kind === 'init' || view.kind === 'ephemeral') return false;
  if (simulatedFor(pod, 'ready', view) === 'false') return false;
  if (isAsked(view, pod, world, 'readinessProbe')) return findingsOf(view, world).ready === true;
  return !plainlyFails(view.spec.readinessProbe);
}

function isAlive(view: ContainerView, pod: Pod, world: World): boolean {
  if (simulatedFor(pod, 'live', view) === 'false') return false;
  return isAsked(view, pod, world, 'livenessProbe') || !plainlyFails(view.spec.livenessProbe);
}

/** Whether somebody really asks the probe, and tells what it finds. */
function isAsked({ spec }: ContainerView, pod: Pod, world: World, kind: ProbeKind): boolean {
  const probe = spec[kind];
  if (!probe || probe.grpc) return false;
  return world.runsLive?.(pod, spec) === true;
}

type ProbeKind = 'startupProbe' | 'readinessProbe' | 'livenessProbe';

function findingsOf({ spec }: ContainerView, { memory }: World): ProbeFindings {
  return memory.containers[spec.name]?.probes ?? {};
}

function plainlyFails(probe: Probe | undefined): boolean {
  const command = probe?.exec?.command;
  if (!command) return false;
  const program = containerProgram({ name: '', command }, { hostname: '', environment: {}, startedAt: 0 });
  return ((program && endOf(program))?.exitCode ?? 0) !== 0;
}
