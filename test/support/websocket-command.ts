/** Exec and attach as clients speak that use WebSockets: channels are numbered by the first byte of each message. */
import { Buffer } from 'node:buffer';
import WebSocket from 'ws';
import type { Cluster } from '../../server/cluster.ts';
import { type CommandCall, type CommandResult, commandUrl, UpgradeRefused } from './remote-command.ts';

const [STDIN, STDOUT, STDERR, ERROR, RESIZE] = [0, 1, 2, 3, 4];
const CLOSE = 255;

export interface OpenCommand {
  /** What has come so far. */
  readonly stdout: string;
  type(text: string): void;
  resize(width: number, height: number): void;
  /** Closes the input: version 5 can say so. */
  endInput(): void;
  /** Goes away without a word. */
  terminate(): void;
  readonly ended: Promise<CommandResult>;
}

/** Rejects with UpgradeRefused. */
export async function openWebSocketCommand(
  cluster: Pick<Cluster, 'url'>,
  call: CommandCall,
  protocol = 'v5.channel.k8s.io',
): Promise<OpenCommand> {
  const target = commandUrl(cluster, call);
  target.protocol = 'ws';
  const socket = new WebSocket(target, [protocol]);
  const isText = protocol.includes('base64');
  const texts = new Map<number, Buffer[]>();
  const textOf = (channel: number) => Buffer.concat(texts.get(channel) ?? []).toString('utf8');
  const send = (channel: number, data: Buffer) =>
    socket.send(isText ? `${channel}${data.toString('base64')}` : Buffer.concat([Buffer.from([channel]), data]));
  socket.on('message', (data: Buffer) => {
    const channel = isText ? data.readUInt8(0) - 0x30 : data.readUInt8(0);
    const rest = data.subarray(1);
    const payload = isText ? Buffer.from(rest.toString('latin1'), 'base64') : rest;
    const known = texts.get(channel);
    if (known) known.push(payload);
    else texts.set(channel, [payload]);
  });
  const ended = new Promise<CommandResult>((resolve) => {
    socket.on('close', () => {
      const said = textOf(ERROR);
      const isStatus = said.startsWith('{');
      const status = isStatus ? JSON.parse(said) : { message: said, ...(said === '' && { status: 'Success' }) };
      resolve({ stdout: textOf(STDOUT), stderr: textOf(STDERR), status });
    });
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => resolve());
    socket.on('error', reject);
    socket.on('unexpected-response', (_request, response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => reject(new UpgradeRefused(response.statusCode ?? 0, Buffer.concat(chunks).toString())));
    });
  });
  return {
    get stdout() {
      return textOf(STDOUT);
    },
    type: (text) => send(STDIN, Buffer.from(text)),
    resize: (Width, Height) => send(RESIZE, Buffer.from(JSON.stringify({ Width, Height }))),
    endInput: () => send(CLOSE, Buffer.from([STDIN])),
    terminate: () => socket.terminate(),
    ended,
  };
}

/** Runs a command to its end. */
export async function runOverWebSocket(
  cluster: Pick<Cluster, 'url'>,
  call: CommandCall,
  protocol?: string,
): Promise<CommandResult> {
  const command = await openWebSocketCommand(cluster, call, protocol);
  if (call.stdin !== undefined) {
    command.type(call.stdin);
    command.endInput();
  }
  return await command.ended;
}
