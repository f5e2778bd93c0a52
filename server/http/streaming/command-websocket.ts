/** Exec and attach over a WebSocket, as kubectl speaks since 1.30 and browsers always did. */
import type { WebSocket } from 'ws';
import type { ContainerStreams, Execution } from '../../api/pod-runtime.ts';
import { type Channels, codecOf, openChannels } from './channels.ts';
import { requireStreams } from './command-options.ts';
import { encodeStatus, refusedStatus, retoldStatus } from './command-status.ts';
import { type RemoteCommand, runToEnd } from './run-command.ts';
import { terminalSizes } from './terminal-sizes.ts';

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const ERROR = 3;
const RESIZE = 4;

const V5 = 'v5.channel.k8s.io';
/** Without any the client gets the first of the old ones. */
export const COMMAND_PROTOCOLS: readonly string[] = [
  V5,
  'v4.channel.k8s.io',
  'v4.base64.channel.k8s.io',
  'channel.k8s.io',
  'base64.channel.k8s.io',
];

/** A command for which a WebSocket may be opened. */
export interface SocketCommand {
  serve(socket: WebSocket): Promise<void>;
}

/**
 * In version 5 the API server takes the socket and then asks the node; before that, the node is asked first, and what it
 * refuses is an answer over HTTP.
 */
export async function socketCommand(command: RemoteCommand, protocol: string): Promise<SocketCommand> {
  const begin = async () => {
    requireStreams(command.options);
    return command.begin();
  };
  if (protocol === V5) return { serve: (socket) => serve(socket, command, { protocol, begin }) };
  const execution = await begin();
  return { serve: (socket) => serve(socket, command, { protocol, begin: async () => execution }) };
}

async function serve(
  socket: WebSocket,
  command: RemoteCommand,
  { protocol, begin }: { protocol: string; begin(): Promise<Execution> },
): Promise<void> {
  const isV5 = protocol === V5;
  const channels = openChannels(socket, { codec: codecOf(protocol), canClose: isV5 });
  const { stdout, stderr } = command.options;
  const streams = streamsOf(channels, command);
  await channels.greet(stdout ? STDOUT : stderr ? STDERR : ERROR);
  const status = await outcome(command, begin, streams);
  const text = encodeStatus(isV5 ? retoldStatus(status) : status, { asJson: protocol.startsWith('v') });
  if (text !== '') await written(channels, text);
  channels.close();
}

async function outcome(command: RemoteCommand, begin: () => Promise<Execution>, streams: ContainerStreams) {
  try {
    return await runToEnd(await begin(), command, streams);
  } catch (error) {
    return refusedStatus(error);
  }
}

function streamsOf(channels: Channels, { options }: RemoteCommand): ContainerStreams {
  return {
    ...(options.stdin && { stdin: channels.readable(STDIN) }),
    ...(options.stdout && { stdout: channels.writable(STDOUT) }),
    ...(options.stderr && { stderr: channels.writable(STDERR) }),
    ...(options.tty && { resize: terminalSizes(channels.readable(RESIZE)) }),
    signal: channels.closed,
  };
}

function written(channels: Channels, text: string): Promise<void> {
  return new Promise((resolve) => channels.writable(ERROR).write(text, () => resolve()));
}
