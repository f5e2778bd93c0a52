/** A script, read from left to right. */
import { type List, ShellSyntaxError } from './syntax.ts';

export type ListParser = (reader: ScriptReader, ends: readonly string[]) => List;

const BLANKS = /(?:[ \t]|\\\n)*/y;
const COMMENT = /#[^\n]*/y;

export class ScriptReader {
  readonly text: string;
  /** Reads the commands that stand within a word, up to one of the ends. */
  readonly parseList: ListParser;
  at = 0;

  constructor(text: string, parseList: ListParser) {
    this.text = text;
    this.parseList = parseList;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The next characters, without taking them. */
  peek(length = 1): string {
    return this.text.slice(this.at, this.at + length);
  }

  next(): string {
    return this.text[this.at++] ?? '';
  }

  /** Takes the text if it comes next. */
  take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** Takes what a sticky pattern matches here. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) return undefined;
    this.at = pattern.lastIndex;
    return found;
  }

  skipBlanks(): void {
    this.match(BLANKS);
    if (this.peek() === '#' && this.isWordStart()) this.match(COMMENT);
  }

  isWordStart(): boolean {
    return this.at === 0 || /[\s;&|()]/.test(this.text[this.at - 1] ?? ' ');
  }

  /** Everything up to the end mark, which is taken too. Throws at the end of the script. */
  until(end: string): string {
    const found = this.text.indexOf(end, this.at);
    if (found < 0) throw this.unexpectedEnd();
    const text = this.text.slice(this.at, found);
    this.at = found + end.length;
    return text;
  }

  get line(): number {
    return this.text.slice(0, this.at).split('\n').length;
  }

  unexpectedEnd(): ShellSyntaxError {
    this.at = this.text.length;
    return new ShellSyntaxError(undefined, this.line);
  }

  unexpected(): ShellSyntaxError {
    if (this.isAtEnd) return this.unexpectedEnd();
    const token = /^(?:\n|&&|\|\||;;|[;&|()<>]|[^\s;&|()<>]+)/.exec(this.text.slice(this.at))?.[0] ?? this.peek();
    return new ShellSyntaxError(token === '\n' ? 'newline' : token, this.line);
  }
}
