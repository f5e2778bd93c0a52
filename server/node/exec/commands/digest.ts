import { createHash } from 'node:crypto';
import { operandsOf } from '../operands.ts';
import { readAll } from '../pipe.ts';
import type { Command } from '../process.ts';

function digestCommand(name: string, algorithm: string): Command {
  return {
    name,
    async run(process) {
      let code = 0;
      const files = process.args.slice(1).filter((arg) => !/^-[bt]$/.test(arg));
      for await (const operand of operandsOf(process, files, () => {
        code = 1;
      })) {
        const digest = createHash(algorithm)
          .update(await readAll(operand.input))
          .digest('hex');
        await process.stdout.write(`${digest}  ${operand.name}\n`);
      }
      return code;
    },
  };
}

export const md5sum = digestCommand('md5sum', 'md5');
export const sha1sum = digestCommand('sha1sum', 'sha1');
export const sha256sum = digestCommand('sha256sum', 'sha256');
