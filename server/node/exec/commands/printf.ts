import { formatText } from '../format-text.ts';
import { type Command, fail } from '../process.ts';
import { unescapeText } from '../unescape-text.ts';

/** The format is used again for as long as there are arguments left. */
export const printf: Command = {
  name: 'printf',
  async run(process) {
    const { args, stdout } = process;
    const [format, ...values] = args.slice(1).filter((arg, index) => !(index === 0 && arg === '--'));
    if (format === undefined) return fail(process, 'missing operand');
    const text = unescapeText(format);
    let out = '';
    do {
      const before = values.length;
      out += formatText(text, values);
      if (values.length === before) break;
    } while (values.length > 0);
    await stdout.write(out);
    return 0;
  },
};
