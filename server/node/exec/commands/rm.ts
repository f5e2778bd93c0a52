import { FileError } from '../files/file-error.ts';
import { joinPath } from '../files/file-system.ts';
import { type Command, fail } from '../process.ts';
import { readOptions } from '../read-options.ts';

export const rm: Command = {
  name: 'rm',
  async run(process) {
    const { args, container, cwd } = process;
    const options = readOptions(args.slice(1), { flags: [...'dfiRrv', 'recursive', 'force'] });
    const isForced = options.has('f', 'force');
    let code = 0;
    for (const name of options.operands) {
      const node = container.files.look(joinPath(cwd, name), { followLast: false });
      if (!node && isForced) continue;
      try {
        if (node?.kind === 'directory' && !options.has('r', 'R', 'recursive')) throw new FileError('EISDIR');
        container.files.remove(joinPath(cwd, name));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        code = await fail(process, `cannot remove '${name}': ${error.message}`);
      }
    }
    return code;
  },
};

export const rmdir: Command = {
  name: 'rmdir',
  async run(process) {
    const { args, container, cwd } = process;
    let code = 0;
    for (const name of args.slice(1).filter((arg) => !arg.startsWith('-'))) {
      try {
        const node = container.files.find(joinPath(cwd, name));
        if (node.kind !== 'directory') throw new FileError('ENOTDIR');
        if ([...node.names()].length > 0) throw new FileError('ENOTEMPTY');
        container.files.remove(joinPath(cwd, name));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        code = await fail(process, `failed to remove '${name}': ${error.message}`);
      }
    }
    return code;
  },
};
