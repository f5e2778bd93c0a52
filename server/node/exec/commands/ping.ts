import { NetworkError } from '../../network/network-error.ts';
import { lookupHost } from '../lookup-host.ts';
import { Interrupted, SIGINT } from '../pipe.ts';
import { type Command, fail, type Process, pause } from '../process.ts';
import { readOptions } from '../read-options.ts';

/** Pods and nodes answer; cluster IPs do not, as with kube-proxy. `ping [-c COUNT] [-i SECONDS] [-W SECONDS] HOST` */
export const ping: Command = {
  name: 'ping',
  aliases: ['ping6'],
  async run(process) {
    const options = readOptions(process.args.slice(1), {
      flags: [...'46nqv'],
      values: ['c', 'i', 'W', 'w', 's', 't', 'I'],
    });
    const [host] = options.operands;
    const isBusybox = process.container.flavour.sh === 'ash';
    if (host === undefined) return fail(process, 'usage error: Destination address required');
    let address: string;
    try {
      const found = await lookupHost(process.container, host, { signal: process.signal });
      address = found.addresses[0] ?? '';
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      return isBusybox ? fail(process, `bad address '${host}'`) : fail(process, `${host}: ${error.message}`, 2);
    }
    const count = Number(options.value('c') ?? Number.POSITIVE_INFINITY);
    const interval = Number(options.value('i') ?? 1) * 1000;
    const wait = Number(options.value('W', 'w') ?? 10) * 1000;
    return send(process, { host, address, count, interval, wait, form: isBusybox ? BUSYBOX : IPUTILS });
  },
};

interface Pinging {
  host: string;
  address: string;
  count: number;
  interval: number;
  wait: number;
  form: Form;
}

interface Form {
  head(host: string, address: string): string;
  reply(host: string, address: string, at: { number: number; time: string }): string;
  summary(host: string, sums: { sent: number; received: number; times: readonly number[]; elapsed: number }): string;
}

const IPUTILS: Form = {
  head: (host, address) => `PING ${host} (${address}) 56(84) bytes of data.\n`,
  reply: (host, address, { number, time }) =>
    `64 bytes from ${host === address ? address : `${host} (${address})`}: icmp_seq=${number} ttl=64 time=${time} ms\n`,
  summary(host, { sent, received, times, elapsed }) {
    const loss = `${lossOf(sent, received)}% packet loss, time ${elapsed}ms`;
    const head = `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${received} received, ${loss}\n`;
    const [least, mean, most] = spread(times);
    return times.length === 0 ? `${head}\n` : `${head}rtt min/avg/max/mdev = ${least}/${mean}/${most}/0.001 ms\n`;
  },
};

const BUSYBOX: Form = {
  head: (host, address) => `PING ${host} (${address}): 56 data bytes\n`,
  reply: (_, address, { number, time }) => `64 bytes from ${address}: seq=${number - 1} ttl=64 time=${time} ms\n`,
  summary(host, { sent, received, times }) {
    const counts = `${sent} packets transmitted, ${received} packets received, ${lossOf(sent, received)}% packet loss`;
    const [least, mean, most] = spread(times);
    const round = times.length === 0 ? '' : `round-trip min/avg/max = ${least}/${mean}/${most} ms\n`;
    return `\n--- ${host} ping statistics ---\n${counts}\n${round}`;
  },
};

function lossOf(sent: number, received: number): number {
  return sent === 0 ? 0 : Math.round((100 * (sent - received)) / sent);
}

function spread(times: readonly number[]): [string, string, string] {
  const mean = times.reduce((sum, time) => sum + time, 0) / Math.max(1, times.length);
  return [Math.min(...times), mean, Math.max(...times)].map((time) => time.toFixed(3)) as [string, string, string];
}

async function send(process: Process, { host, address, count, interval, wait, form }: Pinging): Promise<number> {
  const { container, stdout, signal } = process;
  const begun = container.clock.now();
  const times: number[] = [];
  let sent = 0;
  await stdout.write(form.head(host, address));
  const summary = () =>
    form.summary(host, { sent, received: times.length, times, elapsed: container.clock.now() - begun });
  try {
    while (sent < count) {
      sent++;
      const answers = container.network.answersPing(address);
      if (answers) {
        const time = 0.03 + container.random(60) / 1000;
        times.push(time);
        await stdout.write(form.reply(host, address, { number: sent, time: time.toFixed(3) }));
      }
      if (sent < count) await pause(process, interval);
      else if (!answers) await pause(process, wait);
    }
  } catch (error) {
    // ^C is how it is ended by hand: the sums come then too.
    if (!(error instanceof Interrupted) || error.signalNumber !== SIGINT || !signal.aborted) throw error;
    await process.lastWords(summary());
    return times.length > 0 ? 0 : 1;
  }
  await stdout.write(summary());
  return times.length > 0 ? 0 : 1;
}
