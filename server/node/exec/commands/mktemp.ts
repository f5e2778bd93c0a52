import { joinPath } from '../files/file-system.ts';
import type { Command } from '../process.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

export const mktemp: Command = {
  name: 'mktemp',
  async run({ args, container, cwd, stdout }) {
    const words = args.slice(1);
    const template = words.find((word) => !word.startsWith('-')) ?? '/tmp/tmp.XXXXXXXXXX';
    const name = template.replace(/X+$/, (all) =>
      [...all].map(() => LETTERS[container.random(LETTERS.length)]).join(''),
    );
    const path = joinPath(cwd, name);
    if (words.includes('-d')) container.files.makeDirectory(path, { mode: 0o700 });
    else container.files.write(path, '', { mode: 0o600 });
    await stdout.write(`${name}\n`);
    return 0;
  },
};
