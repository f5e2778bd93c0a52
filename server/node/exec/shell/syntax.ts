/** What a shell script says, as data (POSIX.1-2024, Shell Command Language, and a little of bash). */

/** Commands one after the other; each may run in the background. */
export type List = readonly { readonly command: AndOr; readonly isBackground: boolean }[];

export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
}

export interface Pipeline {
  readonly isNegated: boolean;
  readonly commands: readonly Command[];
}

export type Command =
  | SimpleCommand
  | ({ readonly redirects: readonly Redirect[] } & (
      | { readonly kind: 'group'; readonly body: List }
      | { readonly kind: 'subshell'; readonly body: List }
      | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise: List | undefined }
      | { readonly kind: 'while'; readonly isUntil: boolean; readonly condition: List; readonly body: List }
      | {
          readonly kind: 'for';
          readonly name: string;
          readonly words: readonly Word[] | undefined;
          readonly body: List;
        }
      | { readonly kind: 'case'; readonly word: Word; readonly items: readonly CaseItem[] }
      | { readonly kind: 'function'; readonly name: string; readonly body: Command }
      | { readonly kind: 'test'; readonly words: readonly Word[] }
      | { readonly kind: 'arithmetic'; readonly expression: Word }
    ));

export interface SimpleCommand {
  readonly kind: 'simple';
  /** Where it begins, from 1. */
  readonly line: number;
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
}

export interface Branch {
  readonly condition: List;
  readonly body: List;
}

export interface CaseItem {
  readonly patterns: readonly Word[];
  readonly body: List;
}

export interface Assignment {
  readonly name: string;
  readonly isAppending: boolean;
  readonly value: Word;
}

export interface Redirect {
  readonly operator: '<' | '>' | '>>' | '>|' | '<>' | '<&' | '>&' | '&>' | '&>>' | '<<' | '<<<';
  /** The file descriptor; undefined: the operator's own. */
  readonly descriptor: number | undefined;
  /** A file, a descriptor, or the text of a here-document. */
  readonly target: Word;
}

export type Word = readonly WordPart[];

export type WordPart =
  /** Quoted text is neither split nor a pattern. */
  | { readonly kind: 'text'; readonly text: string; readonly isQuoted: boolean }
  | { readonly kind: 'parameter'; readonly parameter: Parameter; readonly isQuoted: boolean }
  | { readonly kind: 'command'; readonly body: List; readonly isQuoted: boolean }
  | { readonly kind: 'arithmetic'; readonly expression: Word; readonly isQuoted: boolean };

export interface Parameter {
  readonly name: string;
  /** `${#name}` */
  readonly isLength: boolean;
  /** `-`, `:-`, `%%`, `/`, `:` (substring) …; empty for the plain value. */
  readonly operator: string;
  readonly argument: Word;
  /** What comes after the second slash or colon. */
  readonly second: Word | undefined;
}

/** The script cannot be read. */
export class ShellSyntaxError extends Error {
  /** What stands where it should not; undefined at the end of the text: more might make it whole. */
  readonly found: string | undefined;
  readonly line: number;
  constructor(found: string | undefined, line: number) {
    super(found === undefined ? 'unexpected end of file' : `unexpected ${found}`);
    this.found = found;
    this.line = line;
  }
}
