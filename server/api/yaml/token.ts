export type Token =
  | { type: 'scalar'; line: number; text: string; plain: boolean }
  | { type: 'anchor' | 'alias'; line: number; text: string }
  | { type: 'tag'; line: number; handle: string; suffix: string }
  | { type: 'directive'; line: number; name: string; value: string }
  | { type: Punctuation; line: number };

export type Punctuation =
  | 'stream-end'
  | 'document-start'
  | 'document-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value';

/** What a character begins. */
export type TokenStart = Token['type'] | 'plain-scalar' | 'quoted-scalar' | 'block-scalar';

const ALWAYS: Readonly<Record<string, TokenStart>> = {
  '[': 'flow-sequence-start',
  '{': 'flow-mapping-start',
  ']': 'flow-sequence-end',
  '}': 'flow-mapping-end',
  ',': 'flow-entry',
  '*': 'alias',
  '&': 'anchor',
  '!': 'tag',
  "'": 'quoted-scalar',
  '"': 'quoted-scalar',
};

/** Undefined for what begins nothing. `endsThere`: a blank, a line break or the end comes next. */
export function tokenStart(character: string, where: { endsThere: boolean; inFlow: boolean }): TokenStart | undefined {
  switch (character) {
    case '-':
      return where.endsThere ? 'block-entry' : 'plain-scalar';
    case '?':
      return where.endsThere || where.inFlow ? 'key' : 'plain-scalar';
    case ':':
      return where.endsThere || where.inFlow ? 'value' : 'plain-scalar';
    case '|':
    case '>':
      return where.inFlow ? undefined : 'block-scalar';
    case '%':
    case '@':
    case '`':
    case '\t':
      return undefined;
    default:
      return ALWAYS[character] ?? 'plain-scalar';
  }
}
