import { operandsOf } from '../operands.ts';
import { readLines } from '../pipe.ts';
import type { Command } from '../process.ts';
import { readOptions } from '../read-options.ts';

/** `head [-n COUNT | -c BYTES | -COUNT] [FILE …]` */
export const head: Command = {
  name: 'head',
  async run(process) {
    const { args, stdout } = process;
    const given = args.slice(1).flatMap((arg) => (/^-\d+$/.test(arg) ? ['-n', arg.slice(1)] : [arg]));
    const options = readOptions(given, { flags: ['q', 'v'], values: ['n', 'c', 'lines', 'bytes'] });
    const bytes = options.value('c', 'bytes');
    const count = Number(options.value('n', 'lines') ?? 10);
    let code = 0;
    for await (const { name, input } of operandsOf(process, options.operands, () => {
      code = 1;
    })) {
      if (options.operands.length > 1) await stdout.write(`==> ${name} <==\n`);
      if (bytes !== undefined) await copyBytes(input, stdout, Number(bytes));
      else await copyLines(input, stdout, count);
    }
    return code;
  },
};

type Streams = Parameters<typeof readLines>[0];
type Sink = { write(data: string | Buffer): Promise<void> };

async function copyBytes(input: Streams, stdout: Sink, count: number): Promise<void> {
  let left = count;
  for (let chunk = await input.read(); chunk && left > 0; chunk = left > 0 ? await input.read() : undefined) {
    await stdout.write(chunk.subarray(0, left));
    left -= chunk.length;
  }
}

async function copyLines(input: Streams, stdout: Sink, count: number): Promise<void> {
  const kept: string[] = [];
  let printed = 0;
  if (count === 0) return;
  for await (const { text, isWhole } of readLines(input)) {
    const line = `${text}${isWhole ? '\n' : ''}`;
    if (count > 0) {
      await stdout.write(line);
      if (++printed >= count) return;
    } else {
      kept.push(line);
      if (kept.length > -count) await stdout.write(kept.shift() ?? '');
    }
  }
}
