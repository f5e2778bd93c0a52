/** What a shell knows while it runs: the environment in POSIX's sense. */
import type { SimulatedContainer } from '../container.ts';
import type { Input, Output } from '../pipe.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Command, List } from './syntax.ts';

export type ShellStyle = 'bash' | 'dash' | 'ash';

export interface Variable {
  value: string;
  isExported: boolean;
  isReadonly: boolean;
}

export interface ShellOptions {
  errexit: boolean;
  nounset: boolean;
  xtrace: boolean;
  noglob: boolean;
  pipefail: boolean;
}

/** What a file descriptor leads to; both for files that are read and written. */
export interface Descriptor {
  readonly input?: Input;
  readonly output?: Output;
}

export type Descriptors = ReadonlyMap<number, Descriptor>;

export interface Job {
  readonly pid: number;
  readonly text: string;
  readonly ended: Promise<number>;
  code: number | undefined;
}

export interface ShellState {
  readonly container: SimulatedContainer;
  readonly terminal: Terminal | undefined;
  readonly style: ShellStyle;
  readonly isInteractive: boolean;
  /** `$0` */
  name: string;
  readonly pid: number;
  cwd: string;
  positional: string[];
  readonly variables: Map<string, Variable>;
  readonly functions: Map<string, Command>;
  readonly traps: Map<string, List>;
  readonly options: ShellOptions;
  descriptors: Descriptors;
  /** `$?` */
  status: number;
  readonly jobs: Job[];
  /** The shell's own: what runs in the background ends with it. */
  readonly lifetime: AbortSignal;
  /** Aborts what runs in the foreground. */
  signal: AbortSignal;
  /** Of the command that runs. */
  line: number;
  /** Functions that are running, for `local` and against endless recursion. */
  readonly locals: Map<string, Variable | undefined>[];
  /** Greater than 0 where a failure is asked for, and so does not end the script. */
  tolerance: number;
  /** Counts commands, so that scripts that do nothing but run let others run too. */
  readonly steps: { count: number };
}

/** A copy that changes nothing in the original. */
export function subshell(state: ShellState, changes: Partial<ShellState> = {}): ShellState {
  return {
    ...state,
    variables: new Map([...state.variables].map(([name, variable]) => [name, { ...variable }])),
    functions: new Map(state.functions),
    traps: new Map(),
    options: { ...state.options },
    positional: [...state.positional],
    jobs: [],
    locals: [],
    ...changes,
  };
}

export function variableOf({ variables }: ShellState, name: string): string | undefined {
  return variables.get(name)?.value;
}

export class ReadonlyVariable extends Error {}

export function assign({ variables }: ShellState, name: string, value: string): void {
  const variable = variables.get(name);
  if (variable?.isReadonly) throw new ReadonlyVariable(`${name}: readonly variable`);
  if (variable) variable.value = value;
  else variables.set(name, { value, isExported: false, isReadonly: false });
}

/** What commands get. */
export function exportedVariables({ variables }: ShellState): Record<string, string> {
  const exported = [...variables].filter(([, { isExported }]) => isExported);
  return Object.fromEntries(exported.map(([name, { value }]) => [name, value]));
}

export function optionLetters({ options, isInteractive }: ShellState): string {
  const letters: [boolean, string][] = [
    [options.errexit, 'e'],
    [options.noglob, 'f'],
    [isInteractive, 'i'],
    [options.nounset, 'u'],
    [options.xtrace, 'x'],
  ];
  return letters.map(([isOn, letter]) => (isOn ? letter : '')).join('');
}
