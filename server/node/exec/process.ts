/** A simulated process: what a command gets to work with, and what becomes of it. */
import type { Clock } from '../../lib/clock.ts';
import { sleep } from '../../lib/clock.ts';
import { inBusyboxWords } from './busybox-words.ts';
import type { Process, Program, SimulatedContainer } from './container.ts';
import { FileError } from './files/file-error.ts';
import { BrokenPipe, Interrupted, type Output, readableBy, SIGPIPE, throwIfInterrupted, writableBy } from './pipe.ts';

export type { Command, Process, Program } from './container.ts';

export interface Launch extends Pick<Process, 'args' | 'env' | 'cwd' | 'stdin' | 'stdout' | 'stderr' | 'terminal'> {
  parent?: number;
  signal: AbortSignal;
  /** It is the container's own program, the first process. */
  isMain?: boolean;
}

/** Runs a program to its end. Never rejects: what goes wrong becomes a message and an exit code. */
export async function launch(program: Program, container: SimulatedContainer, options: Launch): Promise<number> {
  const abort = new AbortController();
  const signal = AbortSignal.any([options.signal, abort.signal]);
  const { parent = 0, args, terminal, isMain = false } = options;
  const kill = (signalNumber: number) => abort.abort(new Interrupted(signalNumber));
  const entry = isMain
    ? MAIN_ENTRY
    : container.processes.begin({ parent, args, hasTerminal: terminal !== undefined, kill });
  try {
    return (
      (await program({
        ...options,
        parent,
        pid: entry.pid,
        container,
        signal,
        stdin: readableBy(options.stdin, signal),
        stdout: writableBy(options.stdout, signal),
        stderr: writableBy(options.stderr, signal),
        lastWords: (text) => options.stdout.write(text),
      })) & 255
    );
  } catch (error) {
    return await exitCodeOf(error, { name: args[0] ?? '', stderr: options.stderr });
  } finally {
    entry.end();
  }
}

/** It is in the table as long as the container runs, and no signal from within reaches it that it does not ask for. */
const MAIN_ENTRY = { pid: 1, end: () => {} };

async function exitCodeOf(error: unknown, { name, stderr }: { name: string; stderr: Output }): Promise<number> {
  if (error instanceof Interrupted) return 128 + error.signalNumber;
  if (error instanceof BrokenPipe) return 128 + SIGPIPE;
  const { message } = error as Error;
  await stderr.write(`${name.replace(/^.*\//, '')}: ${message}\n`).catch(() => {});
  return error instanceof FileError ? 1 : 2;
}

/** Rejects with Interrupted when the process is to end before. */
export async function pause({ container, signal }: Process, milliseconds: number): Promise<void> {
  await pauseFor(container.clock, milliseconds, signal);
}

/** Longer than anybody waits, shorter than what timers can count. */
const LONGEST = 2 ** 31 - 1;

async function pauseFor(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  const end = clock.now() + milliseconds;
  do {
    throwIfInterrupted(signal);
    await sleep(clock, Math.min(end - clock.now(), LONGEST), signal);
    throwIfInterrupted(signal);
  } while (clock.now() < end);
}

/** Says what is wrong, as `name: text`, and gives the exit code. */
export async function fail({ args, stderr, container }: Process, text: string, code = 1): Promise<number> {
  const name = (args[0] ?? '').replace(/^.*\//, '');
  const said = container.flavour.sh === 'ash' ? inBusyboxWords(name, text) : text;
  await stderr.write(`${name}: ${said}\n`);
  return code;
}
