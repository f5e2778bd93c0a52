import type { Pod, Probe } from '../../api/types.gen.ts';
import type { ContainerView } from '../containers.ts';
import { containerProgram, endOf } from '../programs/container-program.ts';
import { delayOf, simulatedFor } from '../simulation.ts';
import { sinceOf, type World } from '../world.ts';
import { type ContainerRule, containerEvent } from './lifecycle-rule.ts';
import { terminated } from './stop-containers.ts';

export const passStartup: ContainerRule = {
  name: 'a container has started up',
  when: (view, _, world) =>
    view.status.state?.running && !view.status.started ? sinceOf(view, world) + world.pace.ready : undefined,
  next: ({ status }) => ({ status: { ...status, started: true } }),
};

/** Probes pass, unless the annotation `ready` or a command that plainly fails says that they do not. */
export const changeReadiness: ContainerRule = {
  name: 'a container becomes ready or unready',
  when(view, pod, world) {
    const { status, spec } = view;
    if (!status.state?.running || !status.started) return undefined;
    const isWanted = mayBeReady(view, pod);
    // What somebody else wrote into the status is not asked: only what was decided here.
    const isReady = world.memory.containers[spec.name]?.ready ?? status.ready;
    if (isWanted === isReady) return undefined;
    return isWanted ? sinceOf(view, world) + readyDelay(view, pod, world) : world.now;
  },
  next(view, pod) {
    const ready = mayBeReady(view, pod);
    const message = 'Readiness probe failed: simulated failure';
    return {
      status: { ...view.status, ready },
      ...(!ready && { events: [containerEvent(view, 'Warning', ['Unhealthy', message])] }),
    };
  },
};

export const failLiveness: ContainerRule = {
  name: 'a container that fails its liveness probe is killed',
  when: (view, pod, world) =>
    view.status.state?.running && view.status.started && !isAlive(view, pod)
      ? sinceOf(view, world) + world.pace.start + world.pace.ready
      : undefined,
  next(view, _, world) {
    const { name } = view.spec;
    return {
      status: terminated(view.status, { now: world.now, exitCode: 137 }),
      memory: { failures: (world.memory.containers[name]?.failures ?? 0) + 1 },
      events: [
        containerEvent(view, 'Warning', ['Unhealthy', 'Liveness probe failed: simulated failure']),
        containerEvent(view, 'Normal', ['Killing', `Container ${name} failed liveness probe, will be restarted`]),
      ],
    };
  },
};

/** Milliseconds from the start of the container until it can be ready. */
export function readyDelay(view: ContainerView, pod: Pod, { pace }: World): number {
  const said = delayOf(simulatedFor(pod, 'ready-delay', view));
  if (said !== undefined) return said;
  const { spec } = view;
  return (spec.startupProbe ? pace.ready : 0) + (spec.readinessProbe ? pace.ready : 0);
}

export function mayBeReady(view: ContainerView, pod: Pod): boolean {
  if (view.kind === 'init' || view.kind === 'ephemeral') return false;
  return simulatedFor(pod, 'ready', view) !== 'false' && !plainlyFails(view.spec.readinessProbe);
}

function isAlive(view: ContainerView, pod: Pod): boolean {
  return simulatedFor(pod, 'live', view) !== 'false' && !plainlyFails(view.spec.livenessProbe);
}

function plainlyFails(probe: Probe | undefined): boolean {
  const command = probe?.exec?.command;
  if (!command) return false;
  const program = containerProgram({ name: '', command }, { hostname: '', environment: {}, startedAt: 0 });
  return ((program && endOf(program))?.exitCode ?? 0) !== 0;
}
