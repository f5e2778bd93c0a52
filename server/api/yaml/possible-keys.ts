import type { Cursor } from './cursor.ts';
import { scannerError } from './yaml-error.ts';

/** A token that turns out to be a key when `:` follows it. */
interface PossibleKey {
  /** Which token it is, counted from the first. */
  token: number;
  /** Nothing but a key may stand there. */
  required: boolean;
  pos: number;
  line: number;
  column: number;
}

const MAX_LENGTH = 1024;
const MAX_DEPTH = 10_000;

/** At most one token at each depth of flow collections may yet become a key. */
export class PossibleKeys {
  readonly #cursor: Cursor;
  readonly #byDepth: (PossibleKey | undefined)[] = [undefined];
  readonly #byToken = new Map<number, PossibleKey>();

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  get inFlow(): boolean {
    return this.#byDepth.length > 1;
  }

  enterFlow(): void {
    this.#byDepth.push(undefined);
    if (this.#byDepth.length > MAX_DEPTH + 1) throw tooDeep(this.#cursor.line);
  }

  leaveFlow(): void {
    if (this.inFlow) this.#byDepth.pop();
  }

  /** The token at the cursor may be a key. */
  save(token: number, { required }: { required: boolean }): void {
    this.drop();
    const { pos, line, column } = this.#cursor;
    this.#set({ token, required, pos, line, column });
  }

  /** What was saved is no key. */
  drop(): void {
    if (this.#byDepth.at(-1)?.required) throw this.#missingColon();
    this.#set(undefined);
  }

  /** The key that a `:` at the cursor belongs to. */
  take(): PossibleKey | undefined {
    const key = this.#byDepth.at(-1);
    if (!key || !this.#isPossible(key)) return undefined;
    this.#set(undefined);
    return key;
  }

  has(token: number): boolean {
    const key = this.#byToken.get(token);
    return key !== undefined && this.#isPossible(key);
  }

  #set(key: PossibleKey | undefined): void {
    const depth = this.#byDepth.length - 1;
    const before = this.#byDepth[depth];
    if (before) this.#byToken.delete(before.token);
    if (key) this.#byToken.set(key.token, key);
    this.#byDepth[depth] = key;
  }

  /** A key ends in the line where it began, and soon. */
  #isPossible(key: PossibleKey): boolean {
    const { line, pos } = this.#cursor;
    if (key.line === line && key.pos + MAX_LENGTH >= pos) return true;
    if (key.required) throw this.#missingColon();
    return false;
  }

  #missingColon(): Error {
    return scannerError(this.#cursor.line, "could not find expected ':'");
  }
}

/** Of blocks and of flow collections there may be so many in each other. */
export function tooDeep(line: number): Error {
  return scannerError(line, `exceeded max depth of ${MAX_DEPTH}`);
}

export function isTooDeep(depth: number): boolean {
  return depth > MAX_DEPTH;
}
