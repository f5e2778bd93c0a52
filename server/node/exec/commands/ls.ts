import { FileError } from '../files/file-error.ts';
import type { AnyNode, DirectoryNode } from '../files/file-node.ts';
import { contentOf, joinPath } from '../files/file-system.ts';
import type { Command, Process } from '../process.ts';
import { type Options, readOptions } from '../read-options.ts';
import { formatTime } from './date.ts';

export const ls: Command = {
  name: 'ls',
  async run(process) {
    const { args, container, cwd, stderr } = process;
    const options = readOptions(args.slice(1), { flags: [...'1AaCdFGhilnRrStx', 'color', 'all'] });
    const names = options.operands.length > 0 ? options.operands : ['.'];
    const files: [string, AnyNode][] = [];
    const directories: [string, DirectoryNode][] = [];
    let code = 0;
    for (const name of names) {
      const node = container.files.look(joinPath(cwd, name), {
        followLast: !options.has('l', 'd') || name.endsWith('/'),
      });
      if (!node) {
        code = container.flavour.sh === 'ash' ? 1 : 2;
        const { message } = new FileError('ENOENT');
        await stderr.write(
          container.flavour.sh === 'ash' ? `ls: ${name}: ${message}\n` : `ls: cannot access '${name}': ${message}\n`,
        );
      } else if (node.kind === 'directory' && !options.has('d')) directories.push([name, node]);
      else files.push([name, node]);
    }
    if (files.length > 0) await print(process, files, options);
    const hasTitles = names.length > 1 || options.has('R');
    for (const [index, [name, directory]] of directories.entries()) {
      await list(process, {
        name,
        directory,
        options,
        hasTitle: hasTitles,
        isFirst: index === 0 && files.length === 0,
      });
    }
    return code;
  },
};

interface Listing {
  name: string;
  directory: DirectoryNode;
  options: Options;
  hasTitle: boolean;
  isFirst: boolean;
}

async function list(process: Process, { name, directory, options, hasTitle, isFirst }: Listing): Promise<void> {
  const { stdout } = process;
  if (hasTitle) await stdout.write(`${isFirst ? '' : '\n'}${name}:\n`);
  const entries = entriesOf(directory, options);
  const own: [string, AnyNode][] = options.has('a', 'all')
    ? [
        ['.', directory],
        ['..', directory],
      ]
    : [];
  if (options.has('l', 'n')) await stdout.write(`total ${entries.length * 4}\n`);
  await print(process, [...own, ...entries], options);
  if (!options.has('R')) return;
  for (const [entry, node] of entries) {
    if (node.kind !== 'directory') continue;
    await list(process, {
      name: `${name.replace(/\/$/, '')}/${entry}`,
      directory: node,
      options,
      hasTitle,
      isFirst: false,
    });
  }
}

function entriesOf(directory: DirectoryNode, options: Options): [string, AnyNode][] {
  const names = [...directory.names()].filter((name) => options.has('a', 'A', 'all') || !name.startsWith('.'));
  const entries = names.flatMap((name): [string, AnyNode][] => {
    const node = directory.get(name);
    return node ? [[name, node]] : [];
  });
  const byName = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const sorted = options.has('t') ? byName.sort(([, a], [, b]) => b.mtime - a.mtime) : byName;
  return options.has('r') ? sorted.reverse() : sorted;
}

async function print({ stdout, terminal, container }: Process, entries: [string, AnyNode][], options: Options) {
  if (entries.length === 0) return;
  const marked = entries.map(([name, node]) => (options.has('F') ? name + markOf(node) : name));
  if (options.has('l', 'n')) {
    const { user } = container;
    for (const [index, [, node]] of entries.entries())
      await stdout.write(`${longLine(marked[index] ?? '', node, user)}\n`);
  } else if (stdout.isTerminal && !options.has('1')) await stdout.write(columns(marked, terminal?.size.width ?? 80));
  else await stdout.write(marked.map((name) => `${name}\n`).join(''));
}

function markOf(node: AnyNode): string {
  if (node.kind === 'directory') return '/';
  if (node.kind === 'link') return '@';
  return node.mode & 0o111 ? '*' : '';
}

function columns(names: readonly string[], width: number): string {
  const widest = Math.max(...names.map((name) => name.length)) + 2;
  const across = Math.max(1, Math.floor((width + 2) / widest));
  const rows = Math.ceil(names.length / across);
  return Array.from({ length: rows }, (_, row) => {
    const line = names.filter((__, index) => index % rows === row).map((name) => name.padEnd(widest));
    return `${line.join('').trimEnd()}\n`;
  }).join('');
}

const KINDS: Readonly<Record<AnyNode['kind'], string>> = {
  file: '-',
  computed: '-',
  program: '-',
  directory: 'd',
  link: 'l',
  device: 'c',
};

function longLine(name: string, node: AnyNode, user: { name: string }): string {
  const size = node.kind === 'directory' ? 4096 : node.kind === 'link' ? node.target.length : contentOf(node).length;
  const links = node.kind === 'directory' ? 2 : 1;
  const target = node.kind === 'link' ? ` -> ${node.target}` : '';
  const time = formatTime('%b %e %H:%M', node.mtime);
  return `${modeText(node)} ${links} ${user.name} ${user.name} ${String(size).padStart(6)} ${time} ${name}${target}`;
}

export function modeText({ kind, mode }: AnyNode): string {
  const bits = [...'rwxrwxrwx'].map((letter, index) => (mode & (0o400 >> index) ? letter : '-'));
  if (mode & 0o1000) bits[8] = bits[8] === 'x' ? 't' : 'T';
  return KINDS[kind] + bits.join('');
}
