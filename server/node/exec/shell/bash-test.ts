/** bash's `[[ … ]]`. */
import { ask, BINARY, compare, type TestPlace, UNARY } from './evaluate-test.ts';
import { expandPieces, expandText } from './expand.ts';
import { matchesPattern, patternSource } from './pattern.ts';
import type { Shell } from './shell.ts';
import type { Word } from './syntax.ts';

/** bash: words are not split, the right side of `==` is a pattern, that of `=~` a regular expression. */
export async function runBashTest(words: readonly Word[], shell: Shell): Promise<number> {
  const parser = new BashTest(words, shell);
  return Number(!(await parser.or()));
}

class BashTest {
  readonly #words: readonly Word[];
  readonly #shell: Shell;
  #at = 0;

  constructor(words: readonly Word[], shell: Shell) {
    this.#words = words;
    this.#shell = shell;
  }

  async or(): Promise<boolean> {
    let value = await this.#and();
    while (this.#take('||')) value = [value, await this.#and()].includes(true);
    return value;
  }

  async #and(): Promise<boolean> {
    let value = await this.#not();
    while (this.#take('&&')) value = ![value, await this.#not()].includes(false);
    return value;
  }

  async #not(): Promise<boolean> {
    if (this.#take('!')) return !(await this.#not());
    if (!this.#take('(')) return this.#primary();
    const value = await this.or();
    this.#take(')');
    return value;
  }

  async #primary(): Promise<boolean> {
    const [first = [], second, third] = this.#words.slice(this.#at, this.#at + 3);
    const operator = plainText(second);
    if (third && operator !== undefined && BINARY.has(operator)) {
      this.#at += 3;
      return this.#compare(first, operator, third);
    }
    const asked = plainText(first);
    if (second && asked !== undefined && UNARY.has(asked)) {
      this.#at += 2;
      return ask(asked, await expandText(second, this.#shell), this.#place());
    }
    this.#at++;
    return (await expandText(first, this.#shell)) !== '';
  }

  async #compare(left: Word, operator: string, right: Word): Promise<boolean> {
    const text = await expandText(left, this.#shell);
    if (operator === '=~') {
      const pieces = await expandPieces(right, this.#shell);
      const source = pieces.map(({ text: part, isQuoted }) =>
        isQuoted ? patternSource([{ text: part, isQuoted }]) : part,
      );
      return new RegExp(source.join('')).test(text);
    }
    const isEqual = operator === '=' || operator === '==';
    if (isEqual || operator === '!=') {
      return matchesPattern(text, await expandPieces(right, this.#shell)) === isEqual;
    }
    return compare(text, operator, await expandText(right, this.#shell), this.#place());
  }

  #place(): TestPlace {
    const { state } = this.#shell;
    const { files } = state.container;
    return {
      files,
      cwd: state.cwd,
      isTerminal: (descriptor) => {
        const found = state.descriptors.get(descriptor);
        return (found?.input?.isTerminal ?? found?.output?.isTerminal) === true;
      },
      isSet: (name) => state.variables.has(name),
    };
  }

  #take(word: string): boolean {
    if (plainText(this.#words[this.#at]) !== word) return false;
    this.#at++;
    return true;
  }
}

function plainText(word: Word | undefined): string | undefined {
  const [part] = word ?? [];
  return word?.length === 1 && part?.kind === 'text' && !part.isQuoted ? part.text : undefined;
}
