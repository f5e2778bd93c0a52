/** Words → the fields that a command gets (POSIX, 2.6): variables, commands and sums replaced, split, paths found. */
import { evaluate } from './arithmetic.ts';
import { expandBraces } from './expand-braces.ts';
import { expandParameter } from './expand-parameter.ts';
import { expandPaths, hasPattern, type Piece } from './pattern.ts';
import type { Expander } from './shell.ts';
import { assign, type ShellState, variableOf } from './shell-state.ts';
import type { Word, WordPart } from './syntax.ts';

export async function expandWords(words: readonly Word[], shell: Expander): Promise<string[]> {
  const fields: string[] = [];
  const { style } = shell.state;
  for (const word of words) {
    for (const single of style === 'bash' ? expandBraces(word) : [word])
      fields.push(...(await expandFields(single, shell)));
  }
  return fields;
}

async function expandFields(word: Word, shell: Expander): Promise<string[]> {
  const { state } = shell;
  const fields = splitFields(await expandParts(word, shell), variableOf(state, 'IFS') ?? ' \t\n');
  return fields.flatMap((pieces) => {
    const paths =
      !state.options.noglob && hasPattern(pieces) ? expandPaths(pieces, state.container.files, state.cwd) : undefined;
    return paths ?? [textOf(pieces)];
  });
}

/** One text, neither split nor matched with paths: for assignments, `case` and redirections. */
export async function expandText(word: Word, shell: Expander): Promise<string> {
  return textOf(await expandPieces(word, shell));
}

/** As `expandText`, for patterns: what was quoted is known. */
export async function expandPieces(word: Word, shell: Expander): Promise<Piece[]> {
  return (await expandParts(word, shell)).flatMap((part) =>
    part === FIELD_BREAK ? [{ text: ' ', isQuoted: true }] : [part],
  );
}

export function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}

/** A piece that came from a replacement is split into fields where it was not quoted. */
interface ExpandedPiece extends Piece {
  readonly isSplit?: boolean;
}

/** Between the fields of `"$@"`. */
const FIELD_BREAK = Symbol('field break');

type Expanded = ExpandedPiece | typeof FIELD_BREAK;

async function expandParts(word: Word, shell: Expander): Promise<Expanded[]> {
  const expanded: Expanded[] = [];
  for (const [index, part] of word.entries()) {
    expanded.push(...(await expandPart(index === 0 ? withHome(part, shell.state) : part, shell)));
  }
  return expanded;
}

function withHome(part: WordPart, state: ShellState): WordPart {
  if (part.kind !== 'text' || part.isQuoted || !/^~(\/|$)/.test(part.text)) return part;
  const home = variableOf(state, 'HOME') ?? state.container.user.home;
  return { ...part, text: home + part.text.slice(1) };
}

async function expandPart(part: WordPart, shell: Expander): Promise<Expanded[]> {
  const { isQuoted } = part;
  switch (part.kind) {
    case 'text':
      return [{ text: part.text, isQuoted }];
    case 'command':
      return [{ text: await shell.capture(part.body), isQuoted, isSplit: !isQuoted }];
    case 'arithmetic':
      return [{ text: String(await evaluateWord(part.expression, shell)), isQuoted, isSplit: !isQuoted }];
    default:
      return expandParameterPart(part, shell);
  }
}

export async function evaluateWord(expression: Word, shell: Expander): Promise<bigint> {
  const { state } = shell;
  return evaluate(await expandText(expression, shell), {
    get: (name) => variableOf(state, name),
    set: (name, value) => assign(state, name, value),
  });
}

async function expandParameterPart(
  { parameter, isQuoted }: Extract<WordPart, { kind: 'parameter' }>,
  shell: Expander,
): Promise<Expanded[]> {
  const { positional } = shell.state;
  const isPlain = parameter.operator === '' && !parameter.isLength;
  if (isPlain && (parameter.name === '@' || (parameter.name === '*' && !isQuoted))) {
    return positional.flatMap((text, index) => [
      ...(index > 0 ? [FIELD_BREAK as typeof FIELD_BREAK] : []),
      { text, isQuoted, isSplit: !isQuoted },
    ]);
  }
  const result = await expandParameter(parameter, shell);
  if (typeof result === 'string') return [{ text: result, isQuoted, isSplit: !isQuoted }];
  return expandParts(isQuoted ? result.word.map((part) => ({ ...part, isQuoted: true })) : result.word, shell);
}

/** POSIX, 2.6.5. Blanks of IFS count once, however many; other separators each for itself. */
function splitFields(expanded: readonly Expanded[], separators: string): Piece[][] {
  const fields: Piece[][] = [];
  let current: Piece[] | undefined;
  const end = () => {
    if (current) fields.push(current);
    current = undefined;
  };
  const add = (piece: Piece) => {
    current ??= [];
    current.push(piece);
  };
  const splitter = new RegExp(`[${separators.replace(/[\\\]^-]/g, '\\$&')}]`, 'g');
  for (const part of expanded) {
    if (part === FIELD_BREAK) end();
    else if (!part.isSplit) add(part);
    else if (separators === '') {
      if (part.text !== '') add({ text: part.text, isQuoted: false });
    } else {
      let from = 0;
      for (const found of part.text.matchAll(splitter)) {
        if (found.index > from) add({ text: part.text.slice(from, found.index), isQuoted: false });
        else if (!/\s/.test(found[0])) current ??= [];
        end();
        from = found.index + 1;
      }
      if (from < part.text.length) add({ text: part.text.slice(from), isQuoted: false });
    }
  }
  end();
  return fields;
}
