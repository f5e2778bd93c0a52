import type { Command, Program } from '../process.ts';
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

/** dash's own: it knows no option but `-n`, and reads what is escaped. */
export const dashEcho: Program = async ({ args: [, ...words], stdout }) => {
  const isOpen = words[0] === '-n';
  const [shown = '', cut] = unescapeText((isOpen ? words.slice(1) : words).join(' ')).split(/\\c/);
  await stdout.write(isOpen || cut !== undefined ? shown : `${shown}\n`);
  return 0;
};
