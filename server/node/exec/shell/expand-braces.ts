/** `a{b,c}d` and `{1..3}`, as bash has them: one word becomes several. */
import type { Word, WordPart } from './syntax.ts';

const LIST = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s;
const RANGE = /^(.*?)\{(-?\d+|[a-zA-Z])\.\.(-?\d+|[a-zA-Z])(?:\.\.(-?\d+))?\}(.*)$/s;
const MAX_WORDS = 10_000;

export function expandBraces(word: Word): Word[] {
  for (const [index, part] of word.entries()) {
    if (part.kind !== 'text' || part.isQuoted) continue;
    const found = choicesOf(part.text);
    if (!found) continue;
    const { before, choices, after } = found;
    return choices.flatMap((choice) =>
      expandBraces([...word.slice(0, index), unquoted(before + choice + after), ...word.slice(index + 1)]),
    );
  }
  return [word];
}

function unquoted(text: string): WordPart {
  return { kind: 'text', text, isQuoted: false };
}

function choicesOf(text: string): { before: string; choices: string[]; after: string } | undefined {
  const list = LIST.exec(text);
  if (list) return { before: list[1] ?? '', choices: (list[2] ?? '').split(','), after: list[3] ?? '' };
  const range = RANGE.exec(text);
  if (!range) return undefined;
  const [, before = '', from = '', to = '', step, after = ''] = range;
  const choices = rangeOf(from, to, Number(step ?? 1));
  return choices && { before, choices, after };
}

function rangeOf(from: string, to: string, step: number): string[] | undefined {
  const isNumber = /\d/.test(from);
  if (isNumber !== /\d/.test(to)) return undefined;
  const [first, last] = isNumber ? [Number(from), Number(to)] : [from.charCodeAt(0), to.charCodeAt(0)];
  const by = Math.max(1, Math.abs(step)) * (last >= first ? 1 : -1);
  const count = Math.min(MAX_WORDS, Math.floor((last - first) / by) + 1);
  const width = isNumber && /^-?0\d/.test(from) ? from.length : 0;
  return Array.from({ length: count }, (_, index) => {
    const value = first + index * by;
    return isNumber ? String(value).padStart(width, '0') : String.fromCharCode(value);
  });
}
