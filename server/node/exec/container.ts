/** A running simulated container, as far as commands in it can see it. */
import type { Container, Pod } from '../../api/types.gen.ts';
import type { Clock } from '../../lib/clock.ts';
import type { PodNetwork } from '../network/pod-network.ts';
import type { FileSystem } from './files/file-system.ts';
import type { Flavour } from './flavour.ts';
import type { Command } from './process.ts';
import type { ProcessTable } from './process-table.ts';

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
