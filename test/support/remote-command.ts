/** What clients of exec, attach and port-forward have in common, whatever they speak. */
import type { Cluster } from '../../server/cluster.ts';

export interface CommandCall {
  readonly pod: string;
  readonly container?: string;
  /** Left out: attach. */
  readonly command?: readonly string[];
  /** What is typed, all at once; then the input ends. Left out: no input. */
  readonly stdin?: string;
  readonly tty?: boolean;
}

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  /** What came over the error stream. */
  readonly status: CommandStatus;
}

export interface CommandStatus {
  readonly status?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly details?: { readonly causes?: readonly { readonly reason: string; readonly message: string }[] };
}

/** The server refused to change protocols. */
export class UpgradeRefused extends Error {
  readonly code: number;
  readonly body: string;
  constructor(code: number, body: string) {
    super(`${code}: ${body}`);
    this.code = code;
    this.body = body;
  }
}

export function commandUrl({ url }: Pick<Cluster, 'url'>, call: CommandCall): URL {
  const { pod, container, command, stdin, tty = false } = call;
  const target = new URL(`/api/v1/namespaces/default/pods/${pod}/${command ? 'exec' : 'attach'}`, url);
  for (const word of command ?? []) target.searchParams.append('command', word);
  if (container !== undefined) target.searchParams.set('container', container);
  if (stdin !== undefined) target.searchParams.set('stdin', 'true');
  target.searchParams.set('stdout', 'true');
  if (tty) target.searchParams.set('tty', 'true');
  else target.searchParams.set('stderr', 'true');
  return target;
}

export function exitCodeOf({ status, details }: CommandStatus): number {
  if (status === 'Success') return 0;
  const cause = details?.causes?.find(({ reason }) => reason === 'ExitCode');
  return cause ? Number(cause.message) : -1;
}
