import { Cursor, END, isBlankOrEnd, isBreak, isNoBreak } from './cursor.ts';
import { isTooDeep, PossibleKeys, tooDeep } from './possible-keys.ts';
import { scanBlockScalar } from './scan-block-scalar.ts';
import { scanPlainScalar, scanQuotedScalar } from './scan-flow-scalar.ts';
import { scanAnchor, scanDirective, scanTag } from './scan-token-text.ts';
import { type Punctuation, type Token, type TokenStart, tokenStart } from './token.ts';
import { scannerError } from './yaml-error.ts';

/**
 * Cuts a text into tokens, one by one, as YAML 1.1 has them: the same text makes the same tokens and the same errors as
 * in Kubernetes, whose parser is libyaml's. The indentation of blocks becomes tokens, too.
 */
export class Scanner {
  readonly #cursor: Cursor;
  readonly #keys: PossibleKeys;
  readonly #queue: Token[] = [];
  #next: Token | undefined;
  /** How many tokens have left the queue. */
  #taken = 0;
  /** The column of the innermost block, -1 outside of all. */
  #indent = -1;
  readonly #outerIndents: number[] = [];
  #keyAllowed = true;
  #ended = false;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
    this.#keys = new PossibleKeys(this.#cursor);
  }

  peek(): Token {
    this.#next ??= this.#settleNext();
    return this.#next;
  }

  take(): Token {
    const token = this.peek();
    this.#next = undefined;
    this.#queue.shift();
    this.#taken++;
    return token;
  }

  /** A token that may yet become a key stays in the queue until that is known. */
  #settleNext(): Token {
    for (;;) {
      const next = this.#queue[0];
      const isSettled = next && !this.#keys.has(this.#taken);
      if (next && (isSettled || this.#ended)) return next;
      this.#fetch();
    }
  }

  #fetch(): void {
    const cursor = this.#cursor;
    this.#skipToToken();
    this.#leaveBlocks(cursor.column);
    const code = cursor.code();
    if (code === END) this.#fetchEnd();
    else if (cursor.column === 0 && code === 0x25) this.#fetchDirective();
    else if (cursor.atDocumentIndicator()) this.#fetchDocumentIndicator();
    else {
      const where = { endsThere: isBlankOrEnd(cursor.code(1)), inFlow: this.#keys.inFlow };
      this.#fetchContent(tokenStart(String.fromCharCode(code), where));
    }
  }

  #fetchContent(start: TokenStart | undefined): void {
    switch (start) {
      case 'flow-sequence-start':
      case 'flow-mapping-start':
        this.#fetchFlowStart(start);
        break;
      case 'flow-sequence-end':
      case 'flow-mapping-end':
        this.#fetchFlowEnd(start);
        break;
      case 'flow-entry':
        this.#fetchIndicator('flow-entry', { keyAllowed: true });
        break;
      case 'block-entry':
        this.#fetchBlockEntry();
        break;
      case 'key':
        this.#fetchKey();
        break;
      case 'value':
        this.#fetchValue();
        break;
      case 'block-scalar':
        this.#fetchBlockScalar();
        break;
      case undefined:
        throw scannerError(this.#cursor.line, 'found character that cannot start any token');
      default:
        this.#fetchPossibleKey(start);
    }
  }

  #skipToToken(): void {
    const cursor = this.#cursor;
    for (;;) {
      if (cursor.column === 0 && cursor.code() === 0xfeff) cursor.pos++;
      // A tab cannot indent a block.
      const tabs = this.#keys.inFlow || !this.#keyAllowed;
      while (cursor.code() === 0x20 || (tabs && cursor.code() === 0x09)) cursor.pos++;
      if (cursor.code() === 0x23) cursor.takeWhile(isNoBreak);
      if (!isBreak(cursor.code())) return;
      cursor.takeBreak();
      if (!this.#keys.inFlow) this.#keyAllowed = true;
    }
  }

  #fetchEnd(): void {
    this.#cursor.endLine();
    this.#leaveDocument();
    this.#push('stream-end');
    this.#ended = true;
  }

  #fetchDirective(): void {
    this.#leaveDocument();
    const { line } = this.#cursor;
    this.#queue.push({ type: 'directive', line, ...scanDirective(this.#cursor) });
  }

  #fetchDocumentIndicator(): void {
    this.#leaveDocument();
    this.#push(this.#cursor.startsWith('-') ? 'document-start' : 'document-end');
    this.#cursor.pos += 3;
  }

  #leaveDocument(): void {
    this.#leaveBlocks(-1);
    this.#keys.drop();
    this.#keyAllowed = false;
  }

  #fetchFlowStart(type: Punctuation): void {
    this.#saveKey();
    this.#keys.enterFlow();
    this.#keyAllowed = true;
    this.#push(type);
    this.#cursor.pos++;
  }

  #fetchFlowEnd(type: Punctuation): void {
    this.#keys.drop();
    this.#keys.leaveFlow();
    this.#keyAllowed = false;
    this.#push(type);
    this.#cursor.pos++;
  }

  #fetchBlockEntry(): void {
    this.#enterBlock('block-sequence-start', 'block sequence entries are not allowed in this context');
    this.#fetchIndicator('block-entry', { keyAllowed: true });
  }

  #fetchKey(): void {
    this.#enterBlock('block-mapping-start', 'mapping keys are not allowed in this context');
    this.#fetchIndicator('key', { keyAllowed: !this.#keys.inFlow });
  }

  #fetchValue(): void {
    const key = this.#keys.take();
    if (key) {
      const at = key.token - this.#taken;
      this.#queue.splice(at, 0, { type: 'key', line: key.line });
      this.#indentTo('block-mapping-start', key, at);
      this.#keyAllowed = false;
    } else {
      this.#enterBlock('block-mapping-start', 'mapping values are not allowed in this context');
      this.#keyAllowed = !this.#keys.inFlow;
    }
    this.#push('value');
    this.#cursor.pos++;
  }

  #fetchIndicator(type: Punctuation, { keyAllowed }: { keyAllowed: boolean }): void {
    this.#keys.drop();
    this.#keyAllowed = keyAllowed;
    this.#push(type);
    this.#cursor.pos++;
  }

  #fetchBlockScalar(): void {
    this.#keys.drop();
    this.#keyAllowed = true;
    const { line } = this.#cursor;
    this.#queue.push({ type: 'scalar', line, text: scanBlockScalar(this.#cursor, this.#indent), plain: false });
  }

  #fetchPossibleKey(start: TokenStart): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const { line } = this.#cursor;
    this.#queue.push(this.#scanText(start, line));
  }

  #scanText(start: TokenStart, line: number): Token {
    const cursor = this.#cursor;
    if (start === 'tag') return { type: 'tag', line, ...scanTag(cursor) };
    if (start === 'anchor' || start === 'alias') return { type: start, line, text: scanAnchor(cursor) };
    if (start === 'quoted-scalar') return { type: 'scalar', line, text: scanQuotedScalar(cursor), plain: false };
    const { text, breaks } = scanPlainScalar(cursor, this.#indent + 1, this.#keys.inFlow);
    if (breaks) this.#keyAllowed = true;
    return { type: 'scalar', line, text, plain: true };
  }

  #push(type: Punctuation): void {
    this.#queue.push({ type, line: this.#cursor.line });
  }

  /** What comes next may be a key. */
  #saveKey(): void {
    if (!this.#keyAllowed) return;
    const required = !this.#keys.inFlow && this.#indent === this.#cursor.column;
    this.#keys.save(this.#taken + this.#queue.length, { required });
  }

  /** Outside of flow collections, an indicator at the cursor may begin a block. */
  #enterBlock(type: Punctuation, problem: string): void {
    if (this.#keys.inFlow) return;
    if (!this.#keyAllowed) throw scannerError(this.#cursor.line, problem);
    this.#indentTo(type, this.#cursor);
  }

  /**
   * Begins a block when it is deeper than those around it; `at` is where in the queue it begins, which for a key that
   * was found only now is not the end.
   */
  #indentTo(type: Punctuation, { column, line }: { column: number; line: number }, at = this.#queue.length): void {
    if (this.#keys.inFlow || this.#indent >= column) return;
    this.#outerIndents.push(this.#indent);
    this.#indent = column;
    if (isTooDeep(this.#outerIndents.length)) throw tooDeep(this.#cursor.line);
    this.#queue.splice(at, 0, { type, line });
  }

  /** Ends the blocks that are deeper than the column. */
  #leaveBlocks(column: number): void {
    if (this.#keys.inFlow) return;
    while (this.#indent > column) {
      this.#push('block-end');
      this.#indent = this.#outerIndents.pop() as number;
    }
  }
}
