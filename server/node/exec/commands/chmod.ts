import { FileError } from '../files/file-error.ts';
import { joinPath } from '../files/file-system.ts';
import { type Command, fail } from '../process.ts';

export const chmod: Command = {
  name: 'chmod',
  async run(process) {
    const { args, container, cwd } = process;
    const [mode, ...names] = args.slice(1).filter((arg) => !/^-[RvcfH]+$/.test(arg));
    if (mode === undefined || names.length === 0) return fail(process, 'missing operand');
    let code = 0;
    for (const name of names) {
      try {
        const node = container.files.find(joinPath(cwd, name));
        node.mode = changedMode(node.mode, mode);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        code = await fail(process, `cannot access '${name}': ${error.message}`);
      }
    }
    return code;
  },
};

const BITS: Readonly<Record<string, number>> = { r: 4, w: 2, x: 1, X: 1 };
const SHIFTS: Readonly<Record<string, number>> = { u: 6, g: 3, o: 0 };

/** `755`, `+x`, `u=rw,go-w` */
function changedMode(mode: number, text: string): number {
  if (/^[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  let next = mode;
  for (const clause of text.split(',')) {
    const [, who = '', operator = '', letters = ''] = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause) ?? [];
    const bits = [...letters].reduce((sum, letter) => sum | (BITS[letter] ?? 0), 0);
    for (const [class_, shift] of Object.entries(SHIFTS)) {
      if (who !== '' && !who.includes('a') && !who.includes(class_)) continue;
      if (operator === '=') next &= ~(7 << shift);
      next = operator === '-' ? next & ~(bits << shift) : next | (bits << shift);
    }
  }
  return next;
}

/** Who owns a file makes no difference here. */
export const chown: Command = { name: 'chown', aliases: ['chgrp'], run: async () => 0 };
