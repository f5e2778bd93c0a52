import { FileError } from '../files/file-error.ts';
import { joinPath } from '../files/file-system.ts';
import { type Command, fail } from '../process.ts';
import { readOptions } from '../read-options.ts';

export const touch: Command = {
  name: 'touch',
  async run(process) {
    const { args, container, cwd } = process;
    const options = readOptions(args.slice(1), { flags: [...'acm'], values: ['d', 't', 'r'] });
    let code = 0;
    for (const name of options.operands) {
      try {
        const node = container.files.look(joinPath(cwd, name));
        if (node) node.mtime = container.clock.now();
        else if (!options.has('c')) container.files.write(joinPath(cwd, name), '');
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        code = await fail(process, `cannot touch '${name}': ${error.message}`);
      }
    }
    return code;
  },
};
