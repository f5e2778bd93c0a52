import type { Command } from '../process.ts';
import { fail } from '../process.ts';
import { runByName } from '../run-by-name.ts';

/** `env [-i] [NAME=VALUE …] [COMMAND …]` */
export const env: Command = {
  name: 'env',
  async run(process) {
    const { args, stdout } = process;
    const rest = args.slice(1);
    const variables: Record<string, string> = { ...process.env };
    for (let word = rest[0]; word !== undefined; word = rest[0]) {
      const [, name, value = ''] = /^([^=-][^=]*)=(.*)$/s.exec(word) ?? [];
      if (name !== undefined) variables[name] = value;
      else if (word === '-i' || word === '-') for (const known of Object.keys(variables)) delete variables[known];
      else if (word === '-u') delete variables[rest.splice(1, 1)[0] ?? ''];
      else if (word.startsWith('-')) return fail(process, `invalid option -- '${word.slice(1)}'`, 125);
      else break;
      rest.shift();
    }
    if (rest.length > 0) return runByName({ ...process, env: variables }, rest);
    await stdout.write(
      Object.entries(variables)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    return 0;
  },
};

export const printenv: Command = {
  name: 'printenv',
  async run({ args: [, ...names], env: variables, stdout }) {
    if (names.length === 0) {
      await stdout.write(
        Object.entries(variables)
          .map(([name, value]) => `${name}=${value}\n`)
          .join(''),
      );
      return 0;
    }
    let code = 0;
    for (const name of names) {
      const value = variables[name];
      if (value === undefined) code = 1;
      else await stdout.write(`${value}\n`);
    }
    return code;
  },
};
