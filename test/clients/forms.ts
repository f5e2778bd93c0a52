/** What stands for something that differs each time. */
import { expect } from 'vitest';
import { readTable } from '../support/kubectl-table.ts';
import type { KubectlTerminal } from '../support/kubectl-terminal.ts';
import type { Terminal } from '../support/terminal.ts';

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

/** A line for a shell in a pod, and what it prints until its prompt is back: `root@tmp01:/# `. */
export async function typeInPod(terminal: Terminal, line: string): Promise<string[]> {
  const printed = await terminal.typeUntil(line, new RegExp(`${line.replaceAll('.', '\\.')}\\n[^]*# $`));
  return printed
    .slice(printed.indexOf(`${line}\n`))
    .split('\n')
    .slice(1, -1)
    .filter(Boolean);
}

/** A list such as `kubectl describe` prints: names, and what is behind their colon. */
export function readDescription(lines: readonly string[]): Record<string, string> {
  const fields = lines.map((line) => /^\s*-?\s*([A-Z][\w ()-]*?):\s*(.*)$/.exec(line) ?? []);
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value]));
}

export interface Proxy {
  readonly port: string;
  end(): Promise<void>;
}

/** The labels in what `kubectl describe` prints. */
export function readLabels(lines: readonly string[]): string[] {
  const from = lines.findIndex((line) => line.startsWith('Labels:'));
  const to = lines.findIndex((line) => line.startsWith('Annotations:'));
  return lines.slice(from, to).map((line) => line.replace('Labels:', '').trim());
}

/** `kubectl proxy` in the background; unless the options name a port it picks a free one. */
export async function startProxy(terminal: Terminal, options = '--port=0'): Promise<Proxy> {
  const { text } = await terminal.type(`kubectl proxy ${options} &`);
  const said = PROXY_SAYS.test(text) ? text : await terminal.waitFor(PROXY_SAYS);
  const port = PROXY_SAYS.exec(said)?.[1];
  // A port that options name, or the usual one, may be another's for a while.
  if (port === undefined) return await startProxy(terminal, options);
  return {
    port,
    async end() {
      await terminal.type('kill %%; wait %%');
    },
  };
}

const PROXY_SAYS = /Starting to serve on \S+:(\d+)\n|address already in use/;

export interface PodWatch {
  /** All that has been printed since the last call, up to a line like `web-0 1/1 Running`; each state once. */
  until(state: string): Promise<string[]>;
}

/** `kubectl get pods -w`, in the background of a terminal of its own, and under way: it says so with `-v 6`. */
export async function watchPods(terminal: Terminal, options: string): Promise<PodWatch> {
  const { text } = await terminal.type(`kubectl get pods -w ${options} -v 6 &`);
  if (!WATCHES.test(text)) await terminal.waitFor(WATCHES);
  return {
    async until(state) {
      const columns = state.replaceAll(' ', ' +').replaceAll('.', '\\.');
      const printed = await terminal.waitFor(new RegExp(`^${columns} .*\\n`, 'm'));
      const rows = printed.split('\n').map((line) => line.split(/ +/));
      const states = rows.filter(([, ready]) => /^\d+\/\d+$/.test(ready ?? '')).map((row) => row.slice(0, 3).join(' '));
      return states.filter((one, i) => one !== states[i - 1]);
    },
  };
}

const WATCHES = /watch=true.*200 OK/;
