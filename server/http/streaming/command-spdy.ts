/** Exec and attach over SPDY/3.1, as kubectl speaks up to 1.29 and where WebSockets do not get through. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ContainerStreams } from '../../api/pod-runtime.ts';
import { type Clock, sleep } from '../../lib/clock.ts';
import { type CommandOptions, requireStreams } from './command-options.ts';
import { encodeStatus } from './command-status.ts';
import { type RemoteCommand, runToEnd } from './run-command.ts';
import { type SpdyConnection, type SpdyStream, serveSpdy } from './spdy/serve-spdy.ts';
import { negotiateProtocol, protocolHeader } from './spdy-handshake.ts';
import { terminalSizes } from './terminal-sizes.ts';
import { type RawUpgrade, switchProtocols } from './upgrades.ts';

const V4 = 'v4.channel.k8s.io';
const V3 = 'v3.channel.k8s.io';
const PROTOCOLS = [V4, V3, 'v2.channel.k8s.io', 'channel.k8s.io'];
/** Milliseconds that a client has to open its streams. */
const PATIENCE = 30_000;

/** Rejects with what the node refuses; once it has accepted, resolves when the command has ended. */
export async function spdyCommand(
  command: RemoteCommand,
  { request, upgrade, clock }: { request: IncomingMessage; upgrade: RawUpgrade; clock: Clock },
): Promise<{ served: Promise<void> }> {
  requireStreams(command.options);
  const execution = await command.begin();
  const protocol = negotiateProtocol(request, PROTOCOLS);
  const transport = switchProtocols(upgrade, protocolHeader(protocol));
  const opened = openStreams(transport, namesOf(command.options, protocol), clock);
  const serve = async () => {
    const { connection, streams } = await opened;
    if (!streams) return connection.close();
    const status = await runToEnd(execution, command, containerStreams(streams, connection));
    const text = encodeStatus(status, { asJson: protocol === V4 });
    streams.get('error')?.end(text === '' ? undefined : text);
    await connection.close();
  };
  return { served: serve() };
}

function namesOf({ stdin, stdout, stderr, tty }: CommandOptions, protocol: string): string[] {
  const canResize = protocol === V4 || protocol === V3;
  return [
    'error',
    ...(stdin ? ['stdin'] : []),
    ...(stdout ? ['stdout'] : []),
    ...(stderr ? ['stderr'] : []),
    ...(tty && canResize ? ['resize'] : []),
  ];
}

interface Opened {
  connection: SpdyConnection;
  /** Undefined when the client did not open all in time. */
  streams: ReadonlyMap<string, Duplex> | undefined;
}

async function openStreams(transport: Duplex, names: readonly string[], clock: Clock): Promise<Opened> {
  const streams = new Map<string, Duplex>();
  const done = new AbortController();
  const accept = ({ headers, data }: SpdyStream) => {
    const name = headers.get('streamtype') ?? '';
    data.on('error', () => {});
    streams.set(name, data);
    if (names.every((wanted) => streams.has(wanted))) done.abort();
    return true;
  };
  const connection = serveSpdy(transport, accept);
  void connection.closed.then(() => done.abort());
  await sleep(clock, PATIENCE, done.signal);
  const isComplete = names.every((wanted) => streams.has(wanted));
  return { connection, streams: isComplete ? streams : undefined };
}

function containerStreams(streams: ReadonlyMap<string, Duplex>, { closed }: SpdyConnection): ContainerStreams {
  const abort = new AbortController();
  void closed.then(() => abort.abort());
  const [stdin, stdout, stderr, resize] = ['stdin', 'stdout', 'stderr', 'resize'].map((name) => streams.get(name));
  return {
    ...(stdin && { stdin }),
    ...(stdout && { stdout }),
    ...(stderr && { stderr }),
    ...(resize && { resize: terminalSizes(resize) }),
    signal: abort.signal,
  };
}
