import { copyNode } from '../copy-node.ts';
import { FileError } from '../files/file-error.ts';
import { joinPath } from '../files/file-system.ts';
import { type Command, fail, type Process } from '../process.ts';
import { readOptions } from '../read-options.ts';

export const cp: Command = { name: 'cp', run: (process) => transfer(process, { removes: false }) };

export const mv: Command = { name: 'mv', run: (process) => transfer(process, { removes: true }) };

async function transfer(process: Process, { removes }: { removes: boolean }): Promise<number> {
  const { args, container, cwd } = process;
  const { files, clock } = container;
  const options = readOptions(args.slice(1), { flags: [...'afipRrvnT'], values: ['t'] });
  const sources = [...options.operands];
  const target = options.value('t') ?? sources.pop();
  if (target === undefined || sources.length === 0) return fail(process, 'missing destination file operand');
  const place = joinPath(cwd, target);
  const isDirectory = files.look(place)?.kind === 'directory' && !options.has('T');
  if (sources.length > 1 && !isDirectory) return fail(process, `target '${target}' is not a directory`);
  let code = 0;
  for (const source of sources) {
    try {
      const path = joinPath(cwd, source);
      const node = files.find(path);
      if (node.kind === 'directory' && !removes && !options.has('r', 'R', 'a')) {
        code = await fail(process, `-r not specified; omitting directory '${source}'`);
        continue;
      }
      const end = isDirectory ? joinPath(place, path.replace(/^.*\//, '')) : place;
      const copy = copyNode(node, clock.now());
      if (copy.kind === 'file') files.write(end, copy.content, { mode: copy.mode });
      else put(files, end, copy);
      if (removes) files.remove(path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const verb = error.code === 'ENOENT' && !files.look(joinPath(cwd, source)) ? 'stat' : removes ? 'move' : 'create';
      code = await fail(process, `cannot ${verb} '${source}': ${error.message}`);
    }
  }
  return code;
}

/** A directory or something that is no plain file, in place of what was there. */
function put(files: Process['container']['files'], path: string, node: ReturnType<typeof copyNode>): void {
  const parent = files.find(joinPath(path, '..'));
  if (parent.kind !== 'directory') throw new FileError('ENOTDIR');
  parent.set(path.replace(/^.*\//, ''), node);
}
