/** Runs the programs of containers in the simulated shell: from the moment their status says that they run. */
import type { ContainerStreams, Execution } from '../../api/pod-runtime.ts';
import { pods } from '../../api/resource-types.gen.ts';
import type { Pod } from '../../api/types.gen.ts';
import type { Informers } from '../../client/informer.ts';
import { type Clock, sleep } from '../../lib/clock.ts';
import { type ContainerView, containersOf } from '../containers.ts';
import type { RunningContainer } from '../exec/exec.ts';
import type { Containers } from '../exec/open-containers.ts';
import { Interrupted, SIGKILL } from '../exec/pipe.ts';
import type { LiveEnd, LiveFindings } from '../live-reports.ts';
import { createConsole, type LiveConsole } from './console.ts';
import { type HookName, hasHook, runHook } from './hooks.ts';
import { lastWords } from './last-words.ts';
import type { LiveOutputs } from './live-output.ts';
import { startProbes } from './probes.ts';
import { runMain } from './run-main.ts';
import { runsLive } from './runs-live.ts';

export interface LivePrograms {
  /** Undefined when the container's program is not really run. */
  attachment(container: RunningContainer): Execution | undefined;
  stop(): void;
}

export interface LiveProgramsOptions {
  informers: Informers;
  clock: Clock;
  containers: Containers;
  outputs: LiveOutputs;
  /** Whether the node is simulated here. */
  serves(node: string): boolean;
  ended(pod: Pod, container: string, end: LiveEnd): void;
  probed(pod: Pod, container: string, findings: LiveFindings): void;
}

/** How long a program whose input ends with its first reader waits for that reader, in milliseconds. */
const WAIT_FOR_READER = 2000;

export function startLivePrograms(options: LiveProgramsOptions): LivePrograms {
  const { informers, containers, outputs, serves } = options;
  /** By the ids of the containers. */
  const programs = new Map<string, LiveProgram>();
  /** The ids of the containers that were looked at, and whether the pod is going away, by the uids of the pods. */
  const followed = new Map<string, { containers: readonly string[]; isStopping: boolean }>();
  const end = new AbortController();

  const hook = async (pod: Pod, { spec, status }: ContainerView, name: HookName) => {
    if (hasHook(spec, name)) await runHook(await containers.open(pod, spec, status), name, end.signal);
  };
  const begin = (pod: Pod, view: ContainerView): void => {
    const { containerID = '' } = view.status;
    void hook(pod, view, 'postStart').catch(() => {});
    if (!runsLive(pod, view.spec)) return;
    const program = runProgram(pod, view, options);
    programs.set(containerID, program);
    void program.ended.finally(() => programs.delete(containerID));
  };

  const follow = (pod: Pod): void => {
    const { uid, deletionTimestamp } = pod.metadata;
    const known = followed.get(uid) ?? { containers: [], isStopping: false };
    followed.set(uid, known);
    const running = containersOf(pod).filter(({ status }) => status.state?.running && status.containerID);
    for (const view of running) {
      const { containerID = '' } = view.status;
      if (known.containers.includes(containerID)) continue;
      known.containers = known.containers.concat(containerID);
      begin(pod, view);
    }
    if (deletionTimestamp !== undefined && !known.isStopping) {
      known.isStopping = true;
      for (const view of running) void hook(pod, view, 'preStop').catch(() => {});
    }
    for (const containerID of known.containers)
      if (!running.some(({ status }) => status.containerID === containerID)) programs.get(containerID)?.stop();
  };

  const forget = ({ metadata }: Pod): void => {
    for (const containerID of followed.get(metadata.uid)?.containers ?? []) {
      programs.get(containerID)?.stop();
      outputs.forget(containerID);
    }
    followed.delete(metadata.uid);
  };

  const stopFollowing = informers.for(pods).onEvent(({ type, object }) => {
    if (type === 'DELETED') forget(object);
    else if (object.spec.nodeName && serves(object.spec.nodeName)) follow(object);
  });

  return {
    attachment({ status }) {
      const program = programs.get(status.containerID ?? '');
      return program && { run: (streams: ContainerStreams) => program.console.attach(streams) };
    },
    stop() {
      stopFollowing();
      end.abort();
      for (const { stop } of programs.values()) stop();
    },
  };
}

interface LiveProgram {
  readonly console: LiveConsole;
  /** Never rejects. */
  readonly ended: Promise<void>;
  stop(): void;
}

/** What a container runtime says of a container that it cannot start. */
const CANNOT_START = 128;

function runProgram(pod: Pod, { spec, status }: ContainerView, options: LiveProgramsOptions): LiveProgram {
  const { clock, containers, outputs, ended, probed } = options;
  const { containerID = '' } = status;
  const output = outputs.open(containerID);
  const abort = new AbortController();
  const console = createConsole({ output, spec });

  const run = async (): Promise<Omit<LiveEnd, 'containerID'>> => {
    if (spec.stdin && spec.stdinOnce)
      await sleep(clock, WAIT_FOR_READER, AbortSignal.any([console.joined, abort.signal]));
    const container = await containers.open(pod, spec, status);
    const whileRunning = new AbortController();
    const probing = AbortSignal.any([abort.signal, whileRunning.signal]);
    startProbes(container, probing, (findings) => probed(pod, spec.name, { containerID, ...findings }));
    const exitCode = await runMain(container, { console, signal: abort.signal });
    whileRunning.abort();
    output.end();
    const message = lastWords(container, { output, exitCode });
    return { exitCode, ...(message && { message }) };
  };
  const untilEnd = async () => {
    const end = await run().catch((error: Error) => ({ exitCode: CANNOT_START, message: error.message }));
    output.end();
    if (!abort.signal.aborted) ended(pod, spec.name, { containerID, ...end });
    console.close();
  };
  return { console, ended: untilEnd(), stop: () => abort.abort(new Interrupted(SIGKILL)) };
}
