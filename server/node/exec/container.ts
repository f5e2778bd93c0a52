/** A running simulated container, as far as commands in it can see it, and what such a command gets. */
import type { Container, Pod } from '../../api/types.gen.ts';
import type { Clock } from '../../lib/clock.ts';
import type { PodNetwork } from '../network/pod-network.ts';
import type { FileSystem } from './files/file-system.ts';
import type { Flavour } from './flavour.ts';
import type { Input, Output } from './pipe.ts';
import type { ProcessTable } from './process-table.ts';
import type { Terminal } from './terminal/terminal.ts';

export interface SimulatedContainer {
  /** As it is now. */
  pod(): Pod;
  readonly spec: Container;
  readonly flavour: Flavour;
  /** What its program was started with. */
  readonly env: Readonly<Record<string, string>>;
  readonly files: FileSystem;
  readonly hostname: string;
  readonly workingDirectory: string;
  readonly user: User;
  readonly processes: ProcessTable;
  /** What its programs do, by name. */
  readonly commands: ReadonlyMap<string, Command>;
  readonly network: PodNetwork;
  /** `cluster.local` */
  readonly clusterDomain: string;
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** A random integer below the number. */
  random(below: number): number;
}

export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** The name it was called by comes first. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** What stdin or stdout is, where it is a terminal. */
  readonly terminal: Terminal | undefined;
  readonly container: SimulatedContainer;
  /** Aborts with an Interrupted when it is to end. */
  readonly signal: AbortSignal;
  /** Prints something although the process is to end. */
  lastWords(text: string): Promise<void>;
}

/** Resolves with the exit code. */
export type Program = (process: Process) => Promise<number>;

/** What can be run by name in a container. */
export interface Command {
  readonly name: string;
  /** Other names that it goes by. */
  readonly aliases?: readonly string[];
  readonly run: Program;
}
