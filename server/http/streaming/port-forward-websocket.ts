/** Port forwarding over a WebSocket: two channels, for data and for errors, for each port in the query. */
import { Buffer } from 'node:buffer';
import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { statusError } from '../../api/errors.ts';
import { goQuote } from '../../api/field-error.ts';
import type { Query } from '../query.ts';
import { type Channels, codecOf, openChannels } from './channels.ts';
import type { PortForward } from './port-forward.ts';

export const PORT_FORWARD_PROTOCOLS: readonly string[] = ['v4.channel.k8s.io', 'v4.base64.channel.k8s.io'];

/** Throws what a node answers to ports that make no sense. */
export function portsOf(query: Query): number[] {
  const values = query.getAll('ports');
  if (values.length === 0) throw statusError(400, '', 'query parameter "ports" is required');
  return values.flatMap((value) => {
    if (value === '') throw statusError(400, '', 'query parameter "ports" cannot be empty');
    return value.split(',').map((text) => portOf(text));
  });
}

function portOf(text: string): number {
  const failed = `unable to parse ${goQuote(text)} as a port: strconv.ParseUint: parsing ${goQuote(text)}`;
  if (!/^\d+$/.test(text)) throw statusError(400, '', `${failed}: invalid syntax`);
  if (Number(text) > 65535) throw statusError(400, '', `${failed}: value out of range`);
  if (Number(text) === 0) throw statusError(400, '', `port ${goQuote(text)} must be > 0`);
  return Number(text);
}

/** Resolves when all its connections have ended. */
export async function forwardChannels(
  socket: WebSocket,
  { forward }: PortForward,
  { ports, protocol }: { ports: readonly number[]; protocol: string },
): Promise<void> {
  const channels = openChannels(socket, { codec: codecOf(protocol), canClose: false });
  const serve = async (port: number, index: number) => {
    const data = duplexOf(channels, index * 2);
    const error = channels.writable(index * 2 + 1);
    // The first message of each channel says the port.
    for (const writable of [data, error]) writable.write(Buffer.from([port & 0xff, port >> 8]));
    const problem = await forward(port, data);
    if (problem !== undefined) await new Promise<void>((resolve) => error.write(problem, () => resolve()));
  };
  await Promise.all(ports.map(serve));
  channels.close();
}

function duplexOf(channels: Channels, channel: number): Duplex {
  return Duplex.from({ readable: channels.readable(channel), writable: channels.writable(channel) });
}
