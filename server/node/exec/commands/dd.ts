import { Buffer } from 'node:buffer';
import { joinPath } from '../files/file-system.ts';
import { openFile } from '../operands.ts';
import { type Command, fail } from '../process.ts';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  c: 1,
  w: 2,
  b: 512,
  k: 1024,
  K: 1024,
  M: 1024 ** 2,
  G: 1024 ** 3,
};
const MAX_BYTES = 64 * 1024 * 1024;

/** `dd [if=FILE] [of=FILE] [bs=SIZE] [count=BLOCKS]` */
export const dd: Command = {
  name: 'dd',
  async run(process) {
    const { args, container, cwd, stdin, stdout, stderr, signal } = process;
    const given = new Map(args.slice(1).map((word) => [word.replace(/=.*$/s, ''), word.replace(/^[^=]*=/, '')]));
    const block = sizeOf(given.get('bs') ?? '512');
    const count = given.has('count') ? sizeOf(given.get('count') ?? '') : Number.POSITIVE_INFINITY;
    const most = block * count;
    if (!(block > 0) || Number.isNaN(count)) return fail(process, 'invalid number');
    const source = given.get('if');
    const input = source === undefined ? stdin : openFile(process, source);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for (let chunk = await input.read(signal); chunk && bytes < most; ) {
      const part = chunk.subarray(0, most - bytes);
      chunks.push(part);
      bytes += part.length;
      if (bytes > MAX_BYTES) return fail(process, 'error writing: No space left on device');
      chunk = bytes < most ? await input.read(signal) : undefined;
    }
    const target = given.get('of');
    const all = Buffer.concat(chunks);
    if (target === undefined) await stdout.write(all);
    else container.files.write(joinPath(cwd, target), all);
    const blocks = `${Math.floor(bytes / block)}+${Number(bytes % block > 0)}`;
    const rate = `${bytes} bytes copied, 0.000001 s, ${bytes} MB/s`;
    if (given.get('status') !== 'none') await stderr.write(`${blocks} records in\n${blocks} records out\n${rate}\n`);
    return 0;
  },
};

function sizeOf(text: string): number {
  const [, number, unit = ''] = /^(\d+)([a-zA-Z]?)B?$/.exec(text) ?? [];
  return Number(number ?? Number.NaN) * (UNITS[unit] ?? Number.NaN);
}
