import type { Process } from '../../process.ts';

/** Gets what comes after its own name. Resolves with the exit code. */
export type Subcommand = (process: Process, args: readonly string[]) => Promise<number>;
