/** HTTP requests of simulated programs, over the pod's network. TLS is not simulated: `https` is spoken in the clear. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { lookupHost } from './lookup-host.ts';
import { interruptionOf } from './pipe.ts';
import type { Process } from './process.ts';

export interface HttpCall {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | string | undefined;
}

export function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === 'https:' ? 443 : 80));
}

/** The first address that takes the connection. Rejects with the NetworkError of the last one. */
export async function connectTo(
  { container, signal }: Process,
  addresses: readonly string[],
  port: number,
): Promise<{ address: string; connection: Duplex }> {
  let failure: unknown;
  for (const address of addresses) {
    try {
      return { address, connection: await container.network.connect(address, port, signal) };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

export async function addressesOf({ container, signal }: Process, host: string): Promise<readonly string[]> {
  const name = host.replace(/^\[|\]$/g, '');
  return (await lookupHost(container, name, { signal })).addresses;
}

/** Rejects with Interrupted, or with Node's error when the answer cannot be understood. */
export function sendCall(
  { url, method, headers, body }: HttpCall,
  connection: Duplex,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const interrupted = () => {
      connection.destroy();
      reject(interruptionOf(signal));
    };
    signal.addEventListener('abort', interrupted, { once: true });
    const asked = httpRequest({
      method,
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host, ...headers, connection: 'close' },
      createConnection: () => connection,
    });
    asked.on('response', (response) => {
      response.on('close', () => signal.removeEventListener('abort', interrupted));
      resolve(response);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
