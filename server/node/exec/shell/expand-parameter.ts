/** The value of `$name` and of `${name…}` in all its forms (POSIX, 2.6.2). */
import { evaluate } from './arithmetic.ts';
import { type Piece, patternSource } from './pattern.ts';
import type { Expander } from './shell.ts';
import { assign, optionLetters, type ShellState, variableOf } from './shell-state.ts';
import type { Parameter, Word } from './syntax.ts';

/** A script that cannot go on: `${name?text}`, or an unset variable under `set -u`. */
export class ExpansionError extends Error {}

/** The text, or the word that stands in for it. */
export async function expandParameter(parameter: Parameter, shell: Expander): Promise<string | { word: Word }> {
  const { name, operator, isLength } = parameter;
  const value = parameterValue(name, shell.state);
  if (isLength) return String([...(value ?? '')].length);
  const [, colon, choice] = /^(:?)([-=?+])$/.exec(operator) ?? [];
  if (choice === undefined) {
    if (value === undefined && shell.state.options.nounset && !'@*'.includes(name)) throw unset(name, shell.state);
    return changedValue(value ?? '', parameter, shell);
  }
  const isMissing = value === undefined || (colon === ':' && value === '');
  return chosenValue(choice, { parameter, value, isMissing }, shell);
}

function unset(name: string, { style }: ShellState): ExpansionError {
  return new ExpansionError(style === 'bash' ? `${name}: unbound variable` : `${name}: parameter not set`);
}

async function chosenValue(
  choice: string,
  { parameter, value = '', isMissing }: { parameter: Parameter; value: string | undefined; isMissing: boolean },
  shell: Expander,
): Promise<string | { word: Word }> {
  const { name, argument } = parameter;
  if (choice === '+') return isMissing ? '' : { word: argument };
  if (!isMissing) return value;
  if (choice === '-') return { word: argument };
  const text = await shell.text(argument);
  if (choice === '?') throw new ExpansionError(`${name}: ${text || 'parameter null or not set'}`);
  assign(shell.state, name, text);
  return text;
}

/** Undefined when it is not set. */
export function parameterValue(name: string, state: ShellState): string | undefined {
  const { positional, container } = state;
  if (/^\d+$/.test(name)) return name === '0' ? state.name : positional[Number(name) - 1];
  switch (name) {
    case '@':
    case '*':
      return positional.length > 0 ? positional.join((variableOf(state, 'IFS') ?? ' ').slice(0, 1)) : undefined;
    case '#':
      return String(positional.length);
    case '?':
      return String(state.status);
    case '$':
      return String(state.pid);
    case '!':
      return state.jobs.length > 0 ? String(state.jobs.at(-1)?.pid) : undefined;
    case '-':
      return optionLetters(state);
    case 'RANDOM':
      return variableOf(state, name) ?? String(container.random(32768));
    case 'SECONDS':
      return variableOf(state, name) ?? String(Math.floor((container.clock.now() - container.startedAt) / 1000));
    default:
      return variableOf(state, name);
  }
}

async function changedValue(value: string, parameter: Parameter, shell: Expander): Promise<string> {
  const { operator, argument } = parameter;
  if (operator === '') return value;
  if (operator === ':') return substring(value, parameter, shell);
  const pattern = await shell.pieces(argument);
  switch (operator) {
    case '#':
    case '##':
      return value.replace(new RegExp(`^${patternSource(pattern, { lazy: operator === '#' })}`), '');
    case '%':
    case '%%':
      return withoutSuffix(value, pattern, { isLongest: operator === '%%' });
    case '^':
      return value.slice(0, 1).toUpperCase() + value.slice(1);
    case '^^':
      return value.toUpperCase();
    case ',':
      return value.slice(0, 1).toLowerCase() + value.slice(1);
    case ',,':
      return value.toLowerCase();
    default:
      return replaced(value, { operator, pattern, by: await shell.text(parameter.second ?? []) });
  }
}

function withoutSuffix(value: string, pattern: readonly Piece[], { isLongest }: { isLongest: boolean }): string {
  const whole = new RegExp(`^${patternSource(pattern)}$`);
  const cuts = Array.from({ length: value.length + 1 }, (_, index) => index);
  const cut = (isLongest ? cuts : cuts.reverse()).find((at) => whole.test(value.slice(at)));
  return cut === undefined ? value : value.slice(0, cut);
}

function replaced(
  value: string,
  { operator, pattern, by }: { operator: string; pattern: readonly Piece[]; by: string },
): string {
  const source = patternSource(pattern);
  if (source === '') return value;
  const place = operator === '/#' ? `^${source}` : operator === '/%' ? `${source}$` : source;
  return value.replace(new RegExp(place, operator === '//' ? 'g' : ''), () => by);
}

async function substring(value: string, { argument, second }: Parameter, shell: Expander): Promise<string> {
  const numbers = { get: (name: string) => variableOf(shell.state, name), set: () => {} };
  const number = async (word: Word) => Number(evaluate(await shell.text(word), numbers));
  const offset = await number(argument);
  const from = offset < 0 ? Math.max(0, value.length + offset) : offset;
  if (!second) return value.slice(from);
  const length = await number(second);
  return length < 0 ? value.slice(from, length) : value.slice(from, from + length);
}
