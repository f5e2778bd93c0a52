import { joinPath } from '../files/file-system.ts';
import { operandsOf } from '../operands.ts';
import { readAll } from '../pipe.ts';
import { type Command, type Process, pause } from '../process.ts';
import { readOptions } from '../read-options.ts';

const LOOK_AGAIN = 1000;

/** `tail [-n [+]COUNT | -c BYTES | -f] [FILE …]` */
export const tail: Command = {
  name: 'tail',
  async run(process) {
    const { args, stdout } = process;
    const given = args.slice(1).flatMap((arg) => (/^-\d+$/.test(arg) ? ['-n', arg.slice(1)] : [arg]));
    const options = readOptions(given, { flags: ['f', 'F', 'q', 'v'], values: ['n', 'c', 'lines', 'bytes'] });
    const { operands } = options;
    const lines = options.value('n', 'lines') ?? '10';
    const bytes = options.value('c', 'bytes');
    let code = 0;
    for await (const { name, input } of operandsOf(process, operands, () => {
      code = 1;
    })) {
      if (operands.length > 1) await stdout.write(`==> ${name} <==\n`);
      const all = await readAll(input);
      await stdout.write(bytes === undefined ? lastLines(all.toString('utf8'), lines) : all.subarray(-Number(bytes)));
    }
    if (options.has('f', 'F') && operands.length > 0 && code === 0) await follow(process, operands);
    return code;
  },
};

function lastLines(text: string, count: string): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  if (count.startsWith('+')) return lines.slice(Math.max(0, Number(count.slice(1)) - 1)).join('');
  const wanted = Math.abs(Number(count));
  return wanted === 0 ? '' : lines.slice(-wanted).join('');
}

/** Prints what is added to the files, until somebody ends it. */
async function follow(process: Process, names: readonly string[]): Promise<void> {
  const { container, cwd, stdout } = process;
  const contentOf = (path: string) => (container.files.look(path) ? container.files.read(path) : Buffer.alloc(0));
  const seen = new Map(names.map((name) => [joinPath(cwd, name), contentOf(joinPath(cwd, name)).length]));
  for (;;) {
    await pause(process, LOOK_AGAIN);
    for (const [path, length] of seen) {
      const content = contentOf(path);
      if (content.length > length) await stdout.write(content.subarray(length));
      seen.set(path, content.length);
    }
  }
}
