import { FileError } from '../files/file-error.ts';
import { joinPath } from '../files/file-system.ts';
import { type Command, fail } from '../process.ts';
import { readOptions } from '../read-options.ts';

/** Links are symbolic, with or without `-s`. */
export const ln: Command = {
  name: 'ln',
  async run(process) {
    const { args, container, cwd } = process;
    const { files } = container;
    const options = readOptions(args.slice(1), { flags: [...'sfnvT'] });
    const [target, name] = options.operands;
    if (target === undefined) return fail(process, 'missing file operand');
    const place = joinPath(cwd, name ?? target.replace(/^.*\//, ''));
    const end = files.look(place)?.kind === 'directory' ? joinPath(place, target.replace(/^.*\//, '')) : place;
    try {
      if (options.has('f') && files.look(end, { followLast: false })) files.remove(end);
      files.link(end, options.has('s') ? target : joinPath(cwd, target));
      return 0;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return fail(process, `failed to create symbolic link '${name ?? target}': ${error.message}`);
    }
  },
};
