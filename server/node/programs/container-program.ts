import type { Container } from '../../api/types.gen.ts';
import { expandReferences } from '../environment/expand-references.ts';
import { parseScript, type Step } from './parse-script.ts';
import { type Output, runScript, type ScriptEnd } from './run-script.ts';
import { hasMore } from './script-effects.ts';

/** What a container does, as far as its command plainly says so. */
export interface Program {
  /** What it prints, in the order of time. May never end. */
  output(): Generator<Output, ScriptEnd>;
  /** Whether there is more to it than what it prints: files, or variables that are not its own. */
  readonly hasMore: boolean;
}

export interface ProgramOptions {
  hostname: string;
  environment: Readonly<Record<string, string>>;
  startedAt: number;
}

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash']);

/** Undefined when the container runs what its image says. */
export function containerProgram(container: Container, options: ProgramOptions): Program | undefined {
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  if (words.length === 0) return undefined;
  const steps = readCommand(words.map((word) => expandReferences(word, options.environment)));
  return (
    steps && {
      output: () => runScript(steps, options),
      get hasMore() {
        return hasMore(steps, Object.keys(options.environment));
      },
    }
  );
}

/**
 * How and when the program ends, in milliseconds after its start. Undefined when it does not: it waits for ever, or does
 * what nobody can plainly tell.
 */
export function endOf(program: Program): ScriptEnd | undefined {
  const fate = fateOf(program);
  return typeof fate === 'string' ? undefined : fate;
}

export function fateOf(program: Program): ScriptEnd | 'endless' | 'unknown' {
  const output = program.output();
  // A program that goes on printing for so long is one that does not end.
  for (let step = 0; step < MAX_LINES; step++) {
    const { done, value } = output.next();
    if (done) return value.fate ?? value;
  }
  return 'endless';
}

const MAX_LINES = 2000;

/** Undefined for a script that cannot be read. */
function readCommand(words: readonly string[]): Step[] | undefined {
  const [first = '', ...args] = words;
  try {
    if (!SHELLS.has(first.replace(/^.*\//, ''))) return [{ after: ';', statement: wordsCommand(words) }];
    const script = args.findIndex((arg) => /^-[a-z]*c[a-z]*$/.test(arg)) + 1;
    return script > 0 ? parseScript(args[script] ?? '') : undefined;
  } catch {
    return undefined;
  }
}

function wordsCommand(words: readonly string[]): Step['statement'] {
  return { kind: 'command', isHidden: false, writesFile: false, words: words.map((text) => [{ text }]) };
}
