import { type Command, fail } from '../process.ts';

export const basename: Command = {
  name: 'basename',
  async run(process) {
    const [path, suffix = ''] = process.args.slice(1);
    if (path === undefined) return fail(process, 'missing operand');
    const name = path.replace(/\/+$/, '').replace(/^.*\//, '') || '/';
    await process.stdout.write(
      `${name !== suffix && name.endsWith(suffix) ? name.slice(0, name.length - suffix.length) : name}\n`,
    );
    return 0;
  },
};

export const dirname: Command = {
  name: 'dirname',
  async run(process) {
    const [path] = process.args.slice(1);
    if (path === undefined) return fail(process, 'missing operand');
    const trimmed = path.replace(/\/+$/, '');
    await process.stdout.write(`${trimmed.includes('/') ? trimmed.replace(/\/[^/]*$/, '') || '/' : '.'}\n`);
    return 0;
  },
};
