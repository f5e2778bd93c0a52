import { operandsOf } from '../operands.ts';
import { readAll } from '../pipe.ts';
import type { Command, Process } from '../process.ts';
import { readOptions } from '../read-options.ts';

const A_ROW = 16;
const NAMED: Readonly<Record<number, string>> = { 0: '\\0', 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 13: '\\r' };

/** `od [-An] [-c | -tx1] [FILE]` */
export const od: Command = {
  name: 'od',
  async run(process) {
    const options = readOptions(process.args.slice(1), { flags: ['c', 'x', 'b', 'v'], values: ['A', 't', 'N'] });
    const asCharacters = options.has('c');
    const hasPlaces = options.value('A') !== 'n';
    const bytes = await bytesOf(process, options.operands);
    const cell = (byte: number) => (asCharacters ? characterOf(byte).padStart(4) : ` ${hex(byte)}`);
    const place = (at: number) => (hasPlaces ? at.toString(8).padStart(7, '0') : '');
    for (const { at, row } of rowsOf(bytes)) await process.stdout.write(`${place(at)}${row.map(cell).join('')}\n`);
    if (hasPlaces) await process.stdout.write(`${place(bytes.length)}\n`);
    return 0;
  },
};

/** `hexdump -C [FILE]` */
export const hexdump: Command = {
  name: 'hexdump',
  aliases: ['hd'],
  async run(process) {
    const bytes = await bytesOf(
      process,
      process.args.slice(1).filter((word) => !word.startsWith('-')),
    );
    const place = (at: number) => at.toString(16).padStart(8, '0');
    for (const { at, row } of rowsOf(bytes)) {
      const cells = row.map((byte, index) => `${index === A_ROW / 2 ? ' ' : ''}${hex(byte)} `).join('');
      await process.stdout.write(`${place(at)}  ${cells.padEnd(50)}|${row.map(shown).join('')}|\n`);
    }
    if (bytes.length > 0) await process.stdout.write(`${place(bytes.length)}\n`);
    return 0;
  },
};

/** `xxd [FILE]` */
export const xxd: Command = {
  name: 'xxd',
  async run(process) {
    const bytes = await bytesOf(
      process,
      process.args.slice(1).filter((word) => !word.startsWith('-')),
    );
    for (const { at, row } of rowsOf(bytes)) {
      const cells = row.map((byte, index) => hex(byte) + (index % 2 === 1 ? ' ' : '')).join('');
      await process.stdout.write(
        `${at.toString(16).padStart(8, '0')}: ${cells.padEnd(41)}${row.map(shown).join('')}\n`,
      );
    }
    return 0;
  },
};

async function bytesOf(process: Process, names: readonly string[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const { input } of operandsOf(process, names, () => {})) chunks.push(await readAll(input));
  return Buffer.concat(chunks);
}

function* rowsOf(bytes: Buffer): Generator<{ at: number; row: number[] }> {
  for (let at = 0; at < bytes.length; at += A_ROW) yield { at, row: [...bytes.subarray(at, at + A_ROW)] };
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function shown(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}

function characterOf(byte: number): string {
  return NAMED[byte] ?? (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0'));
}
