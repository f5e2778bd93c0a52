import { contentOf, joinPath } from '../files/file-system.ts';
import { type Command, fail } from '../process.ts';
import { readOptions } from '../read-options.ts';
import { formatTime } from './date.ts';
import { modeText } from './ls.ts';

export const stat: Command = {
  name: 'stat',
  async run(process) {
    const { args, container, cwd, stdout } = process;
    const options = readOptions(args.slice(1), { flags: ['L', 'f', 't', 'dereference'], values: ['c', 'format'] });
    const format = options.value('c', 'format');
    const followLast = options.has('L', 'dereference');
    for (const name of options.operands) {
      const node = container.files.look(joinPath(cwd, name), { followLast });
      if (!node) return fail(process, `cannot statx '${name}': No such file or directory`);
      const size = node.kind === 'directory' ? 4096 : contentOf(node).length;
      const values: Record<string, string> = {
        n: name,
        s: String(size),
        a: (node.mode & 0o7777).toString(8),
        A: modeText(node),
        F: node.kind === 'directory' ? 'directory' : node.kind === 'link' ? 'symbolic link' : 'regular file',
        Y: String(Math.floor(node.mtime / 1000)),
        y: formatTime('%F %T.%N %z', node.mtime),
        u: '0',
        g: '0',
        U: 'root',
        G: 'root',
      };
      const whole = `  File: ${name}\n  Size: ${size}\t${values.F}\nAccess: (${values.a}/${values.A})\nModify: ${values.y}`;
      await stdout.write(`${format?.replace(/%(.)/g, (all, letter: string) => values[letter] ?? all) ?? whole}\n`);
    }
    return 0;
  },
};
