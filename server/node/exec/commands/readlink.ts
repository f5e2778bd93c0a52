import { joinPath } from '../files/file-system.ts';
import type { Command } from '../process.ts';
import { readOptions } from '../read-options.ts';

export const readlink: Command = {
  name: 'readlink',
  async run({ args, container, cwd, stdout }) {
    const options = readOptions(args.slice(1), { flags: [...'efmn'] });
    for (const name of options.operands) {
      const path = joinPath(cwd, name);
      const node = container.files.look(path, { followLast: false });
      const found = options.has('f', 'e', 'm')
        ? node
          ? container.files.realPath(path)
          : path
        : node?.kind === 'link'
          ? node.target
          : undefined;
      if (found === undefined) return 1;
      await stdout.write(`${found}\n`);
    }
    return 0;
  },
};

export const realpath: Command = {
  name: 'realpath',
  async run({ args, container, cwd, stdout }) {
    for (const name of args.slice(1)) await stdout.write(`${container.files.realPath(joinPath(cwd, name))}\n`);
    return 0;
  },
};
