import type { Command } from '../process.ts';
import { unescapeText } from '../unescape-text.ts';

export const echo: Command = {
  name: 'echo',
  async run({ args: [, ...words], stdout }) {
    const from = words.findIndex((word) => !/^-[neE]+$/.test(word));
    const flags = words.slice(0, from < 0 ? words.length : from).join('');
    const text = (from < 0 ? [] : words.slice(from)).join(' ');
    const [shown = '', cut] = flags.includes('e') ? unescapeText(text).split(/\\c/) : [text];
    await stdout.write(flags.includes('n') || cut !== undefined ? shown : `${shown}\n`);
    return 0;
  },
};
