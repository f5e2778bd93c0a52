/** Runs simple commands: assignments, functions, builtins, and programs of the container. */
import { FileError } from '../files/file-error.ts';
import { NO_INPUT, NO_OUTPUT, readableBy, writableBy } from '../pipe.ts';
import { ArithmeticError } from './arithmetic.ts';
import { ExitShell, ReturnFrom } from './control-flow.ts';
import { expandText, expandWords } from './expand.ts';
import { ExpansionError } from './expand-parameter.ts';
import { RedirectError, redirect } from './redirect.ts';
import { runProgram } from './run-program.ts';
import type { InOut, Shell } from './shell.ts';
import { complain } from './shell-message.ts';
import {
  assign,
  type Descriptors,
  ReadonlyVariable,
  type ShellState,
  type Variable,
  variableOf,
} from './shell-state.ts';
import type { Assignment, Command, SimpleCommand } from './syntax.ts';

export async function runSimple(command: SimpleCommand, shell: Shell): Promise<number> {
  const { state } = shell;
  state.line = command.line;
  try {
    return await runExpanded(command, shell);
  } catch (error) {
    if (error instanceof RedirectError || error instanceof FileError) {
      await complain(state, error.message);
      return state.style === 'dash' ? 2 : 1;
    }
    if (error instanceof ExpansionError || error instanceof ReadonlyVariable || error instanceof ArithmeticError) {
      await complain(state, error.message);
      throw new ExitShell(state.style !== 'bash' ? 2 : error instanceof ExpansionError ? 127 : 1);
    }
    throw error;
  }
}

async function runExpanded(command: SimpleCommand, shell: Shell): Promise<number> {
  const { state } = shell;
  const args = await expandWords(command.words, shell);
  const [name] = args;
  if (name === undefined) return runAssignments(command, shell);
  await trace(state, args);
  const { descriptors, close } = await redirect(command.redirects, shell);
  const assignments = await assignedValues(command.assignments, shell);
  const isExec = name === 'exec';
  try {
    return await runNamed(args, { assignments, descriptors, shell });
  } finally {
    if (isExec && args.length === 1) state.descriptors = descriptors;
    else close();
  }
}

async function trace(state: ShellState, words: readonly string[]): Promise<void> {
  if (!state.options.xtrace) return;
  const text = words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`));
  await state.descriptors.get(2)?.output?.write(`+ ${text.join(' ')}\n`, state.signal);
}

async function runAssignments({ assignments, redirects }: SimpleCommand, shell: Shell): Promise<number> {
  const { state } = shell;
  // The status is that of the last `$(…)` in them, if there is any.
  state.status = 0;
  const { close } = await redirect(redirects, shell);
  close();
  for (const [name, value] of await assignedValues(assignments, shell)) {
    assign(state, name, value);
    await trace(state, [`${name}=${value}`]);
  }
  return state.status;
}

async function assignedValues(assignments: readonly Assignment[], shell: Shell): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  for (const { name, isAppending, value } of assignments) {
    const text = await expandText(value, shell);
    values.set(name, isAppending ? (values.get(name) ?? variableOf(shell.state, name) ?? '') + text : text);
  }
  return values;
}

interface Call {
  readonly assignments: ReadonlyMap<string, string>;
  readonly descriptors: Descriptors;
  readonly shell: Shell;
}

async function runNamed(args: string[], call: Call): Promise<number> {
  const { shell, descriptors, assignments } = call;
  const [name = ''] = args;
  const { state } = shell;
  const body = state.functions.get(name);
  if (body) return withDescriptors(call, () => callFunction(body, args, shell));
  const builtin = shell.builtins.get(name);
  if (!builtin) return runProgram(args, { assignments, descriptors, state });
  if (builtin.isSpecial) {
    for (const [variable, value] of assignments) assign(state, variable, value);
    return withDescriptors({ ...call, assignments: new Map() }, () => builtin.run(args, inOut(descriptors, shell)));
  }
  return withDescriptors(call, () => builtin.run(args, inOut(descriptors, shell)));
}

function inOut(descriptors: Descriptors, shell: Shell): InOut {
  const { signal } = shell.state;
  return {
    shell,
    stdin: readableBy(descriptors.get(0)?.input ?? NO_INPUT, signal),
    stdout: writableBy(descriptors.get(1)?.output ?? NO_OUTPUT, signal),
    stderr: writableBy(descriptors.get(2)?.output ?? NO_OUTPUT, signal),
  };
}

/** What is assigned before a command holds while it runs. */
async function withDescriptors(
  { shell, descriptors, assignments }: Call,
  work: () => Promise<number>,
): Promise<number> {
  const { state } = shell;
  const before = state.descriptors;
  const saved = new Map<string, Variable | undefined>();
  for (const [name, value] of assignments) {
    const variable = state.variables.get(name);
    saved.set(name, variable && { ...variable });
    state.variables.set(name, { value, isExported: true, isReadonly: false });
  }
  state.descriptors = descriptors;
  try {
    return await work();
  } finally {
    // `exec >file` in a function or in eval changes them for good.
    if (state.descriptors === descriptors) state.descriptors = before;
    for (const [name, variable] of saved) {
      if (variable) state.variables.set(name, variable);
      else state.variables.delete(name);
    }
  }
}

const MAX_DEPTH = 100;

async function callFunction(body: Command, [name = '', ...args]: string[], shell: Shell): Promise<number> {
  const { state } = shell;
  if (state.locals.length >= MAX_DEPTH) {
    await complain(state, `${name}: maximum function nesting level exceeded (${MAX_DEPTH})`);
    throw new ExitShell(1);
  }
  const before = state.positional;
  const locals = new Map<string, Variable | undefined>();
  state.positional = args;
  state.locals.push(locals);
  try {
    return await shell.runCommand(body);
  } catch (error) {
    if (error instanceof ReturnFrom) return error.status;
    throw error;
  } finally {
    state.locals.pop();
    state.positional = before;
    for (const [variable, value] of locals) {
      if (value) state.variables.set(variable, value);
      else state.variables.delete(variable);
    }
  }
}
