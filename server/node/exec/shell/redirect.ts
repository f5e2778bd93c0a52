/** Redirections: where a command's descriptors lead while it runs. */
import { Buffer } from 'node:buffer';
import { FileError } from '../files/file-error.ts';
import { joinPath } from '../files/file-system.ts';
import { openDevice, openTcp } from '../open-device.ts';
import { bytesInput, type Output } from '../pipe.ts';
import { expandText } from './expand.ts';
import type { Expander } from './shell.ts';
import type { Descriptor, Descriptors, ShellState } from './shell-state.ts';
import type { Redirect } from './syntax.ts';

/** A redirection that cannot be made: the command is not run. */
export class RedirectError extends Error {}

export interface Redirected {
  descriptors: Descriptors;
  /** Closes what was opened. */
  close(): void;
}

export async function redirect(redirects: readonly Redirect[], shell: Expander): Promise<Redirected> {
  const descriptors = new Map(shell.state.descriptors);
  const closers: (() => void)[] = [];
  for (const one of redirects) {
    const target = await expandText(one.target, shell);
    await apply(one, target, { descriptors, state: shell.state, closers });
  }
  return { descriptors, close: () => closers.forEach((close) => void close()) };
}

interface Opening {
  descriptors: Map<number, Descriptor>;
  state: ShellState;
  closers: (() => void)[];
}

async function apply({ operator, descriptor }: Redirect, target: string, opening: Opening): Promise<void> {
  const { descriptors, state } = opening;
  switch (operator) {
    case '<<':
      descriptors.set(descriptor ?? 0, { input: bytesInput(Buffer.from(target)) });
      return;
    case '<<<':
      descriptors.set(descriptor ?? 0, { input: bytesInput(Buffer.from(`${target}\n`)) });
      return;
    case '<&':
    case '>&':
      duplicate({ operator, descriptor, target, opening });
      return;
    case '&>':
    case '&>>': {
      const output = openOutput(target, state, { append: operator === '&>>' });
      descriptors.set(1, { output }).set(2, { output });
      return;
    }
    default:
      await openFile({ operator, descriptor, target, opening });
  }
}

interface OneRedirect {
  operator: Redirect['operator'];
  descriptor: number | undefined;
  target: string;
  opening: Opening;
}

function duplicate({ operator, descriptor, target, opening }: OneRedirect): void {
  const { descriptors, state } = opening;
  const own = descriptor ?? (operator === '<&' ? 0 : 1);
  if (target === '-') {
    descriptors.delete(own);
    return;
  }
  if (!/^\d+$/.test(target)) {
    if (operator === '<&') throw new RedirectError(`${target}: ambiguous redirect`);
    const output = openOutput(target, state, { append: false });
    descriptors.set(1, { output }).set(2, { output });
    return;
  }
  const found = descriptors.get(Number(target));
  if (!found) throw new RedirectError(`${target}: Bad file descriptor`);
  descriptors.set(own, found);
}

const TCP = /^\/dev\/tcp\/([^/]+)\/([^/]+)$/;

async function openFile({ operator, descriptor, target, opening }: OneRedirect): Promise<void> {
  const { descriptors, state, closers } = opening;
  const reads = operator === '<' || operator === '<>';
  const own = descriptor ?? (reads ? 0 : 1);
  const [, host, port] = TCP.exec(target) ?? [];
  if (host !== undefined && port !== undefined && state.style === 'bash') {
    const connection = await openTcp(state.container, { host, port, signal: state.signal });
    // A connection that `exec` opens is kept; others are closed when the command has ended.
    closers.push(connection.close);
    descriptors.set(own, connection);
    return;
  }
  try {
    descriptors.set(
      own,
      reads ? openInput(target, opening) : { output: openOutput(target, state, { append: operator === '>>' }) },
    );
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new RedirectError(describe(target, error, { reads, style: state.style }));
  }
}

function describe(target: string, { code, message }: FileError, by: { reads: boolean; style: ShellState['style'] }) {
  if (by.style === 'bash') return `${target}: ${message}`;
  const short =
    code === 'ENOENT'
      ? by.style === 'dash'
        ? by.reads
          ? 'No such file'
          : 'Directory nonexistent'
        : by.reads
          ? 'no such file'
          : 'nonexistent directory'
      : message;
  return `${by.style === 'dash' ? 'cannot' : "can't"} ${by.reads ? 'open' : 'create'} ${target}: ${short}`;
}

function openInput(target: string, { descriptors, state }: Opening): Descriptor {
  const { files } = state.container;
  const node = files.find(joinPath(state.cwd, target));
  if (node.kind === 'device') {
    const device = openDevice(node.device, { descriptors, container: state.container, terminal: state.terminal });
    return device;
  }
  if (node.kind === 'directory')
    return { input: { read: () => Promise.reject(new FileError('EISDIR')), unread: () => {} } };
  return { input: bytesInput(files.read(joinPath(state.cwd, target))) };
}

/** Creates the file at once, as opening it does. */
function openOutput(target: string, state: ShellState, { append }: { append: boolean }): Output {
  const { files } = state.container;
  const path = joinPath(state.cwd, target);
  const node = files.look(path);
  if (node?.kind === 'device') {
    const { output } = openDevice(node.device, {
      descriptors: state.descriptors,
      container: state.container,
      terminal: state.terminal,
    });
    if (output) return output;
  }
  files.write(path, '', { append });
  return {
    async write(data) {
      files.write(path, data, { append: true });
    },
  };
}
