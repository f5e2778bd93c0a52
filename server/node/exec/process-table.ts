/** The processes of a container: what `ps` shows and `kill` reaches. */
import type { Clock } from '../../lib/clock.ts';

export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly args: readonly string[];
  readonly hasTerminal: boolean;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  kill(signalNumber: number): void;
}

export interface ProcessTable {
  begin(process: Omit<ProcessEntry, 'pid' | 'startedAt'>): { readonly pid: number; end(): void };
  /** By their numbers. */
  list(): ProcessEntry[];
  get(pid: number): ProcessEntry | undefined;
}

const MAX_PID = 32768;

/** Pid 1 is the container's own program, which is there as long as the container runs. */
export function createProcessTable(clock: Clock, first: Omit<ProcessEntry, 'pid' | 'parent'>): ProcessTable {
  const processes = new Map<number, ProcessEntry>([[1, { ...first, pid: 1, parent: 0 }]]);
  let last = 1;
  const nextPid = (): number => {
    do last = last >= MAX_PID ? 2 : last + 1;
    while (processes.has(last));
    return last;
  };
  return {
    begin(process) {
      const pid = nextPid();
      processes.set(pid, { ...process, pid, startedAt: clock.now() });
      return { pid, end: () => void processes.delete(pid) };
    },
    list: () => [...processes.values()].sort((a, b) => a.pid - b.pid),
    get: (pid) => processes.get(pid),
  };
}
