import { type Command, fail, pause } from '../process.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

export const sleep: Command = {
  name: 'sleep',
  async run(process) {
    const words = process.args.slice(1);
    if (words.length === 0) return fail(process, 'missing operand');
    let seconds = 0;
    for (const word of words) {
      const [, number, unit = 's'] = /^(\d*\.?\d+|inf(?:inity)?)([smhd]?)$/.exec(word) ?? [];
      if (number === undefined) return fail(process, `invalid time interval '${word}'`);
      seconds += (number.startsWith('inf') ? Number.POSITIVE_INFINITY : Number(number)) * (UNITS[unit || 's'] ?? 1);
    }
    await pause(process, seconds * 1000);
    return 0;
  },
};
