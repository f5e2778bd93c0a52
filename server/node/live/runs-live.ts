/** Which containers' programs are really run, in the simulated shell: those that can be, and of which nobody can plainly tell. */
import type { Container, Pod } from '../../api/types.gen.ts';
import { COMMANDS } from '../exec/commands.ts';
import { BUILTINS } from '../exec/shell/builtins.ts';
import { parseScript } from '../exec/shell/parse-command.ts';
import type { AndOr, Command, List, Word } from '../exec/shell/syntax.ts';
import { commandLine } from '../programs/command-line.ts';
import { isPlainProgram } from '../programs/plain-program.ts';
import { simulated } from '../simulation.ts';

export function runsLive(pod: Pod, container: Container): boolean {
  if (isAnnotated(pod, container)) return false;
  const words = commandLine(container);
  if (!words || !canRun(words.map(withoutReferences))) return false;
  // What it printed last may be asked for.
  if (container.stdin || container.terminationMessagePolicy === 'FallbackToLogsOnError') return true;
  // A shell without input ends at once, but whoever names only an image means something that goes on.
  if (words.length === 1 && isShell(words[0] ?? '')) return false;
  return !isPlainProgram(pod, container);
}

const ANNOTATIONS = ['exit-code', 'exit-after', 'crash-loop', 'log'];

function isAnnotated(pod: Pod, { name }: Container): boolean {
  if (!pod.metadata.annotations) return false;
  return ANNOTATIONS.some(
    (what) => simulated(pod, what) !== undefined || simulated(pod, `${what}.${name}`) !== undefined,
  );
}

/** What the kubelet expands before the shell sees it: no command is called so. */
function withoutReferences(word: string): string {
  return word.replace(/\$\([A-Z_][A-Z0-9_]*\)/g, 'x');
}

function isShell(word: string): boolean {
  return /(^|\/)(sh|bash|ash|dash)$/.test(word);
}

/** A shell's script can be run when all of its commands are known. */
export function canRun([first = '', ...args]: readonly string[]): boolean {
  const name = first.replace(/^.*\//, '');
  if (!isShell(first)) return COMMANDS.has(name);
  const script = args.findIndex((arg) => /^-[a-z]*c[a-z]*$/.test(arg)) + 1;
  if (script === 0) return args.every((arg) => arg.startsWith('-'));
  try {
    return isKnownScript(parseScript(args[script] ?? ''));
  } catch {
    // The shell says what is wrong with it.
    return true;
  }
}

function isKnownScript(list: List): boolean {
  const commands = [...commandsOf(list)];
  const functions = new Set(commands.flatMap((command) => (command.kind === 'function' ? [command.name] : [])));
  return commands.every((command) => {
    if (command.kind !== 'simple') return true;
    return namesOf(command.words).every(
      (name) => name !== undefined && (functions.has(name) || BUILTINS.has(name) || COMMANDS.has(name)),
    );
  });
}

/** Commands that run another one, which comes after their own words. */
const RUNNERS = new Set(['exec', 'command', 'env', 'nohup', 'timeout', 'time', 'setsid', 'nice', 'xargs', 'eval']);

/** The commands that these words name; undefined for one that is only known when it runs. */
function namesOf(words: readonly Word[]): (string | undefined)[] {
  const [first, ...rest] = words;
  if (!first) return [];
  const name = literalOf(first)?.replace(/^.*\/(?=.)/, '');
  if (name === undefined || !RUNNERS.has(name)) return [name];
  const next = rest.findIndex((word) => !/^(-.*|\w+=.*|\d+[smhd]?)$/.test(literalOf(word) ?? '-'));
  return next < 0 ? [name] : [name, ...namesOf(rest.slice(next))];
}

function literalOf(word: Word): string | undefined {
  if (!word.every((part) => part.kind === 'text')) return undefined;
  return word.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

function* commandsOf(list: List): Generator<Command> {
  for (const { command } of list) yield* commandsOfAndOr(command);
}

function* commandsOfAndOr({ first, rest }: AndOr): Generator<Command> {
  for (const { commands } of [first, ...rest.map(({ pipeline }) => pipeline)])
    for (const command of commands) yield* withInner(command);
}

function* withInner(command: Command): Generator<Command> {
  yield command;
  for (const list of listsIn(command)) yield* commandsOf(list);
  if (command.kind === 'function') yield* withInner(command.body);
  if (command.kind !== 'simple') return;
  for (const word of [...command.words, ...command.assignments.map(({ value }) => value)])
    for (const part of word) if (part.kind === 'command') yield* commandsOf(part.body);
}

function listsIn(command: Command): readonly List[] {
  switch (command.kind) {
    case 'group':
    case 'subshell':
    case 'for':
      return [command.body];
    case 'while':
      return [command.condition, command.body];
    case 'if':
      return [
        ...command.branches.flatMap(({ condition, body }) => [condition, body]),
        ...(command.otherwise ? [command.otherwise] : []),
      ];
    case 'case':
      return command.items.map(({ body }) => body);
    default:
      return [];
  }
}
