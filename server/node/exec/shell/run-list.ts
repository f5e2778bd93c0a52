/** Runs lists, pipelines and compound commands. */
import { sleep } from '../../../lib/clock.ts';
import { BrokenPipe, createPipe, Interrupted, NO_INPUT, SIGPIPE, throwIfInterrupted } from '../pipe.ts';
import { runBashTest } from './bash-test.ts';
import { BreakLoop, ContinueLoop, ExitShell } from './control-flow.ts';
import { evaluateWord, expandPieces, expandText, expandWords } from './expand.ts';
import { matchesPattern } from './pattern.ts';
import { RedirectError, redirect } from './redirect.ts';
import { runSimple } from './run-simple.ts';
import type { Shell } from './shell.ts';
import { complain } from './shell-message.ts';
import { assign, type ShellState } from './shell-state.ts';
import type { AndOr, Command, List, Pipeline } from './syntax.ts';

export async function runList(list: List, shell: Shell): Promise<number> {
  const { state } = shell;
  for (const { command, isBackground } of list) {
    if (isBackground) state.status = startJob(command, shell);
    else await runAndOr(command, shell);
  }
  return state.status;
}

function startJob(command: AndOr, shell: Shell): number {
  const { state } = shell;
  const descriptors = new Map(state.descriptors).set(0, { input: NO_INPUT });
  const abort = new AbortController();
  const entry = state.container.processes.begin({
    parent: state.pid,
    args: [state.name],
    hasTerminal: false,
    kill: (signalNumber) => abort.abort(new Interrupted(signalNumber)),
  });
  const signal = AbortSignal.any([state.lifetime, abort.signal]);
  const ended = shell
    .runApart((inner) => runAndOr(command, inner), { descriptors, signal, isInteractive: false })
    .catch(statusOfError)
    .finally(() => entry.end());
  const job = { pid: entry.pid, text: '', ended, code: undefined as number | undefined };
  void ended.then((code) => {
    job.code = code;
  });
  state.jobs.push(job);
  return 0;
}

function statusOfError(error: unknown): number {
  if (error instanceof Interrupted) return 128 + error.signalNumber;
  return error instanceof BrokenPipe ? 128 + SIGPIPE : 1;
}

async function runAndOr({ first, rest }: AndOr, shell: Shell): Promise<number> {
  const { state } = shell;
  let last = first;
  await runPipeline(first, shell, rest.length > 0);
  for (const [index, { operator, pipeline }] of rest.entries()) {
    if ((operator === '&&') !== (state.status === 0)) continue;
    last = pipeline;
    await runPipeline(pipeline, shell, index < rest.length - 1);
  }
  const isLast = rest.length === 0 || last === rest.at(-1)?.pipeline;
  const mayFail = state.tolerance > 0 || last.isNegated || !isLast;
  if (state.status !== 0 && state.options.errexit && !mayFail) throw new ExitShell(state.status);
  return state.status;
}

async function runPipeline({ commands, isNegated }: Pipeline, shell: Shell, isAsked: boolean): Promise<number> {
  const { state } = shell;
  const tolerates = isAsked || isNegated;
  if (tolerates) state.tolerance++;
  try {
    const [only] = commands;
    const status = only && commands.length === 1 ? await shell.runCommand(only) : await runPiped(commands, shell);
    state.status = isNegated ? Number(status === 0) : status;
    return state.status;
  } finally {
    if (tolerates) state.tolerance--;
  }
}

async function runPiped(commands: readonly Command[], shell: Shell): Promise<number> {
  const pipes = commands.slice(1).map(() => createPipe());
  const statuses = await Promise.all(
    commands.map(async (command, index) => {
      const [before, after] = [pipes[index - 1], pipes[index]];
      const descriptors = new Map(shell.state.descriptors);
      if (before) descriptors.set(0, { input: before });
      if (after) descriptors.set(1, { output: after });
      try {
        return await shell.runApart((inner) => inner.runCommand(command), { descriptors });
      } catch (error) {
        if (error instanceof BrokenPipe) return 128 + SIGPIPE;
        throw error;
      } finally {
        before?.close();
        after?.end();
      }
    }),
  );
  const failed = statuses.filter((status) => status !== 0).at(-1);
  return (shell.state.options.pipefail ? failed : statuses.at(-1)) ?? 0;
}

