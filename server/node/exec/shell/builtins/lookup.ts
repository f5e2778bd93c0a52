/** What a name means: `type`, `command`. */

import { findProgram } from '../find-program.ts';
import { BUILTIN_PROGRAMS, runProgram } from '../run-program.ts';
import type { Builtin, InOut, Shell } from '../shell.ts';
import { variableOf } from '../shell-state.ts';

export const lookupBuiltins: readonly Builtin[] = [
  { name: 'type', run: type },
  { name: 'command', run: command },
  { name: 'builtin', run: command },
  { name: 'hash', run: async () => 0 },
  { name: 'alias', run: async () => 0 },
  { name: 'unalias', run: async () => 0 },
];

const KEYWORDS = new Set(['if', 'then', 'else', 'elif', 'fi', 'do', 'done', 'case', 'esac', 'while', 'until', 'for']);

type Meaning = { kind: 'keyword' | 'function' | 'builtin' } | { kind: 'file'; path: string };

function meaningOf(name: string, { state, builtins }: Shell): Meaning | undefined {
  if (KEYWORDS.has(name)) return { kind: 'keyword' };
  if (state.functions.has(name)) return { kind: 'function' };
  if (builtins.has(name) || BUILTIN_PROGRAMS.has(name)) return { kind: 'builtin' };
  const found = findProgram(state.container, name, { cwd: state.cwd, path: variableOf(state, 'PATH') });
  return found.kind === 'program' || found.kind === 'script' ? { kind: 'file', path: found.path } : undefined;
}

async function type([, ...names]: readonly string[], { shell, stdout, stderr }: InOut): Promise<number> {
  let status = 0;
  for (const name of names.filter((word) => !word.startsWith('-'))) {
    const meaning = meaningOf(name, shell);
    if (meaning) await stdout.write(`${name} is ${described(meaning)}\n`);
    else {
      const { style } = shell.state;
      await stderr.write(style === 'bash' ? `bash: type: ${name}: not found\n` : `${name}: not found\n`);
      status = style === 'bash' ? 1 : 127;
    }
  }
  return status;
}

function described(meaning: Meaning): string {
  if (meaning.kind === 'file') return meaning.path;
  return meaning.kind === 'function' ? 'a function' : `a shell ${meaning.kind}`;
}

async function command([, ...args]: readonly string[], io: InOut): Promise<number> {
  const { shell, stdout } = io;
  const [first = '', ...rest] = args;
  if (first === '-v' || first === '-V') {
    const [name = ''] = rest;
    const meaning = meaningOf(name, shell);
    if (!meaning) return shell.state.style === 'bash' ? 1 : 127;
    await stdout.write(`${first === '-V' ? `${name} is ${described(meaning)}` : plain(name, meaning)}\n`);
    return 0;
  }
  const words = first === '-p' ? rest : args;
  const [name] = words;
  if (name === undefined) return 0;
  const builtin = shell.builtins.get(name);
  if (builtin) return builtin.run(words, io);
  const { state } = shell;
  return runProgram(words, { assignments: new Map(), descriptors: state.descriptors, state });
}

function plain(name: string, meaning: Meaning): string {
  return meaning.kind === 'file' ? meaning.path : name;
}
