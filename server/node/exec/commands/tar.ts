import { Buffer } from 'node:buffer';
import { gunzipSync, gzipSync } from 'node:zlib';
import { FileError } from '../files/file-error.ts';
import type { AnyNode } from '../files/file-node.ts';
import { contentOf, joinPath } from '../files/file-system.ts';
import { bytesInput, type Input, readAll } from '../pipe.ts';
import { type Command, fail, type Process } from '../process.ts';
import { type Options, readOptions } from '../read-options.ts';
import { decodeEntries, END_OF_ARCHIVE, encodeEntry, type TarEntry, TarError } from '../tar-format.ts';

const FLAGS = [...'cxtvzmpoPkhj', 'create', 'extract', 'list', 'no-same-owner', 'no-same-permissions', 'overwrite'];
const VALUES = ['f', 'C', 'X', 'T', 'exclude', 'strip-components', 'file', 'directory'];

/** `tar cf - PATH …`, `tar xf - [-C DIRECTORY]`, `tar tf FILE`, with or without `z`. */
export const tar: Command = {
  name: 'tar',
  async run(process) {
    const [first = '', ...rest] = process.args.slice(1);
    // The first word needs no dash; what it says of files then comes in their order.
    const words = /^[A-Za-z]+$/.test(first) ? spread(first, rest) : [first, ...rest];
    const options = readOptions(words, { flags: FLAGS, values: VALUES });
    const directory = joinPath(process.cwd, options.value('C', 'directory') ?? '.');
    try {
      if (options.has('c', 'create')) return await create(process, options, directory);
      if (options.has('x', 't', 'extract', 'list')) return await extract(process, options, directory);
      return fail(process, "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options", 2);
    } catch (error) {
      if (!(error instanceof TarError || error instanceof FileError)) throw error;
      return fail(process, error.message, 2);
    }
  },
};

function spread(letters: string, rest: readonly string[]): string[] {
  const values = [...rest];
  const words = [...letters].flatMap((letter) =>
    VALUES.includes(letter) ? [`-${letter}`, values.shift() ?? ''] : [`-${letter}`],
  );
  return [...words, ...values];
}

async function create(process: Process, options: Options, directory: string): Promise<number> {
  const { container, cwd, stdout, stderr } = process;
  const file = options.value('f', 'file') ?? '-';
  const isGzip = options.has('z');
  const kept: Buffer[] = [];
  const put = async (bytes: Buffer) => {
    if (file === '-' && !isGzip) await stdout.write(bytes);
    else kept.push(bytes);
  };
  let code = 0;
  for (const name of options.operands) {
    const node = container.files.look(joinPath(directory, name), { followLast: options.has('h') });
    if (!node) {
      code = await fail(process, `${name}: Cannot stat: No such file or directory`, 2);
      continue;
    }
    if (name.startsWith('/')) await stderr.write("tar: Removing leading `/' from member names\n");
    for (const entry of entriesOf(name.replace(/^\/+/, '') || '.', node)) {
      if (options.has('v')) await stderr.write(`${entry.path}\n`);
      await put(encodeEntry(entry));
    }
  }
  await put(END_OF_ARCHIVE);
  if (code !== 0) await fail(process, 'Exiting with failure status due to previous errors');
  const all = isGzip ? gzipSync(Buffer.concat(kept)) : Buffer.concat(kept);
  if (file !== '-') container.files.write(joinPath(cwd, file), all);
  else if (isGzip) await stdout.write(all);
  return code;
}

function* entriesOf(path: string, node: AnyNode): Generator<TarEntry> {
  const { mode, mtime } = node;
  const common = { mode, mtime, target: '', content: Buffer.alloc(0) };
  if (node.kind === 'link') yield { ...common, path, kind: 'link', target: node.target };
  else if (node.kind !== 'directory') yield { ...common, path, kind: 'file', content: contentOf(node) };
  else {
    yield { ...common, path: `${path.replace(/\/$/, '')}/`, kind: 'directory' };
    for (const name of node.names()) {
      const inner = node.get(name);
      if (inner) yield* entriesOf(`${path.replace(/\/$/, '')}/${name}`, inner);
    }
  }
}

async function extract(process: Process, options: Options, directory: string): Promise<number> {
  const { container, stdout } = process;
  const strip = Number(options.value('strip-components') ?? 0);
  const wanted = options.operands;
  for await (const entry of decodeEntries(await archiveOf(process, options))) {
    const path = entry.path.split('/').slice(strip).join('/');
    if (path === '' || (wanted.length > 0 && !wanted.some((name) => isBelow(entry.path, name)))) continue;
    if (options.has('t', 'list')) await stdout.write(`${entry.path}\n`);
    else {
      if (options.has('v')) await stdout.write(`${entry.path}\n`);
      unpack(container.files, joinPath(directory, path.replace(/^\/+/, '')), { entry, keepsTimes: !options.has('m') });
    }
  }
  return 0;
}

function isBelow(path: string, name: string): boolean {
  const [plain, above] = [path, name].map((text) => text.replace(/^\.?\/+|\/+$/g, '')) as [string, string];
  return plain === above || plain.startsWith(`${above}/`);
}

async function archiveOf({ container, cwd, stdin }: Process, options: Options): Promise<Input> {
  const file = options.value('f', 'file') ?? '-';
  const isGzip = options.has('z') || /\.t?gz$/.test(file);
  if (file === '-' && !isGzip) return stdin;
  const bytes = file === '-' ? await readAll(stdin) : container.files.read(joinPath(cwd, file));
  return bytesInput(isGzip ? gunzipSync(bytes) : bytes);
}

function unpack(
  files: Process['container']['files'],
  path: string,
  { entry, keepsTimes }: { entry: TarEntry; keepsTimes: boolean },
): void {
  const { kind, mode, mtime, target, content } = entry;
  files.makeDirectory(joinPath(path, '..'), { parents: true });
  if (kind === 'directory') {
    files.makeDirectory(path, { parents: true, mode: mode || 0o755 });
  } else if (kind === 'link') {
    if (files.look(path, { followLast: false })) files.remove(path);
    files.link(path, target);
  } else files.write(path, content, { mode: mode & 0o777, ...(keepsTimes && { mtime }) });
}
