import { type Command, fail } from '../process.ts';
import { evaluateTest, TestError } from '../shell/evaluate-test.ts';

export const test: Command = {
  name: 'test',
  aliases: ['['],
  async run(process) {
    const { args, container, cwd, stdin, stdout } = process;
    const words = args.slice(1);
    if (args[0] === '[' && words.pop() !== ']') return fail(process, "missing ']'", 2);
    try {
      const isTerminal = (descriptor: number) =>
        (descriptor === 0 ? stdin.isTerminal : descriptor === 1 ? stdout.isTerminal : false) === true;
      return Number(!evaluateTest(words, { files: container.files, cwd, isTerminal }));
    } catch (error) {
      if (!(error instanceof TestError)) throw error;
      return fail(process, error.message, 2);
    }
  },
};
