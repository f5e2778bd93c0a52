import type { Statement, Step } from './parse-script.ts';
import type { Word } from './tokenize-script.ts';

/** A line (or a part of one) that a program prints, `at` milliseconds after its start. */
export interface Output {
  at: number;
  text: string;
}

/** How a program ended. */
export interface ScriptEnd {
  at: number;
  exitCode: number;
  /** It did not: it waits for ever, or came to something of which nobody can plainly tell what it does. */
  fate?: 'endless' | 'unknown';
}

export interface ScriptOptions {
  environment: Readonly<Record<string, string>>;
  hostname: string;
  /** When it starts, in milliseconds since the epoch. */
  startedAt: number;
}

/** Commands in a row that print nothing after which a script counts as one that never ends. */
const MAX_STEPS = 10_000;

/** Runs a script in no time: what it prints is yielded with the time at which it would print it. */
export function* runScript(steps: readonly Step[], options: ScriptOptions): Generator<Output, ScriptEnd> {
  const state: State = { ...options, at: 0, steps: 0, variables: { ...options.environment }, exitCode: 0 };
  try {
    yield* runSteps(steps, state);
    return { at: state.at, exitCode: state.exitCode };
  } catch (end) {
    if (end instanceof Exit) return { at: state.at, exitCode: end.exitCode };
    if (end instanceof Endless) return { at: state.at, exitCode: 0, fate: 'endless' };
    if (end instanceof Unknown) return { at: state.at, exitCode: 0, fate: 'unknown' };
    throw end;
  }
}

interface State extends ScriptOptions {
  at: number;
  steps: number;
  variables: Record<string, string>;
  exitCode: number;
}

class Exit extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super('exit');
    this.exitCode = exitCode;
  }
}
class Unknown extends Error {}
class Endless extends Error {}

function* runSteps(steps: readonly Step[], state: State): Generator<Output> {
  for (const { after, statement } of steps) {
    if (after === '&&' && state.exitCode !== 0) continue;
    if (after === '||' && state.exitCode === 0) continue;
    yield* runStatement(statement, state);
  }
}

function* runStatement(statement: Statement, state: State): Generator<Output> {
  switch (statement.kind) {
    case 'while': {
      for (;;) {
        yield* runSteps(statement.condition, state);
        if ((state.exitCode === 0) === statement.isUntil) break;
        yield* runSteps(statement.body, state);
      }
      state.exitCode = 0;
      return;
    }
    case 'for': {
      for (const value of statement.words.flatMap((word) => splitFields(word, state))) {
        state.variables[statement.variable] = value;
        yield* runSteps(statement.body, state);
      }
      return;
    }
    case 'command': {
      if (++state.steps > MAX_STEPS) throw new Endless();
      const text = runCommand(statement.words, state);
      if (text === undefined || statement.isHidden) return;
      state.steps = 0;
      yield { at: state.at, text };
    }
  }
}

/** What it prints, if anything. */
function runCommand(words: readonly Word[], state: State): string | undefined {
  const [first = '', ...rest] = words.flatMap((word) => splitFields(word, state));
  const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(first);
  if (assignment && rest.length === 0) {
    state.variables[assignment[1] as string] = assignment[2] as string;
    state.exitCode = 0;
    return undefined;
  }
  const command = COMMANDS[first.replace(/^.*\//, '')];
  if (!command) throw new Unknown();
  state.exitCode = 0;
  return command(rest, state) ?? undefined;
}

type Command = (args: readonly string[], state: State) => string | undefined;

const nothing: Command = () => undefined;

/** What commands do as far as it is plain. Those that change files or settings succeed and say nothing. */
const COMMANDS: Readonly<Record<string, Command>> = {
  echo: (args) => {
    const options = args.findIndex((arg) => !/^-[neE]+$/.test(arg));
    const flags = args.slice(0, options < 0 ? args.length : options).join('');
    const text = (options < 0 ? [] : args.slice(options)).join(' ');
    return `${flags.includes('e') ? unescapeText(text) : text}${flags.includes('n') ? '' : '\n'}`;
  },
  printf: ([format = '', ...args]) => {
    const values = [...args];
    return unescapeText(format).replace(/%[sd]/g, () => values.shift() ?? '');
  },
  sleep: (args, state) => {
    state.at += args.map(sleepTime).reduce((sum, time) => sum + time, 0);
    if (state.at === Number.POSITIVE_INFINITY) throw new Endless();
    return undefined;
  },
  true: nothing,
  ':': nothing,
  false: (_, state) => {
    state.exitCode = 1;
    return undefined;
  },
  exit: ([code], state) => {
    throw new Exit(Number(code ?? state.exitCode) & 255);
  },
  date: (_, state) => `${dateText(state)}\n`,
  hostname: (_, state) => `${state.hostname}\n`,
  export: (args, state) => {
    for (const [, name = '', value = ''] of args.map((arg) => /^(\w+)=(.*)$/s.exec(arg) ?? [])) {
      if (name !== '') state.variables[name] = value;
    }
    return undefined;
  },
  set: nothing,
  trap: nothing,
  mkdir: nothing,
  touch: nothing,
  rm: nothing,
  cp: nothing,
  mv: nothing,
  ln: nothing,
  cd: nothing,
  chmod: nothing,
  chown: nothing,
};

const UNITS: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function sleepTime(text: string): number {
  if (text === 'infinity' || text === 'inf') return Number.POSITIVE_INFINITY;
  const parts = /^(\d+(?:\.\d+)?|\.\d+)([smhd]?)$/.exec(text);
  if (!parts) throw new Unknown();
  return Number(parts[1]) * (UNITS[parts[2] ?? ''] as number);
}

function splitFields(word: Word, state: State): string[] {
  if (word.every((part) => 'text' in part)) return [word.map((part) => ('text' in part ? part.text : '')).join('')];
  return [word.map((part) => expand(part, state)).join('')];
}

function expand(part: Word[number], state: State): string {
  if ('text' in part) return part.text;
  if ('variable' in part)
    return part.variable === '?' ? String(state.exitCode) : (state.variables[part.variable] ?? '');
  if ('sum' in part) return String(sumOf(part.sum, state));
  const [name = ''] = part.command.trim().split(/\s+/);
  if (name === 'date') return dateText(state);
  if (name === 'hostname') return state.hostname;
  throw new Unknown();
}

/** Sums and differences of numbers and variables: counters. */
function sumOf(text: string, { variables }: State): number {
  const terms = text.replace(/\s+/g, '').match(/[+-]?[$\w]+/g) ?? [];
  if (terms.join('') !== text.replace(/\s+/g, '')) throw new Unknown();
  return terms.reduce((sum, term) => {
    const [, sign, name = ''] = /^([+-]?)\$?(\w+)$/.exec(term) ?? [];
    const value = Number(/^\d+$/.test(name) ? name : (variables[name] ?? 0));
    return sum + (sign === '-' ? -value : value);
  }, 0);
}

/** As `date` prints it in UTC: `Thu Jan  1 00:00:00 UTC 2026`. */
function dateText({ startedAt, at }: State): string {
  const [day = '', date = '', month = '', year = '', time = ''] = new Date(startedAt + at).toUTCString().split(/,? /);
  return `${day} ${month} ${date.replace(/^0/, ' ')} ${time} UTC ${year}`;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };

function unescapeText(text: string): string {
  return text.replace(/\\([ntr\\])/g, (_, ch: string) => ESCAPES[ch] ?? ch);
}
