/** A bash in a pseudo-terminal, as somebody sits in front of it: `script` of util-linux makes the terminal. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

export interface Typed {
  /** What was printed until the prompt came back, without the typed line. */
  readonly text: string;
  readonly lines: readonly string[];
  readonly exitCode: number;
}

export interface Terminal extends AsyncDisposable {
  /** Types a command, and waits until the shell's prompt is back. */
  type(command: string): Promise<Typed>;
  /** Types a line into whatever runs, and waits until it has printed what matches; gives all up to there. */
  typeUntil(line: string, pattern: RegExp): Promise<string>;
  /** Waits until what matches is printed; gives all up to there, from where the last reading ended. */
  waitFor(pattern: RegExp): Promise<string>;
  /** Presses Ctrl-C, and waits for the shell's prompt. */
  interrupt(): Promise<Typed>;
}

export interface TerminalOptions {
  env: NodeJS.ProcessEnv;
  folder: string;
}

/** Longer than anything takes that is typed here, on a machine with much else to do. */
const PATIENCE = 30_000;
const PROMPT = /\[(\d+)\] you type: /;
const INTERRUPT = '\x03';
const COLOURS = new RegExp(`${'\x1b'}\\[[0-9;]*m`, 'g');

export async function openTerminal({ env, folder }: TerminalOptions): Promise<Terminal> {
  const shell = 'bash --norc --noprofile --noediting -i';
  const process = spawn('script', ['-qec', shell, '/dev/null'], {
    cwd: folder,
    env: { ...env, TERM: 'xterm', LC_ALL: 'C.UTF-8', HISTFILE: '' },
  });
  const screen = readScreen(process);
  const typed = async (text: string): Promise<Typed> => {
    process.stdin.write(text);
    const { before, match } = await screen.upTo(PROMPT);
    // The terminal has echoed the line.
    const printed = before.slice(before.indexOf('\n') + 1);
    const lines = printed.split('\n').map((line) => line.trimEnd());
    return { text: printed, lines: lines.filter(Boolean), exitCode: Number(match[1]) };
  };
  const terminal: Terminal = {
    type: (command) => typed(`${command}\n`),
    async typeUntil(line, pattern) {
      process.stdin.write(`${line}\n`);
      return await terminal.waitFor(pattern);
    },
    async waitFor(pattern) {
      const { before, match } = await screen.upTo(pattern);
      return before + match[0];
    },
    interrupt: () => typed(INTERRUPT),
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => process.once('close', resolve));
      // With the terminal gone, the shell and its jobs are hung up.
      process.kill('SIGKILL');
      await ended;
    },
  };
  await terminal.waitFor(/\$ |# /);
  // Two words apart, so that the echo of this line is not taken for a prompt.
  await terminal.typeUntil(`PS1='[$?] you ''type: '; stty rows 50 cols 200`, PROMPT);
  return terminal;
}

/** What has been printed and not been read yet. */
function readScreen(process: ChildProcessWithoutNullStreams) {
  let unread = '';
  let look = () => {};
  process.stdout.setEncoding('utf8').on('data', (text: string) => {
    unread = `${unread}${text}`.replaceAll('\r', '').replaceAll(COLOURS, '');
    look();
  });
  return {
    upTo: (pattern: RegExp) =>
      new Promise<{ before: string; match: RegExpExecArray }>((resolve, reject) => {
        const timer = setTimeout(() => {
          look = () => {};
          reject(new Error(`${pattern} was not printed, but:\n${unread}`));
        }, PATIENCE);
        look = () => {
          const match = pattern.exec(unread);
          if (!match) return;
          clearTimeout(timer);
          look = () => {};
          const before = unread.slice(0, match.index);
          unread = unread.slice(match.index + match[0].length);
          resolve({ before, match });
        };
        look();
      }),
  };
}
