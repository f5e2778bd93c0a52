/** What Prometheus' libraries tell of the process, by the same names. */
import { readdirSync, readFileSync } from 'node:fs';
import { computed, type Metric } from './metric.ts';

/** `now` is the system's time, in milliseconds since the epoch. */
export function processMetrics(now: () => number): Metric[] {
  const began = now() / 1000 - process.uptime();
  return [
    single(
      'process_cpu_seconds_total',
      'User and system time spent by the process, in seconds.',
      cpuSeconds,
      'counter',
    ),
    single('process_start_time_seconds', 'When the process began, in seconds since the epoch.', () => began),
    single('process_resident_memory_bytes', 'Memory in use by the process, in bytes.', () => process.memoryUsage.rss()),
    single('process_virtual_memory_bytes', 'Address space of the process, in bytes.', virtualBytes),
    single('process_open_fds', 'Open file descriptors.', openFiles),
    single('process_max_fds', 'File descriptors that may be open at once.', maxFiles),
  ];
}

/** Left out where the system does not tell. */
function single(name: string, help: string, read: () => number | undefined, type: 'gauge' | 'counter' = 'gauge') {
  return computed({ name, help, type }, () => {
    const value = read();
    return value === undefined ? [] : [[{}, value] as const];
  });
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function virtualBytes(): number | undefined {
  const kilobytes = /^VmSize:\s+(\d+) kB/m.exec(readIfThere('/proc/self/status'))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

function maxFiles(): number | undefined {
  const limit = /^Max open files\s+(\d+)/m.exec(readIfThere('/proc/self/limits'))?.[1];
  return limit === undefined ? undefined : Number(limit);
}

function openFiles(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
