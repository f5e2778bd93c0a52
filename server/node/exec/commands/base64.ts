import { Buffer } from 'node:buffer';
import { operandsOf } from '../operands.ts';
import { readAll } from '../pipe.ts';
import type { Command } from '../process.ts';
import { readOptions } from '../read-options.ts';

const COLUMNS = 76;

export const base64: Command = {
  name: 'base64',
  async run(process) {
    const options = readOptions(process.args.slice(1), { flags: ['d', 'D', 'i', 'decode'], values: ['w', 'wrap'] });
    const width = Number(options.value('w', 'wrap') ?? COLUMNS);
    let code = 0;
    for await (const { input } of operandsOf(process, options.operands, () => {
      code = 1;
    })) {
      const bytes = await readAll(input);
      if (options.has('d', 'D', 'decode')) await process.stdout.write(Buffer.from(bytes.toString('latin1'), 'base64'));
      else await process.stdout.write(wrapped(bytes.toString('base64'), width));
    }
    return code;
  },
};

function wrapped(text: string, width: number): string {
  if (width <= 0) return text;
  return (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).map((line) => `${line}\n`).join('');
}
