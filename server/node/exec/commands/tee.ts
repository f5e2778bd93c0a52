import { joinPath } from '../files/file-system.ts';
import type { Command } from '../process.ts';
import { readOptions } from '../read-options.ts';

export const tee: Command = {
  name: 'tee',
  async run({ args, container, cwd, stdin, stdout }) {
    const options = readOptions(args.slice(1), { flags: ['a', 'i'] });
    const paths = options.operands.map((name) => joinPath(cwd, name));
    if (!options.has('a')) for (const path of paths) container.files.write(path, '');
    for (let chunk = await stdin.read(); chunk; chunk = await stdin.read()) {
      await stdout.write(chunk);
      for (const path of paths) container.files.write(path, chunk, { append: true });
    }
    return 0;
  },
};
