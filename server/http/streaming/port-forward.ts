/** One forwarded connection: bytes from a client's stream to a port of the pod and back. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { RequestInfo } from '../request-info.ts';
import { type NodeParts, nodeOf, podOf } from './pod-location.ts';

export interface PortForward {
  /** Resolves when the connection has ended on either side: with what went wrong, if anything. */
  forward(port: number, client: Duplex): Promise<string | undefined>;
}

/** Throws ApiError for what the API server refuses. */
export function portForward(parts: NodeParts, info: RequestInfo): PortForward {
  const pod = podOf(parts.objects, info);
  const runtime = nodeOf(parts, pod);
  const { namespace = '', name, uid } = pod.metadata;
  const sandbox = createHash('sha256').update(uid).digest('hex');
  return {
    async forward(port, client) {
      try {
        await join(client, await runtime.connect({ namespace, name }, port));
        return undefined;
      } catch (error) {
        return `error forwarding port ${port} to pod ${sandbox}, uid : ${explain(error, { port, sandbox })}`;
      }
    },
  };
}

/** As containerd says it. */
function explain(error: unknown, { port, sandbox }: { port: number; sandbox: string }): string {
  const { code, message } = error as { code?: string; message: string };
  if (code !== 'ECONNREFUSED') return message;
  const place = `inside namespace "${sandbox}"`;
  const dials = `IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6 [::1]:${port}: connect: connection refused`;
  const netns = `/var/run/netns/cni-${sandbox.slice(0, 8)}-${sandbox.slice(8, 12)}-${sandbox.slice(12, 16)}`;
  return `failed to execute portforward in network namespace "${netns}": failed to connect to localhost:${port} ${place}, ${dials} `;
}

/** Resolves when the pod has said all, or the client is gone. Rejects when the connection broke. */
async function join(client: Duplex, connection: Duplex): Promise<void> {
  client.pipe(connection);
  connection.pipe(client);
  const ended = once(connection, 'end');
  const gone = once(client, 'close');
  await Promise.race([ended, gone]);
  connection.destroy();
}
