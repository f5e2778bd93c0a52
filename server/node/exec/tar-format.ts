/** The tar format (POSIX ustar, with pax headers for what does not fit), as far as `kubectl cp` and people use it. */
import { Buffer } from 'node:buffer';
import type { Input } from './pipe.ts';

export interface TarEntry {
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'link';
  readonly mode: number;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
  readonly target: string;
  readonly content: Buffer;
}

const BLOCK = 512;

/** The bytes of one entry. */
export function encodeEntry(entry: TarEntry): Buffer {
  const { path, content } = entry;
  const name = Buffer.from(path);
  const parts: Buffer[] = [];
  if (name.length > 100) {
    const record = paxRecord('path', path);
    parts.push(
      header({ ...entry, path: 'PaxHeader', kind: 'file' }, { type: 'x', size: record.length }),
      padded(record),
    );
  }
  const type = entry.kind === 'directory' ? '5' : entry.kind === 'link' ? '2' : '0';
  parts.push(header(entry, { type, size: content.length }), padded(content));
  return Buffer.concat(parts);
}

export const END_OF_ARCHIVE: Buffer = Buffer.alloc(2 * BLOCK);

/** `LENGTH KEY=VALUE\n`, where the length counts itself. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (String(length).length !== String(rest).length) length = rest + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}

function padded(content: Buffer): Buffer {
  const rest = content.length % BLOCK;
  return rest === 0 ? content : Buffer.concat([content, Buffer.alloc(BLOCK - rest)]);
}

function header(entry: TarEntry, { type, size }: { type: string; size: number }): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, width: number) =>
    Math.trunc(value)
      .toString(8)
      .padStart(width - 1, '0');
  block.write(entry.path.slice(0, 100), 0);
  block.write(octal(entry.mode & 0o7777, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(entry.mtime / 1000, 12), 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write(entry.target.slice(0, 100), 157);
  block.write('ustar\x0000root', 257);
  block.write('root', 297);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 7)}\0 `, 148);
  return block;
}

/** What is not a tar archive, or ends too early. */
export class TarError extends Error {}

export async function* decodeEntries(input: Input): AsyncGenerator<TarEntry> {
  const take = blockReader(input);
  let pax: ReadonlyMap<string, string> = new Map();
  for (let block = await take(BLOCK); block; block = await take(BLOCK)) {
    if (block.every((byte) => byte === 0)) continue;
    const size = numberAt(block, 124, 12);
    if (block.toString('latin1', 257, 262) !== 'ustar' || Number.isNaN(size)) {
      throw new TarError('This does not look like a tar archive');
    }
    const content = (await take(Math.ceil(size / BLOCK) * BLOCK))?.subarray(0, size) ?? Buffer.alloc(0);
    const type = block.toString('latin1', 156, 157);
    if (type === 'x' || type === 'g') {
      pax = paxOf(content.toString('utf8'));
      continue;
    }
    if (type === 'L') {
      pax = new Map([['path', content.toString('utf8').replace(/\0.*$/s, '')]]);
      continue;
    }
    const prefix = textAt(block, 345, 155);
    const name = textAt(block, 0, 100);
    yield {
      path: pax.get('path') ?? (prefix === '' ? name : `${prefix}/${name}`),
      kind: type === '5' ? 'directory' : type === '2' || type === '1' ? 'link' : 'file',
      mode: numberAt(block, 100, 8),
      mtime: numberAt(block, 136, 12) * 1000,
      target: pax.get('linkpath') ?? textAt(block, 157, 100),
      content: Buffer.from(content),
    };
    pax = new Map();
  }
}

/** Undefined at the end; throws when it comes in the middle of a block. */
function blockReader(input: Input): (length: number) => Promise<Buffer | undefined> {
  let rest: Buffer = Buffer.alloc(0);
  return async (length) => {
    const pieces = [rest];
    let have = rest.length;
    while (have < length) {
      const chunk = await input.read();
      if (!chunk) break;
      pieces.push(chunk);
      have += chunk.length;
    }
    const all = Buffer.concat(pieces);
    if (all.length < length) {
      if (all.length > 0) throw new TarError('Unexpected EOF in archive');
      return undefined;
    }
    rest = all.subarray(length);
    return all.subarray(0, length);
  };
}

function textAt(block: Buffer, from: number, length: number): string {
  return block.toString('utf8', from, from + length).replace(/\0.*$/s, '');
}

/** Octal, or base 256 for what is too large. */
function numberAt(block: Buffer, from: number, length: number): number {
  if ((block[from] ?? 0) & 0x80) return Number(BigInt(`0x${block.subarray(from + 1, from + length).toString('hex')}`));
  const text = textAt(block, from, length).trim();
  return text === '' ? 0 : Number.parseInt(text, 8);
}

function paxOf(text: string): Map<string, string> {
  const records = new Map<string, string>();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    const length = Number.parseInt(bytes.toString('utf8', at, at + 12), 10);
    if (!(length > 0)) break;
    const [, key, value] = /^\d+ ([^=]+)=(.*)\n$/s.exec(bytes.toString('utf8', at, at + length)) ?? [];
    if (key !== undefined) records.set(key, value ?? '');
    at += length;
  }
  return records;
}
