import type { DnsRecord } from '../../network/pod-network.ts';
import { candidateNames } from '../../network/resolver-config.ts';
import { askServers, serversOf, withoutDot } from '../ask-server.ts';
import { isAddress, resolverConfigOf, reverseName } from '../lookup-host.ts';
import { type Command, fail, type Process } from '../process.ts';
import { readOptions } from '../read-options.ts';

const CODES: Readonly<Record<string, number>> = { FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 };

/** `host [-t TYPE] NAME [SERVER]` */
export const host: Command = {
  name: 'host',
  async run(process) {
    const { args, container, stdout } = process;
    const options = readOptions(args.slice(1), { flags: [...'alv46'], values: ['t', 'W'] });
    const [name, server] = options.operands;
    if (name === undefined) return fail(process, 'usage: host [-t type] name [server]');
    const servers = await serversOf(process, server).catch(() => []);
    if (server !== undefined) {
      await stdout.write(`Using domain server:\nName: ${server}\nAddress: ${servers[0]}#53\nAliases: \n\n`);
    }
    const asked = options.value('t')?.toUpperCase();
    const isReverse = asked === undefined && isAddress(name);
    const names = isReverse ? [reverseName(name)] : candidateNames(name, resolverConfigOf(container));
    const types = isReverse ? ['PTR'] : asked === undefined ? ['A', 'AAAA'] : [asked];
    return lookup(process, { name, names, types, servers });
  },
};

async function lookup(
  process: Process,
  { name, names, types, servers }: Record<'names' | 'types' | 'servers', readonly string[]> & { name: string },
): Promise<number> {
  const { stdout } = process;
  let rcode = 'NXDOMAIN';
  for (const candidate of names) {
    const records: DnsRecord[] = [];
    for (const type of types) {
      const found = await askServers(process, servers, { name: candidate, type });
      if (!found) {
        await stdout.write(';; connection timed out; no servers could be reached\n');
        return 1;
      }
      rcode = found.reply.rcode;
      if (rcode !== 'NOERROR') break;
      records.push(...found.reply.answer);
    }
    if (rcode === 'NXDOMAIN') continue;
    if (rcode === 'NOERROR' && records.length > 0) {
      await stdout.write(records.map(recordText).join(''));
      return 0;
    }
    if (rcode === 'NOERROR') {
      await stdout.write(`${withoutDot(candidate)} has no ${types[0]} record\n`);
      return 0;
    }
    break;
  }
  await stdout.write(`Host ${withoutDot(name)} not found: ${CODES[rcode] ?? 0}(${rcode})\n`);
  return 1;
}

const TEXTS: Readonly<Record<string, string>> = {
  A: 'has address',
  AAAA: 'has IPv6 address',
  CNAME: 'is an alias for',
  PTR: 'domain name pointer',
  NS: 'name server',
  MX: 'mail is handled by',
  SRV: 'has SRV record',
  TXT: 'descriptive text',
  SOA: 'has SOA record',
};

function recordText({ name, type, data }: DnsRecord): string {
  return `${withoutDot(name)} ${TEXTS[type] ?? `has ${type} record`} ${data}\n`;
}
