/** Exec and attach, the same for all protocols: who may, what is run, and what is said in the end. */
import { finished } from 'node:stream/promises';
import type { ContainerStreams, Execution } from '../../api/pod-runtime.ts';
import type { Query } from '../query.ts';
import type { RequestInfo } from '../request-info.ts';
import { type CommandOptions, commandOptions } from './command-options.ts';
import { type CommandKind, type StreamStatus, statusOf } from './command-status.ts';
import { containerOf, type NodeParts, nodeOf, podOf } from './pod-location.ts';

/** A command that the API server has found nothing wrong with. */
export interface RemoteCommand {
  readonly kind: CommandKind;
  readonly options: CommandOptions;
  /** Asks the node. Rejects with what it says to a command that it does not take. */
  begin(): Promise<Execution>;
}

/** Throws ApiError for what the API server refuses. */
export function remoteCommand(
  parts: NodeParts,
  by: { kind: CommandKind; info: RequestInfo; query: Query },
): RemoteCommand {
  const { kind, info, query } = by;
  const options = commandOptions(query);
  const pod = podOf(parts.objects, info);
  const container = containerOf(pod, options.container);
  const runtime = nodeOf(parts, pod);
  const { name, namespace = '' } = pod.metadata;
  const { command, tty } = options;
  return {
    kind,
    options,
    begin: () => runtime[kind]({ namespace, name, container }, { command: kind === 'exec' ? command : [], tty }),
  };
}

/** Resolves when the command has ended and its output is sent. */
export async function runToEnd(
  execution: Execution,
  { kind, options }: RemoteCommand,
  streams: ContainerStreams,
): Promise<StreamStatus> {
  const ended = await execution.run(streams);
  for (const output of [streams.stdout, streams.stderr]) {
    output?.end();
    if (output) await finished(output, { readable: false }).catch(() => {});
  }
  return statusOf(ended, kind, options.command);
}
