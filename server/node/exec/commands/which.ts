import type { Command } from '../process.ts';
import { findProgram } from '../shell/find-program.ts';

export const which: Command = {
  name: 'which',
  async run({ args, container, cwd, env, stdout }) {
    let code = 0;
    for (const name of args.slice(1)) {
      const found = findProgram(container, name, { cwd, path: env.PATH });
      if (found.kind === 'program' || found.kind === 'script') await stdout.write(`${found.path}\n`);
      else code = 1;
    }
    return code;
  },
};
