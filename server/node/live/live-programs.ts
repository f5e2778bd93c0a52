/** Runs the programs of containers in the simulated shell: from the moment their status says that they run. */
import type { ContainerStreams, Execution } from '../../api/pod-runtime.ts';
import { pods } from '../../api/resource-types.gen.ts';
import type { Container, ContainerStatus, Pod } from '../../api/types.gen.ts';
import type { Informers } from '../../client/informer.ts';
import { type Clock, sleep } from '../../lib/clock.ts';
import { containersOf } from '../containers.ts';
import type { RunningContainer } from '../exec/exec.ts';
import type { Containers } from '../exec/open-containers.ts';
import { Interrupted, SIGKILL } from '../exec/pipe.ts';
import type { LiveEnd, LiveFindings } from '../live-reports.ts';
import { createConsole, type LiveConsole } from './console.ts';
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

interface LiveProgram {
  readonly podUid: string;
  readonly console: LiveConsole;
  stop(): void;
}

/** How long a program whose input ends with its first reader waits for that reader, in milliseconds. */
const WAIT_FOR_READER = 2000;

export function startLivePrograms(options: LiveProgramsOptions): LivePrograms {
  const { informers, clock, containers, outputs, serves, ended, probed } = options;
  /** By the ids of the containers. */
  const programs = new Map<string, LiveProgram>();
  /** Whose output is kept, by the uids of the pods. */
  const kept = new Map<string, Set<string>>();

  const begin = (pod: Pod, spec: Container, status: ContainerStatus): void => {
    const { containerID = '' } = status;
    const { uid } = pod.metadata;
    const output = outputs.open(containerID);
    kept.set(uid, (kept.get(uid) ?? new Set()).add(containerID));
    const abort = new AbortController();
    const console = createConsole({ output, spec });
    programs.set(containerID, {
      podUid: uid,
      console,
      stop: () => abort.abort(new Interrupted(SIGKILL)),
    });
    void run().finally(() => programs.delete(containerID));

    async function run() {
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
      if (!abort.signal.aborted) ended(pod, spec.name, { containerID, exitCode, ...(message && { message }) });
      await console.close();
    }
  };

  const follow = (pod: Pod): void => {
    const running = new Set<string>();
    for (const { spec, status } of containersOf(pod)) {
      const { containerID, state } = status;
      if (!state?.running || !containerID) continue;
      running.add(containerID);
      if (!outputs.get(containerID) && runsLive(pod, spec)) begin(pod, spec, status);
    }
    for (const containerID of kept.get(pod.metadata.uid) ?? [])
      if (!running.has(containerID)) programs.get(containerID)?.stop();
  };

  const forget = ({ metadata }: Pod): void => {
    for (const containerID of kept.get(metadata.uid) ?? []) {
      programs.get(containerID)?.stop();
      outputs.forget(containerID);
    }
    kept.delete(metadata.uid);
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
      for (const { stop } of programs.values()) stop();
    },
  };
}
