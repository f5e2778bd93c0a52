/** The files below /dev. */
import { Buffer } from 'node:buffer';
import type { Duplex } from 'node:stream';
import type { SimulatedContainer } from './container.ts';
import type { DeviceNode } from './files/file-node.ts';
import { lookupHost } from './lookup-host.ts';
import { duplexInput, duplexOutput } from './node-streams.ts';
import { type Input, NO_INPUT, NO_OUTPUT, type Output, throwIfInterrupted } from './pipe.ts';
import type { Terminal } from './terminal/terminal.ts';

export interface OpenDevice {
  readonly input?: Input;
  readonly output?: Output;
}

export function openDevice(
  device: DeviceNode['device'],
  by: {
    descriptors: ReadonlyMap<number, OpenDevice>;
    container: SimulatedContainer;
    terminal: Terminal | undefined;
  },
): OpenDevice {
  switch (device) {
    case 'zero':
      return { input: endless(() => Buffer.alloc(BLOCK)), output: NO_OUTPUT };
    case 'random':
      return { input: endless(() => randomBytes(by.container)), output: NO_OUTPUT };
    case 'full':
      return { input: NO_INPUT, output: { write: () => Promise.reject(new Error('No space left on device')) } };
    case 'tty':
      return by.terminal ?? { input: NO_INPUT, output: NO_OUTPUT };
    case 'stdin':
      return by.descriptors.get(0) ?? {};
    case 'stdout':
      return by.descriptors.get(1) ?? {};
    case 'stderr':
      return by.descriptors.get(2) ?? {};
    default:
      return { input: NO_INPUT, output: NO_OUTPUT };
  }
}

const BLOCK = 4096;

function endless(next: () => Buffer): Input {
  return {
    async read(signal) {
      throwIfInterrupted(signal);
      await new Promise((resolve) => setImmediate(resolve));
      return next();
    },
    unread: () => {},
  };
}

function randomBytes({ random }: SimulatedContainer): Buffer {
  return Buffer.from(Array.from({ length: 256 }, () => random(256)));
}

/** bash's `/dev/tcp/HOST/PORT`. */
export async function openTcp(
  container: SimulatedContainer,
  { host, port, signal }: { host: string; port: string; signal: AbortSignal },
): Promise<Required<OpenDevice> & { close(): void }> {
  const { addresses } = await lookupHost(container, host, { signal });
  const connection: Duplex = await container.network.connect(addresses[0] ?? host, Number(port), signal);
  return {
    input: duplexInput(connection),
    output: duplexOutput(connection),
    close: () => connection.destroy(),
  };
}
