/** What `Cursor.code` answers behind the end. */
export const END = -1;

const TAB = 0x09;
const SPACE = 0x20;

/** A place in a text, with its line and column counted from 0. */
export class Cursor {
  readonly text: string;
  pos = 0;
  line = 0;
  #lineStart = 0;

  constructor(text: string) {
    this.text = text;
  }

  get column(): number {
    return this.pos - this.#lineStart;
  }

  /** The UTF-16 code unit here, or that many further on. */
  code(ahead = 0): number {
    const at = this.pos + ahead;
    return at < this.text.length ? this.text.charCodeAt(at) : END;
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.pos);
  }

  /** `---` or `...` at the beginning of a line. */
  atDocumentIndicator(): boolean {
    return this.column === 0 && (this.startsWith('---') || this.startsWith('...')) && isBlankOrEnd(this.code(3));
  }

  /** Takes what the test accepts. */
  takeWhile(accepts: (code: number) => boolean): string {
    const start = this.pos;
    while (this.pos < this.text.length && accepts(this.text.charCodeAt(this.pos))) this.pos++;
    return this.text.slice(start, this.pos);
  }

  /** Takes a line break and returns it as it counts in a text: all are `\n` but the separators of Unicode. */
  takeBreak(): string {
    const code = this.code();
    this.pos += code === 0x0d && this.code(1) === 0x0a ? 2 : 1;
    this.line++;
    this.#lineStart = this.pos;
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  }

  /** The end of the text counts as the end of its last line. */
  endLine(): void {
    if (this.column === 0) return;
    this.line++;
    this.#lineStart = this.pos;
  }
}

export function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029;
}

export function isNoBreak(code: number): boolean {
  return !isBreak(code);
}

export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

export function isBreakOrEnd(code: number): boolean {
  return code === END || isBreak(code);
}

export function isBlankOrEnd(code: number): boolean {
  return isBlank(code) || isBreakOrEnd(code);
}

/** What names of anchors, tag handles and directives are made of. */
export function isWord(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    code === 0x5f ||
    code === 0x2d
  );
}
