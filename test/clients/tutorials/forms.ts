/** What stands for something that differs each time. */
import { expect } from 'vitest';
import { readTable } from '../../support/kubectl-table.ts';
import type { KubectlTerminal } from '../../support/kubectl-terminal.ts';

export const AN_AGE = expect.stringMatching(/^(\d+[smhd])+$/);
export const A_POD_IP = expect.stringMatching(/^10\.244\.\d+\.\d+$/);
export const A_SERVICE_IP = expect.stringMatching(/^10\.96\.\d+\.\d+$/);
export const A_NODE = expect.stringMatching(/^node-[123]$/);
/** The end of the name of a pod of a ReplicaSet, behind its owner's. */
export const HASH_AND_LETTERS = '[a-z0-9]{1,10}-[a-z0-9]{5}';

export const NAME_SERVER = '10.96.0.10';

/** Types `kubectl get …` until there are so many rows, and every pod among them runs. */
export async function typeUntilRunning(
  terminal: KubectlTerminal,
  command: string,
  count: number,
): Promise<Record<string, string>[]> {
  const { lines } = await terminal.retype(command, (typed) => {
    const rows = readTable(typed.lines);
    expect(rows.map(({ READY, STATUS }) => [READY, STATUS])).toEqual(Array(count).fill(['1/1', 'Running']));
  });
  return readTable(lines);
}

/** What nslookup of bind-utils prints: the server, then a block for each address of the name. */
export function readLookup(lines: readonly string[]): { server: string[]; found: Record<string, string[]> } {
  const words = lines.map((line) => line.split(/:?\s+/));
  const found: Record<string, string[]> = {};
  for (let i = 2; i + 1 < words.length; i += 2) {
    const [[nameLabel, name = ''] = [], [addressLabel, address = ''] = []] = [words[i], words[i + 1]];
    expect([nameLabel, addressLabel]).toEqual(['Name', 'Address']);
    found[name] = [...(found[name] ?? []), address].sort();
  }
  return { server: words.slice(0, 2).map(([, value = '']) => value), found };
}
