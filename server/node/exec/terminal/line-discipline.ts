/** The terminal's own editing of lines, for programs that do none: as Linux has it by default. */
import { SIGINT } from '../pipe.ts';

const SIGQUIT = 3;

export interface LineDiscipline {
  type(text: string): Promise<void>;
}

export function createLineDiscipline(by: {
  echo(text: string): void;
  /** A whole line, with its line feed; without, for ^D in the middle of one. */
  deliver(text: string): Promise<void>;
  /** ^D at the beginning of a line. */
  end(): Promise<void>;
  interrupt(signalNumber?: number): void;
}): LineDiscipline {
  let line = '';
  const erase = (count: number) => {
    line = [...line].slice(0, -count).join('');
    by.echo('\b \b'.repeat(count));
  };
  const signal = (shown: string, signalNumber: number) => {
    line = '';
    by.echo(`${shown}\n`);
    by.interrupt(signalNumber);
  };
  const deliver = async (text: string) => {
    line = '';
    await by.deliver(text);
  };
  const keys: Readonly<Record<string, () => Promise<void> | void>> = {
    '\x03': () => signal('^C', SIGINT),
    '\x1c': () => signal('^\\', SIGQUIT),
    '\x04': () => (line === '' ? by.end() : deliver(line)),
    '\x7f': () => (line === '' ? undefined : erase(1)),
    '\b': () => (line === '' ? undefined : erase(1)),
    '\x15': () => erase([...line].length),
    '\x17': () => erase([...(/\S*\s*$/.exec(line)?.[0] ?? '')].length),
    '\r': () => enter(),
    '\n': () => enter(),
  };
  const enter = async () => {
    by.echo('\n');
    await deliver(`${line}\n`);
  };
  return {
    async type(text) {
      for (const char of text) {
        const key = keys[char];
        if (key) await key();
        else {
          line += char;
          by.echo(char < ' ' && char !== '\t' ? `^${String.fromCharCode(char.charCodeAt(0) + 64)}` : char);
        }
      }
    },
  };
}
