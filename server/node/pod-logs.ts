import { notFound } from '../api/errors.ts';
import type { LogOptions, PodRuntime, PodTarget } from '../api/pod-runtime.ts';
import { pods } from '../api/resource-types.gen.ts';
import type { Pod } from '../api/types.gen.ts';
import type { Informer, Informers } from '../client/informer.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import type { LiveOutput, LiveOutputs } from './live/live-output.ts';
import { formatLine, isRecentEnough, type LogLine, lastLines, limited, linesOf } from './log-lines.ts';
import { findLogSource, type LogSource } from './log-source.ts';
import { programOf } from './programs/pod-program.ts';
import { simulated } from './simulation.ts';

export interface PodLogsOptions {
  informers: Informers;
  clock: Clock;
  /** When the container began to run, in milliseconds, if that is known better than its status says. */
  startOf(pod: Pod, container: string): number | undefined;
  /** What containers have printed whose programs are really run. */
  outputs: LiveOutputs;
}

/**
 * Logs of plain programs are not kept: what a container has printed by now follows from its command and the time since
 * its start.
 */
export function podLogs({ informers, clock, startOf, outputs }: PodLogsOptions): Pick<PodRuntime, 'logs'> {
  const allPods = informers.for(pods);

  /** Throws what is wrong before anything is read. */
  const open = (target: PodTarget, options: LogOptions, signal: AbortSignal): AsyncIterable<string> => {
    const pod = allPods.get(`${target.namespace}/${target.name}`);
    if (!pod) throw notFound(pods, target.name);
    const found = findLogSource(pod, target.container, options);
    if (!found) return nothing();
    const known = found.finishedAt === undefined ? startOf(pod, found.spec.name) : undefined;
    const log = { pod, options, signal, source: { ...found, startedAt: known ?? found.startedAt } };
    const output = outputs.get(found.containerID);
    return limited(output ? readLive(output, log) : read(log), options.limitBytes);
  };

  async function* readLive(output: LiveOutput, { options, signal }: OpenLog): AsyncGenerator<string> {
    const now = clock.now();
    const past = output.linesFrom(0);
    const wanted = past.lines.filter((line) => isRecentEnough(line, options, now));
    for (const line of lastLines(wanted, options.tailLines)) yield formatLine(line, options);
    for (let place = past.next; options.follow && !signal.aborted; ) {
      const { lines, next } = output.linesFrom(place);
      for (const line of lines) yield formatLine(line, options);
      if (lines.length === 0 && output.hasEnded) return;
      place = next;
      if (lines.length === 0) await output.more(signal);
    }
  }

  async function* read(log: OpenLog): AsyncGenerator<string> {
    const { source, options } = log;
    const lines = printedLines(log);
    const now = clock.now();
    const past: LogLine[] = [];
    let next = lines.next();
    for (; !next.done && next.value.time <= (source.finishedAt ?? now); next = lines.next()) past.push(next.value);
    const wanted = past.filter((line) => isRecentEnough(line, options, now));
    for (const line of lastLines(wanted, options.tailLines)) yield formatLine(line, options);
    if (options.follow && source.finishedAt === undefined) yield* follow(next, lines, log);
  }

  async function* follow(first: IteratorResult<LogLine>, lines: Iterator<LogLine>, log: OpenLog) {
    const ended = whenEnded(allPods, log);
    try {
      for (let next = first; !next.done; next = lines.next()) {
        await sleep(clock, next.value.time - clock.now(), ended.signal);
        if (next.value.time > clock.now()) return;
        yield formatLine(next.value, log.options);
      }
      await aborted(ended.signal);
    } finally {
      ended.stop();
    }
  }

  return { logs: open };
}

/** One log that somebody reads. */
interface OpenLog {
  pod: Pod;
  source: LogSource;
  options: LogOptions;
  signal: AbortSignal;
}

async function* nothing(): AsyncGenerator<string> {}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function* printedLines({ pod, source: { spec, startedAt } }: OpenLog): Generator<LogLine> {
  const said = simulated(pod, `log.${spec.name}`) ?? simulated(pod, 'log');
  if (said !== undefined) yield* linesOf([{ at: 0, text: said.endsWith('\n') ? said : `${said}\n` }], startedAt);
  const program = programOf(pod, spec, startedAt);
  if (program) yield* linesOf(program.output(), startedAt);
}

/** A signal that fires when this run of the container is over, or nobody listens any more. */
function whenEnded(allPods: Informer<Pod>, { pod, source, signal }: OpenLog): { signal: AbortSignal; stop(): void } {
  const ended = new AbortController();
  const runs = ({ status }: Pod) =>
    [status.containerStatuses, status.initContainerStatuses, status.ephemeralContainerStatuses].some((list) =>
      list?.some(({ containerID, state }) => containerID === source.containerID && state?.running),
    );
  const stop = allPods.onEvent(({ type, object }) => {
    if (object.metadata.uid !== pod.metadata.uid) return;
    if (type === 'DELETED' || !runs(object)) ended.abort();
  });
  return { signal: AbortSignal.any([ended.signal, signal]), stop };
}
