import { openFile } from '../operands.ts';
import { readAll } from '../pipe.ts';
import { type Command, fail, type Process } from '../process.ts';

/** `diff [-q] FILE FILE`: which lines are in one only, each run of them in diff's plain form. */
export const diff: Command = {
  name: 'diff',
  async run(process) {
    const words = process.args.slice(1).filter((word) => !word.startsWith('-') || word === '-');
    const [first, second] = words;
    if (first === undefined || second === undefined) return fail(process, 'missing operand', 2);
    const [a, b] = [await textOf(process, first), await textOf(process, second)];
    if (a === b) return 0;
    const isBrief = process.args.some((word) => word === '-q' || word === '--brief');
    const text = isBrief ? `Files ${first} and ${second} differ\n` : changesOf(linesOf(a), linesOf(b));
    await process.stdout.write(text);
    return 1;
  },
};

/** `cmp [-s] FILE FILE` */
export const cmp: Command = {
  name: 'cmp',
  async run(process) {
    const [first = '', second = ''] = process.args.slice(1).filter((word) => !word.startsWith('-'));
    const [a, b] = [await textOf(process, first), await textOf(process, second)];
    if (a === b) return 0;
    const at = [...a].findIndex((letter, index) => letter !== b[index]);
    const byte = (at < 0 ? a.length : at) + 1;
    const line = a.slice(0, byte - 1).split('\n').length;
    if (!process.args.includes('-s'))
      await process.stdout.write(`${first} ${second} differ: byte ${byte}, line ${line}\n`);
    return 1;
  },
};

async function textOf(process: Process, name: string): Promise<string> {
  return (await readAll(name === '-' ? process.stdin : openFile(process, name))).toString('utf8');
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** What is between what both begin and end with. */
function changesOf(a: readonly string[], b: readonly string[]): string {
  let before = 0;
  while (before < a.length && before < b.length && a[before] === b[before]) before++;
  let after = 0;
  while (after < a.length - before && after < b.length - before && a.at(-1 - after) === b.at(-1 - after)) after++;
  const [gone, come] = [a.slice(before, a.length - after), b.slice(before, b.length - after)];
  const range = (count: number) => (count <= 1 ? `${before + count}` : `${before + 1},${before + count}`);
  const letter = gone.length === 0 ? 'a' : come.length === 0 ? 'd' : 'c';
  return [
    `${range(gone.length)}${letter}${range(come.length)}\n`,
    ...gone.map((line) => `< ${line}\n`),
    ...(letter === 'c' ? ['---\n'] : []),
    ...come.map((line) => `> ${line}\n`),
  ].join('');
}
