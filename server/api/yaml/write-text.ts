import { resolveScalar } from './resolve-scalar.ts';

/** Where a text is printed. */
interface Place {
  /** The column where it begins. */
  column: number;
  /** Spaces before the lines that follow its first. */
  indent: number;
  /** A key stays in one line. */
  isKey: boolean;
}

const WIDTH = 80;

/** A text in the style that Kubernetes gives it: without quotes, in single or double quotes, or as a block. */
export function writeText(text: string, place: Place): string {
  const traits = analyze(text);
  const hasLines = text.includes('\n');
  if (hasLines && traits.allowsBlock && !place.isKey) return writeBlock(text, place.indent);
  if (!hasLines && meansText(text)) {
    if (traits.allowsPlain) return fold([...text], place, 'plain');
    if (traits.allowsSingleQuotes) return `'${fold([...text].map(doubled), inQuotes(place), 'single')}'`;
  }
  return `"${fold([...text].map(escaped), inQuotes(place), 'double')}"`;
}

/** Whether it would be read as the text that it is. Numbers to the base of 60 are quoted for other readers. */
function meansText(text: string): boolean {
  return resolveScalar(text).type === 'str' && !BASE_60.test(text);
}

const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
/** What begins something else than a text. `-`, `?` and `:` do when a blank follows. */
const BEGINS_OTHER = /^(?:[#,[\]{}&*!|>'"%@`]|[-?:](?:[\s]|$)|---|\.\.\.)/;
/** What ends a text within a line. */
const ENDS_TEXT = /:(?:\s|$)|\s#/;
const UNPRINTABLE = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const BREAK = /[\r\n\x85\u2028\u2029]/;
const SPACE_BEFORE_BREAK = / [\r\n\x85\u2028\u2029]/;
const SPACE_AFTER_BREAK = /[\r\n\x85\u2028\u2029] /;

function analyze(text: string) {
  const special = UNPRINTABLE.test(text) || SPACE_BEFORE_BREAK.test(text);
  const edges = text.startsWith(' ') || text.endsWith(' ');
  return {
    allowsPlain: !special && !edges && !BREAK.test(text) && !BEGINS_OTHER.test(text) && !ENDS_TEXT.test(text),
    allowsSingleQuotes: !special && !SPACE_AFTER_BREAK.test(text),
    allowsBlock: !special && !text.endsWith(' '),
  };
}

function writeBlock(text: string, indent: number): string {
  const hint = /^[ \r\n\x85\u2028\u2029]/.test(text) ? '2' : '';
  const chomping = !BREAK.test(text.slice(-1)) ? '-' : text.length === 1 || BREAK.test(text.at(-2) ?? '') ? '+' : '';
  const margin = ' '.repeat(indent);
  const lines = text.replaceAll(/(^|[\r\n\x85\u2028\u2029])(?=[^\r\n\x85\u2028\u2029])/g, `$1${margin}`);
  return `|${hint}${chomping}\n${lines.endsWith('\n') ? lines.slice(0, -1) : lines}`;
}

function inQuotes(place: Place): Place {
  return { ...place, column: place.column + 1 };
}

/** Puts the characters together; the first space behind the width becomes a line break, but never in a key. */
function fold(characters: readonly string[], { column, indent, isKey }: Place, style: Style): string {
  if (isKey) return characters.join('');
  let folded = '';
  let at = column;
  characters.forEach((character, i) => {
    if (at > WIDTH && character === ' ' && mayBreak(characters, i, style)) {
      const mark = characters[i + 1] === ' ' ? '\\' : '';
      folded += `\n${' '.repeat(indent)}${mark}`;
      at = indent + mark.length;
    } else {
      folded += character;
      at += character.length;
    }
  });
  return folded;
}

type Style = 'plain' | 'single' | 'double';

/** Not after another space, not at the edges of quotes; only double quotes can say that more spaces follow. */
function mayBreak(characters: readonly string[], at: number, style: Style): boolean {
  if (characters[at - 1] === ' ') return false;
  if (style !== 'plain' && (at === 0 || at === characters.length - 1)) return false;
  return style === 'double' || characters[at + 1] !== ' ';
}

function doubled(character: string): string {
  return character === "'" ? "''" : character;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\x85': '\\N',
  '\xa0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

function escaped(character: string): string {
  const code = character.codePointAt(0) as number;
  if (character !== '"' && character !== '\\' && !UNPRINTABLE.test(character) && !BREAK.test(character))
    return character;
  const short = ESCAPES[character];
  if (short !== undefined) return short;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
