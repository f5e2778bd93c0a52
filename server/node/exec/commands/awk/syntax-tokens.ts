import type { Token } from './read-tokens.ts';

/** The tokens of a program, read one after the other. */
export class SyntaxTokens {
  readonly #tokens: readonly Token[];
  #at = 0;
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }
  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }
  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }
  next(): Token | undefined {
    return this.#tokens[this.#at++];
  }
  is(operator: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === 'operator' && token.value === operator;
  }
  take(operator: string): boolean {
    if (!this.is(operator)) return false;
    this.#at++;
    return true;
  }
  takeOperator(operators: readonly string[]): string | undefined {
    const found = operators.find((operator) => this.is(operator));
    if (found !== undefined) this.#at++;
    return found;
  }
  takeTwo(first: string, second: string): boolean {
    if (!this.is(first) || !this.is(second, 1)) return false;
    this.#at += 2;
    return true;
  }
  takeWord(word: string): boolean {
    const token = this.peek();
    if (token?.kind !== 'word' || token.value !== word) return false;
    this.#at++;
    return true;
  }
  expect(operator: string): void {
    if (!this.take(operator)) throw new SyntaxError(`syntax error at or near ${this.peek()?.value ?? 'the end'}`);
  }
  expectName(): string {
    const token = this.next();
    if (token?.kind !== 'name') throw new SyntaxError(`syntax error at or near ${token?.value ?? 'the end'}`);
    return token.value;
  }
  /** Whether what comes next can stand behind another value, with nothing between. */
  beginsValue(): boolean {
    const token = this.peek();
    if (!token || token.kind === 'word') return false;
    if (token.kind !== 'operator') return true;
    return token.value === '$' || token.value === '(' || token.value === '-' || token.value === '!'
      ? token.value === '$' || token.value === '('
      : token.value === '++' || token.value === '--';
  }
  skipLines(): void {
    while (this.take('\n') || this.take(';'));
  }
}
