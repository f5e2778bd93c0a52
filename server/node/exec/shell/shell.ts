/** A shell: its state, and the ways in which its parts call each other. */
import type { Input, Output } from '../pipe.ts';
import type { Piece } from './pattern.ts';
import type { ShellState } from './shell-state.ts';
import type { Command, List, Word } from './syntax.ts';

/** A shell that can run what stands in `$(…)`. */
export interface Expander {
  readonly state: ShellState;
  /** What the commands print, without the line feeds at its end. */
  capture(body: List): Promise<string>;
  /** As `expandText` and `expandPieces`, for words within words. */
  text(word: Word): Promise<string>;
  pieces(word: Word): Promise<Piece[]>;
}

export interface Shell extends Expander {
  readonly builtins: ReadonlyMap<string, Builtin>;
  /** Resolves with the status of the last command. Rejects with what leaves the shell: see control-flow.ts. */
  run(list: List): Promise<number>;
  runCommand(command: Command): Promise<number>;
  /** A shell of its own, whose changes are lost with it. Resolves with its status, also when it exits. */
  runApart(work: (shell: Shell) => Promise<number>, changes?: Partial<ShellState>): Promise<number>;
}

export interface InOut {
  readonly shell: Shell;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
}

export interface Builtin {
  readonly name: string;
  /** What is assigned before it stays assigned (POSIX, 2.15). */
  readonly isSpecial?: boolean;
  /** The name comes first. Resolves with the status. */
  run(args: readonly string[], io: InOut): Promise<number>;
}
