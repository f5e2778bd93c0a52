import type { AnyNode } from '../files/file-node.ts';
import { contentOf, joinPath } from '../files/file-system.ts';
import { type Command, fail } from '../process.ts';
import { readOptions } from '../read-options.ts';

const BLOCK = 4096;

/** `du [-s] [-h] [PATH …]`, in kilobytes. */
export const du: Command = {
  name: 'du',
  async run(process) {
    const { args, container, cwd, stdout } = process;
    const options = readOptions(args.slice(1), { flags: [...'shakcm'], values: ['d'] });
    let code = 0;
    for (const name of options.operands.length > 0 ? options.operands : ['.']) {
      const node = container.files.look(joinPath(cwd, name));
      if (!node) {
        code = await fail(process, `cannot access '${name}': No such file or directory`);
        continue;
      }
      const kilobytes = sizeOf(node) / 1024;
      await stdout.write(`${options.has('h') ? `${kilobytes}K` : kilobytes}\t${name}\n`);
    }
    return code;
  },
};

function sizeOf(node: AnyNode): number {
  if (node.kind !== 'directory') return Math.ceil(contentOf(node).length / BLOCK) * BLOCK;
  return [...node.names()].reduce((sum, name) => {
    const inner = node.get(name);
    return sum + (inner ? sizeOf(inner) : 0);
  }, BLOCK);
}
