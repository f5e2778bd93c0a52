/** What a scenario gets, and what it gives. */
import type { Target } from './http-connection.ts';
import type { Row } from './report.ts';

/** The API server under test, ours or another one. */
export interface Api {
  target: Target;
  /** Of our own server: its CPU time and memory are told, too. */
  pid: number | undefined;
}

export interface Bench {
  rounds: number;
  /** Of each round. */
  seconds: number;
  /** Of the requests only those whose names have this in them. */
  match: string;
  /** Given instead of our own server. */
  external: Target | undefined;
}

export interface Scenario {
  name: string;
  /** It starts servers of its own, so it says nothing about others. */
  own: boolean;
  run(bench: Bench): Promise<Row[]>;
}