export async function runCommand(command: Command, shell: Shell): Promise<number> {
  const { state } = shell;
  throwIfInterrupted(state.signal);
  await letOthersRun(state);
  if (command.kind === 'simple') state.status = await runSimple(command, shell);
  else if (command.redirects.length === 0) state.status = await runCompound(command, shell);
  else state.status = await runRedirected(command, shell);
  return state.status;
}

type Compound = Exclude<Command, { kind: 'simple' }>;

async function runRedirected(command: Compound, shell: Shell): Promise<number> {
  const { state } = shell;
  const before = state.descriptors;
  try {
    const { descriptors, close } = await redirect(command.redirects, shell);
    state.descriptors = descriptors;
    try {
      return await runCompound(command, shell);
    } finally {
      close();
    }
  } catch (error) {
    if (!(error instanceof RedirectError)) throw error;
    state.descriptors = before;
    await complain(state, error.message);
    return state.style === 'dash' ? 2 : 1;
  } finally {
    state.descriptors = before;
  }
}

/** Commands between two breaks, and how many without waiting for anything make a script that only keeps busy. */
const STEPS_A_TURN = 25;
const BUSY_STEPS = 10_000;
const BUSY_BREAK = 5;

async function letOthersRun({ steps, container, signal }: ShellState): Promise<void> {
  if (++steps.count % STEPS_A_TURN !== 0) return;
  if (steps.count > BUSY_STEPS) await sleep(container.clock, BUSY_BREAK, signal);
  else await new Promise((resolve) => setImmediate(resolve));
}

async function runCompound(command: Compound, shell: Shell): Promise<number> {
  switch (command.kind) {
    case 'group':
      return shell.run(command.body);
    case 'subshell':
      return shell.runApart((inner) => inner.run(command.body));
    case 'if':
      return runIf(command, shell);
    case 'while':
      return runWhile(command, shell);
    case 'for':
      return runFor(command, shell);
    case 'case':
      return runCase(command, shell);
    case 'function':
      shell.state.functions.set(command.name, command.body);
      return 0;
    case 'test':
      return runBashTest(command.words, shell);
    default:
      return Number((await evaluateWord(command.expression, shell)) === 0n);
  }
}

async function succeeds(list: List, shell: Shell): Promise<boolean> {
  const { state } = shell;
  state.tolerance++;
  try {
    return (await shell.run(list)) === 0;
  } finally {
    state.tolerance--;
  }
}

async function runIf({ branches, otherwise }: Extract<Command, { kind: 'if' }>, shell: Shell): Promise<number> {
  for (const { condition, body } of branches) if (await succeeds(condition, shell)) return shell.run(body);
  return otherwise ? shell.run(otherwise) : 0;
}

async function runWhile(loop: Extract<Command, { kind: 'while' }>, shell: Shell): Promise<number> {
  let status = 0;
  for (;;) {
    const round = await runRound(async () => {
      if ((await succeeds(loop.condition, shell)) === loop.isUntil) throw new BreakLoop(1);
      status = await shell.run(loop.body);
    });
    if (round === 'break') return status;
  }
}

async function runFor({ name, words, body }: Extract<Command, { kind: 'for' }>, shell: Shell): Promise<number> {
  const { state } = shell;
  const values = words ? await expandWords(words, shell) : [...state.positional];
  let status = 0;
  for (const value of values) {
    assign(state, name, value);
    const round = await runRound(async () => {
      status = await shell.run(body);
    });
    if (round === 'break') break;
  }
  return status;
}

async function runRound(work: () => Promise<void>): Promise<'break' | 'continue'> {
  try {
    await work();
    return 'continue';
  } catch (error) {
    if (!(error instanceof BreakLoop || error instanceof ContinueLoop)) throw error;
    if (error.levels > 1) {
      throw error instanceof BreakLoop ? new BreakLoop(error.levels - 1) : new ContinueLoop(error.levels - 1);
    }
    return error instanceof BreakLoop ? 'break' : 'continue';
  }
}

async function runCase({ word, items }: Extract<Command, { kind: 'case' }>, shell: Shell): Promise<number> {
  const text = await expandText(word, shell);
  for (const { patterns, body } of items) {
    for (const pattern of patterns) {
      if (matchesPattern(text, await expandPieces(pattern, shell))) return shell.run(body);
    }
  }
  return 0;
}
