/** A shell that somebody talks to: prompt, line, command, and again. */
import { Interrupted, SIGINT } from '../pipe.ts';
import { readLine } from '../terminal/read-line.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { completions } from './completions.ts';
import { BreakLoop, ContinueLoop, ReturnFrom } from './control-flow.ts';
import { parseScript } from './parse-command.ts';
import { promptText } from './prompt.ts';
import type { Shell } from './shell.ts';
import { complain, syntaxErrorText } from './shell-message.ts';
import { type List, ShellSyntaxError } from './syntax.ts';

const MAX_HISTORY = 500;

/** Resolves with the status of the last command when there is no more input. */
export async function runInteractive(shell: Shell, terminal: Terminal): Promise<number> {
  const { state } = shell;
  const history: string[] = [];
  for (;;) {
    const entered = await readCommand(shell, terminal, history);
    if (entered.kind === 'end') {
      if (state.style === 'bash') await terminal.output.write('exit\n');
      else await terminal.output.write('\n');
      return state.status;
    }
    if (entered.kind === 'nothing') continue;
    await runEntered(entered.list, shell, terminal);
  }
}

type Entered = { kind: 'list'; list: List } | { kind: 'nothing' } | { kind: 'end' };

/** One line, or several where the first one is not a whole command. */
async function readCommand(shell: Shell, terminal: Terminal, history: string[]): Promise<Entered> {
  const { state } = shell;
  let text = '';
  for (let prompt = promptText(state, 'PS1'); ; prompt = promptText(state, 'PS2')) {
    const complete = (before: string) => completions(state, before);
    const reply = await readLine(terminal, { prompt, history, complete, signal: state.lifetime });
    if (reply.kind === 'interrupt') {
      state.status = 128 + SIGINT;
      return { kind: 'nothing' };
    }
    if (reply.kind === 'end') return text === '' ? { kind: 'end' } : { kind: 'nothing' };
    if (reply.text.trim() !== '' && reply.text !== history.at(-1)) history.push(reply.text);
    if (history.length > MAX_HISTORY) history.shift();
    text += `${reply.text}\n`;
    try {
      return { kind: 'list', list: parseScript(text) };
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      if (error.found === undefined) continue;
      await complain(state, syntaxErrorText(state.style, error.found));
      state.status = 2;
      return { kind: 'nothing' };
    }
  }
}

/** ^C ends the command, not the shell. */
async function runEntered(list: List, shell: Shell, terminal: Terminal): Promise<void> {
  const { state } = shell;
  const foreground = new AbortController();
  const stop = terminal.onInterrupt((interruption) => foreground.abort(interruption));
  state.signal = AbortSignal.any([state.lifetime, foreground.signal]);
  state.steps.count = 0;
  try {
    await shell.run(list);
  } catch (error) {
    const isLeft = error instanceof BreakLoop || error instanceof ContinueLoop || error instanceof ReturnFrom;
    if (!isLeft && !(error instanceof Interrupted && !state.lifetime.aborted)) throw error;
    if (error instanceof Interrupted) state.status = 128 + error.signalNumber;
  } finally {
    stop();
    state.signal = state.lifetime;
  }
}
