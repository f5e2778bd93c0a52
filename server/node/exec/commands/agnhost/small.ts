/** Subcommands of a few lines. */
import { parseDuration } from '../../../../lib/clock.ts';
import { NetworkError } from '../../../network/network-error.ts';
import { addressesOf, connectTo } from '../../http-call.ts';
import { resolverConfigOf } from '../../lookup-host.ts';
import { pause as pauseFor } from '../../process.ts';
import { readFlags } from './go-flags.ts';
import type { Subcommand } from './subcommand.ts';

export const pause: Subcommand = async (process) => {
  await process.stdout.write('Paused\n');
  await pauseFor(process, Number.POSITIVE_INFINITY);
  return 0;
};

export const entrypointTester: Subcommand = async ({ args, stdout }) => {
  await stdout.write(`[${args.join(' ')}]\n`);
  return 0;
};

export const dnsSuffix: Subcommand = async ({ container, stdout }) => {
  await stdout.write(`${resolverConfigOf(container).search.join(',')}\n`);
  return 0;
};

export const dnsServerList: Subcommand = async ({ container, stdout }) => {
  await stdout.write(`${resolverConfigOf(container).nameservers.join(',')}\n`);
  return 0;
};

export const etcHosts: Subcommand = async ({ container, stdout }) => {
  await stdout.write(container.files.read('/etc/hosts'));
  return 0;
};

export const connect: Subcommand = async (process, args) => {
  const { operands } = readFlags(args);
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(operands[0] ?? '') ?? [];
  const refuse = async (text: string) => {
    await process.stderr.write(`${text}\n`);
    return 1;
  };
  if (port === '') return refuse(`UNKNOWN: address ${operands[0] ?? ''}: missing port in address`);
  try {
    const { connection } = await connectTo(process, await addressesOf(process, host), Number(port));
    connection.destroy();
    return 0;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    if (error.code === 'ENOTFOUND') return refuse(`DNS: lookup ${host}: no such host`);
    if (error.code === 'ECONNREFUSED') return refuse('REFUSED');
    return refuse(error.code === 'ETIMEDOUT' ? 'TIMEOUT' : `OTHER: ${error.message.toLowerCase()}`);
  }
};

const METHODS = ['GET', 'POST', 'PUT'];
const NAMESPACES = ['kube-system', 'default', 'ns'];

export const logsGenerator: Subcommand = async (process, args) => {
  const { container, stderr } = process;
  const flags = readFlags(args);
  const total = Number(flags.text('log-lines-total') ?? flags.text('t') ?? 0);
  const duration = parseDuration(flags.text('run-duration') ?? flags.text('d') ?? '0s');
  if (!(total > 0) || !(duration > 0)) {
    await stderr.write(`Invalid ${total > 0 ? 'duration' : 'total number of lines'}\n`);
    return 255;
  }
  for (let id = 0; id < total; id++) {
    const time = new Date(container.clock.now()).toISOString().slice(5, 23).replace('-', '').replace('T', ' ');
    const method = METHODS[container.random(METHODS.length)];
    const namespace = NAMESPACES[container.random(NAMESPACES.length)];
    const pod = container
      .random(36 ** 4)
      .toString(36)
      .padStart(4, 'x');
    const path = `/api/v1/namespaces/${namespace}/pods/${pod}`;
    await stderr.write(
      `I${time}000       1 logs_generator.go:76] ${id} ${method} ${path} ${200 + container.random(400)}\n`,
    );
    await pauseFor(process, duration / total);
  }
  return 0;
};
