import { FileError } from '../files/file-error.ts';
import { joinPath } from '../files/file-system.ts';
import { type Command, fail } from '../process.ts';
import { readOptions } from '../read-options.ts';

export const mkdir: Command = {
  name: 'mkdir',
  async run(process) {
    const { args, container, cwd } = process;
    const options = readOptions(args.slice(1), { flags: ['p', 'v', 'parents'], values: ['m', 'mode'] });
    if (options.operands.length === 0) return fail(process, 'missing operand');
    const mode = Number.parseInt(options.value('m', 'mode') ?? '755', 8);
    let code = 0;
    for (const name of options.operands) {
      try {
        container.files.makeDirectory(joinPath(cwd, name), { parents: options.has('p', 'parents'), mode });
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        code = await fail(process, `cannot create directory '${name}': ${error.message}`);
      }
    }
    return code;
  },
};
