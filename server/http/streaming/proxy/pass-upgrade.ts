/** A connection that the client wants to use for something else (a WebSocket), handed through to the target. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RawUpgrade } from '../upgrades.ts';
import { connectTo, type ProxyPath } from './proxy-request.ts';
import type { ProxyTarget } from './proxy-target.ts';

/** Rejects with 503 when the target cannot be reached. What it answers, also that it refuses, is the answer. */
export async function passUpgrade(
  request: IncomingMessage,
  upgrade: RawUpgrade,
  { target, at }: { target: ProxyTarget; at: ProxyPath },
): Promise<{ served: Promise<void> }> {
  const connection = await connectTo(target);
  const client = upgrade.take();
  connection.write(requestHead(request, at));
  return { served: join(client, connection) };
}

function requestHead({ method, rawHeaders }: IncomingMessage, { path, query }: ProxyPath): string {
  const lines = [`${method} ${path}${query} HTTP/1.1`];
  for (let at = 0; at < rawHeaders.length; at += 2) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

async function join(client: Duplex, connection: Duplex): Promise<void> {
  await Promise.all([pipeline(client, connection), pipeline(connection, client)]).catch(() => {});
  client.destroy();
  connection.destroy();
}
