/** `test` and `[`. */
import type { FileSystem } from '../files/file-system.ts';
import { contentOf, joinPath } from '../files/file-system.ts';

export interface TestPlace {
  files: FileSystem;
  cwd: string;
  isTerminal(descriptor: number): boolean;
  isSet?(name: string): boolean;
}

/** What cannot be understood: the status is then 2. */
export class TestError extends Error {}

/** POSIX, test. Throws a TestError. */
export function evaluateTest(args: readonly string[], place: TestPlace): boolean {
  const parser = new TestParser(args, place);
  return args.length > 0 && parser.all();
}

class TestParser {
  readonly #args: readonly string[];
  readonly #place: TestPlace;
  #at = 0;

  constructor(args: readonly string[], place: TestPlace) {
    this.#args = args;
    this.#place = place;
  }

  all(): boolean {
    const value = this.#or();
    const extra = this.#args[this.#at];
    if (extra !== undefined)
      throw new TestError(this.#args.length > 3 ? 'too many arguments' : `${extra}: unexpected operator`);
    return value;
  }

  #or(): boolean {
    let value = this.#and();
    while (this.#take('-o')) value = [value, this.#and()].includes(true);
    return value;
  }

  #and(): boolean {
    let value = this.#not();
    while (this.#take('-a')) value = ![value, this.#not()].includes(false);
    return value;
  }

  #not(): boolean {
    const left = this.#args.length - this.#at;
    if (left > 1 && !(left === 3 && isBinary(this.#args[this.#at + 1])) && this.#take('!')) return !this.#not();
    return this.#primary();
  }

  #primary(): boolean {
    const [first = '', second, third] = this.#args.slice(this.#at, this.#at + 3);
    if (third !== undefined && isBinary(second)) {
      this.#at += 3;
      return compare(first, second as string, third, this.#place);
    }
    if (first === '(' && second !== undefined) {
      this.#at++;
      const value = this.#or();
      if (!this.#take(')')) throw new TestError('closing paren expected');
      return value;
    }
    if (second !== undefined && isUnary(first)) {
      this.#at += 2;
      return ask(first, second, this.#place);
    }
    this.#at++;
    return first !== '';
  }

  #take(word: string): boolean {
    if (this.#args[this.#at] !== word) return false;
    this.#at++;
    return true;
  }
}

export const UNARY = new Set([...'bcdefghknprstuvwxzGLOS'].map((letter) => `-${letter}`));
const NUMERIC: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};
export const BINARY = new Set(['=', '==', '!=', '<', '>', '-nt', '-ot', '-ef', '=~', ...Object.keys(NUMERIC)]);

function isUnary(word: string | undefined): boolean {
  return word !== undefined && UNARY.has(word);
}

function isBinary(word: string | undefined): boolean {
  return word !== undefined && BINARY.has(word);
}

export function compare(left: string, operator: string, right: string, { files, cwd }: TestPlace): boolean {
  const numeric = NUMERIC[operator];
  if (numeric) return numeric(numberOf(left), numberOf(right));
  const [a, b] = [left, right].map((path) => files.look(joinPath(cwd, path)));
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '-nt':
      return (a?.mtime ?? -1) > (b?.mtime ?? -1);
    case '-ot':
      return (a?.mtime ?? -1) < (b?.mtime ?? -1);
    default:
      return a !== undefined && a === b;
  }
}

function numberOf(text: string): bigint {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new TestError(`${text}: integer expression expected`);
  return BigInt(text.trim().replace(/^\+/, ''));
}

export function ask(operator: string, value: string, place: TestPlace): boolean {
  if (operator === '-n') return value !== '';
  if (operator === '-z') return value === '';
  if (operator === '-t') return place.isTerminal(Number(value));
  if (operator === '-v') return place.isSet?.(value) ?? false;
  const isLink = operator === '-L' || operator === '-h';
  const node = place.files.look(joinPath(place.cwd, value), { followLast: !isLink });
  if (!node) return false;
  switch (operator) {
    case '-d':
      return node.kind === 'directory';
    case '-f':
      return node.kind === 'file' || node.kind === 'computed' || node.kind === 'program';
    case '-L':
    case '-h':
      return node.kind === 'link';
    case '-c':
      return node.kind === 'device';
    case '-s':
      return node.kind === 'directory' || contentOf(node).length > 0;
    case '-x':
      return (node.mode & 0o111) !== 0;
    case '-b':
    case '-p':
    case '-S':
      return false;
    default:
      return true;
  }
}
