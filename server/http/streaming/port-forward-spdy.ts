/** Port forwarding over SPDY: a pair of streams, for data and for errors, each time a client connects. */
import type { Duplex } from 'node:stream';
import type { PortForward } from './port-forward.ts';
import { type SpdyStream, serveSpdy } from './spdy/serve-spdy.ts';

export const PORT_FORWARD_PROTOCOL = 'portforward.k8s.io';

interface Pair {
  error?: SpdyStream;
  data?: SpdyStream;
}

/** Resolves when the connection is closed. */
export async function servePortForward(transport: Duplex, { forward }: PortForward): Promise<void> {
  const pairs = new Map<string, Pair>();
  const connection = serveSpdy(transport, (stream) => {
    const type = stream.headers.get('streamtype');
    const port = portOf(stream.headers.get('port'));
    if (port === undefined || (type !== 'error' && type !== 'data')) return false;
    stream.data.on('error', () => {});
    const id = requestId(stream, type);
    const pair = pairs.get(id) ?? {};
    if (pair[type]) return false;
    pair[type] = stream;
    pairs.set(id, pair);
    if (pair.error && pair.data) {
      pairs.delete(id);
      void serve(forward, port, { error: pair.error.data, data: pair.data.data });
    }
    return true;
  });
  await connection.closed;
}

function portOf(text = ''): number | undefined {
  const port = Number(text);
  return /^\d+$/.test(text) && port > 0 && port < 65536 ? port : undefined;
}

/** Clients before 1.2 do not number their requests: they open the two streams one after the other. */
function requestId({ id, headers }: SpdyStream, type: 'error' | 'data'): string {
  return headers.get('requestid') ?? String(type === 'error' ? id : id - 2);
}

async function serve(
  forward: PortForward['forward'],
  port: number,
  { error, data }: { error: Duplex; data: Duplex },
): Promise<void> {
  const problem = await forward(port, data);
  data.end();
  error.end(problem);
}
