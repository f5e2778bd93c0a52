/** The files that a text command reads: its operands, or its input. */
import { FileError } from './files/file-error.ts';
import { contentOf, joinPath } from './files/file-system.ts';
import { openDevice } from './open-device.ts';
import { bytesInput, type Input } from './pipe.ts';
import type { Process } from './process.ts';

export interface Operand {
  /** As it was given; `-` for the input. */
  readonly name: string;
  readonly input: Input;
}

/** Those that can be opened; the others are complained about, and `failed` is called. */
export async function* operandsOf(
  process: Process,
  names: readonly string[],
  failed: () => void,
): AsyncGenerator<Operand> {
  if (names.length === 0) yield { name: '-', input: process.stdin };
  for (const name of names) {
    if (name === '-') {
      yield { name, input: process.stdin };
      continue;
    }
    try {
      yield { name, input: openFile(process, name) };
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      failed();
      await complainOf(process, name, error);
    }
  }
}

/** Throws a FileError. */
export function openFile({ container, cwd, terminal, stdin, stdout }: Process, path: string): Input {
  const node = container.files.find(joinPath(cwd, path));
  if (node.kind !== 'device') return bytesInput(contentOf(node));
  const descriptors = new Map([
    [0, { input: stdin }],
    [1, { output: stdout }],
  ]);
  return openDevice(node.device, { descriptors, container, terminal }).input ?? stdin;
}

/** `cat: x: No such file or directory`; busybox words it in its own way. */
export async function complainOf(process: Process, path: string, error: FileError): Promise<void> {
  const name = (process.args[0] ?? '').replace(/^.*\//, '');
  const isBusybox = process.container.flavour.sh === 'ash' && error.code === 'ENOENT' && OPENERS.has(name);
  const isCut = name === 'head' || name === 'tail';
  const text = isBusybox
    ? `can't open '${path}': ${error.message}`
    : isCut
      ? `cannot open '${path}' for reading: ${error.message}`
      : `${path}: ${error.message}`;
  await process.stderr.write(`${name}: ${text}\n`);
}

const OPENERS = new Set(['cat', 'head', 'tail', 'wc', 'sort', 'cut', 'uniq', 'nl', 'md5sum', 'sha256sum', 'base64']);
