import { operandsOf } from '../operands.ts';
import { readLines } from '../pipe.ts';
import { type Command, fail, type Process } from '../process.ts';
import { readOptions } from '../read-options.ts';
import { unescapeText } from '../unescape-text.ts';
import { createMachine, type Machine } from './awk/machine.ts';
import { parseProgram } from './awk/parse-program.ts';
import { createRunner, ExitProgram, NextRecord, type Runner } from './awk/run-statements.ts';
import type { Rule } from './awk/syntax.ts';

/** `awk [-F SEPARATOR] [-v NAME=VALUE] PROGRAM [FILE …]`, without functions of one's own, `getline` and `print > FILE`. */
export const awk: Command = {
  name: 'awk',
  aliases: ['gawk', 'mawk'],
  async run(process) {
    const options = readOptions(process.args.slice(1), { flags: [], values: ['F', 'v'], stopsAtOperand: true });
    const [program = '', ...files] = options.operands;
    const given = options.all('v').map((text): [string, { read: string }] => {
      const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(text) ?? [];
      return [name, { read: unescapeText(value) }];
    });
    const separator = options.value('F');
    const machine = createMachine(given);
    if (separator !== undefined) machine.variables.set('FS', separator === 't' ? '\t' : unescapeText(separator));
    try {
      return await runRules(process, parseProgram(program), { machine, files });
    } catch (error) {
      if (error instanceof SyntaxError) return fail(process, error.message, 2);
      throw error;
    }
  },
};

async function runRules(
  process: Process,
  rules: readonly Rule[],
  { machine, files }: { machine: Machine; files: readonly string[] },
): Promise<number> {
  const runner = createRunner(machine);
  let code = 0;
  const runNamed = (name: 'BEGIN' | 'END') => {
    for (const { when, action } of rules) if (when === name) runner.run(action ?? []);
  };
  const show = async () => {
    const text = runner.takeOutput();
    if (text !== '') await process.stdout.write(text);
  };
  try {
    runNamed('BEGIN');
    await show();
    if (rules.some(({ when }) => when !== 'BEGIN')) {
      const perRecord = recordRules(rules, runner);
      const failed = () => {
        code = 2;
      };
      for await (const record of recordsOf(process, files, { machine, failed })) {
        machine.setRecord(record);
        perRecord();
        await show();
      }
      runNamed('END');
    }
  } catch (error) {
    if (!(error instanceof ExitProgram)) throw error;
    code = error.code;
  }
  await show();
  return code;
}

/** Runs the rules that fit the record; which ranges have begun is kept. */
function recordRules(rules: readonly Rule[], runner: Runner): () => void {
  const begun = new Set<Rule>();
  const fits = (rule: Rule): boolean => {
    const { when, until } = rule;
    if (when === 'BEGIN' || when === 'END') return false;
    if (when === undefined) return true;
    if (!until) return runner.isTrue(when);
    if (!begun.has(rule) && !runner.isTrue(when)) return false;
    begun.add(rule);
    if (runner.isTrue(until)) begun.delete(rule);
    return true;
  };
  return () => {
    try {
      for (const rule of rules) if (fits(rule)) runner.run(rule.action ?? PRINT_RECORD);
    } catch (error) {
      if (!(error instanceof NextRecord)) throw error;
    }
  };
}

const PRINT_RECORD = [{ kind: 'print', format: false, values: [] }] as const;

async function* recordsOf(
  process: Process,
  files: readonly string[],
  { machine, failed }: { machine: Machine; failed(): void },
): AsyncGenerator<string> {
  let count = 0;
  for await (const { name, input } of operandsOf(process, files, failed)) {
    machine.variables.set('FILENAME', name === '-' ? '' : name);
    let ofFile = 0;
    for await (const { text } of readLines(input)) {
      machine.variables.set('NR', ++count).set('FNR', ++ofFile);
      yield text;
    }
  }
}
