/** `read`: one line of input into variables. */
import { Buffer } from 'node:buffer';
import { sleep } from '../../../../lib/clock.ts';
import type { Input } from '../../pipe.ts';
import type { Builtin, InOut } from '../shell.ts';
import { assign, variableOf } from '../shell-state.ts';

export const readBuiltins: readonly Builtin[] = [{ name: 'read', run: read }];

interface ReadOptions {
  isRaw: boolean;
  prompt: string;
  /** Seconds. */
  timeout: number | undefined;
  /** Characters. */
  count: number | undefined;
  names: string[];
}

async function read([, ...args]: readonly string[], { shell, stdin, stderr }: InOut): Promise<number> {
  const { state } = shell;
  const { isRaw, prompt, timeout, count, names } = readOptions(args);
  if (prompt !== '' && stdin.isTerminal) await stderr.write(prompt);
  const expired = new AbortController();
  const line = readLine(stdin, { isRaw, count });
  const late = timeout === undefined ? undefined : sleep(state.container.clock, timeout * 1000, expired.signal);
  const result = await (late !== undefined ? Promise.race([line, late.then(() => undefined)]) : line);
  expired.abort();
  if (!result) return 142;
  const fields = fieldsOf(result.text, { separators: variableOf(state, 'IFS') ?? ' \t\n', count: names.length });
  for (const [index, name] of names.entries()) assign(state, name, fields[index] ?? '');
  return result.isWhole ? 0 : 1;
}

function readOptions(args: readonly string[]): ReadOptions {
  const options: ReadOptions = { isRaw: false, prompt: '', timeout: undefined, count: undefined, names: [] };
  for (let at = 0; at < args.length; at++) {
    const [, letters, attached = ''] = /^-([rs]*[ptnNadu]?)(.*)$/s.exec(args[at] ?? '') ?? [];
    if (letters === undefined) options.names.push(args[at] ?? '');
    if (letters?.includes('r')) options.isRaw = true;
    const wanted = /[ptnNadu]$/.exec(letters ?? '')?.[0];
    if (wanted === undefined) continue;
    const value = attached !== '' ? attached : (args[++at] ?? '');
    if (wanted === 'p') options.prompt = value;
    else if (wanted === 't') options.timeout = Number(value) || 0;
    else if (wanted === 'n' || wanted === 'N') options.count = Number(value) || undefined;
  }
  return options.names.length > 0 ? options : { ...options, names: ['REPLY'] };
}

/** What comes after the line is given back. */
async function readLine(
  input: Input,
  { isRaw, count }: { isRaw: boolean; count: number | undefined },
): Promise<{ text: string; isWhole: boolean }> {
  let text = '';
  for (;;) {
    const chunk = await input.read();
    if (!chunk) return { text, isWhole: false };
    const end = chunk.indexOf('\n');
    if (count !== undefined && text.length + (end < 0 ? chunk.length : end) >= count) {
      const taken = chunk.subarray(0, count - text.length);
      input.unread(chunk.subarray(taken.length));
      return { text: text + taken.toString('utf8'), isWhole: true };
    }
    if (end < 0) {
      text += chunk.toString('utf8');
      continue;
    }
    text += chunk.toString('utf8', 0, end);
    input.unread(Buffer.from(chunk.subarray(end + 1)));
    const continues = !isRaw && /(?:^|[^\\])(?:\\\\)*\\$/.test(text);
    if (!continues) return { text: isRaw ? text : text.replace(/\\(.)/g, '$1'), isWhole: true };
    text = text.slice(0, -1);
  }
}

/** The last field takes all that is left. */
function fieldsOf(text: string, { separators, count }: { separators: string; count: number }): string[] {
  if (separators === '') return [text];
  const set = separators.replace(/[\\\]^-]/g, '\\$&');
  const blanks = [...separators]
    .filter((char) => /\s/.test(char))
    .join('')
    .replace(/[\\\]^-]/g, '\\$&');
  const trimmed = blanks === '' ? text : text.replace(new RegExp(`^[${blanks}]+|[${blanks}]+$`, 'g'), '');
  const separator = new RegExp(blanks === '' ? `[${set}]` : `[${blanks}]*[${set}][${blanks}]*|[${blanks}]+`);
  const fields: string[] = [];
  let rest = trimmed;
  while (fields.length < count - 1) {
    const found = separator.exec(rest);
    if (!found) break;
    fields.push(rest.slice(0, found.index));
    rest = rest.slice(found.index + found[0].length);
  }
  return [...fields, rest];
}
