/** nslookup of busybox from 1.29 on: all names of the search list are asked for at once, and each reply is shown. */
import type { DnsRecord } from '../../../network/pod-network.ts';
import { askServers, serversOf, withoutDot } from '../../ask-server.ts';
import { isAddress, resolverConfigOf, reverseName } from '../../lookup-host.ts';
import { fail, type Process } from '../../process.ts';

const TYPES = ['A', 'AAAA'];

export async function runBusybox(process: Process): Promise<number> {
  const { args, container, stdout } = process;
  const words = args.slice(1);
  const types = words.flatMap((word) => /^-(?:type|querytype|q|query)=(.+)$/.exec(word)?.[1]?.toUpperCase() ?? []);
  const [name, server] = words.filter((word) => !word.startsWith('-'));
  if (name === undefined) return fail(process, 'usage: nslookup [-type=QUERY_TYPE] HOST [DNS_SERVER]');
  const servers = await serversOf(process, server).catch(() => []);
  if (servers.length === 0) return fail(process, `bad address '${server ?? ''}'`);
  const questions =
    types.length === 0 && isAddress(name)
      ? [{ name: reverseName(name), type: 'PTR' }]
      : (types.length > 0 ? types : TYPES).flatMap((type) =>
          namesOf(name, container).map((full) => ({ name: full, type })),
        );
  let code = 0;
  let isFirst = true;
  for (const question of questions) {
    const found = await askServers(process, servers, question);
    if (!found) {
      await stdout.write(';; connection timed out; no servers could be reached\n\n');
      return 1;
    }
    if (isFirst) await stdout.write(`Server:\t\t${server ?? found.server}\nAddress:\t${found.server}:53\n\n`);
    isFirst = false;
    const { rcode, authoritative, answer } = found.reply;
    if (rcode !== 'NOERROR') {
      await stdout.write(`** server can't find ${withoutDot(question.name)}: ${rcode}\n\n`);
      code = 1;
    } else {
      await stdout.write(`${authoritative ? '' : 'Non-authoritative answer:\n'}${answer.map(recordText).join('')}\n`);
    }
  }
  return code;
}

/** Names with a dot are asked for as they are. */
function namesOf(name: string, container: Process['container']): string[] {
  const { search } = resolverConfigOf(container);
  if (name.includes('.') || search.length === 0) return [name.endsWith('.') ? name : `${name}.`];
  return search.map((domain) => `${name}.${withoutDot(domain)}.`);
}

const LABELS: Readonly<Record<string, string>> = {
  CNAME: 'canonical name',
  PTR: 'name',
  NS: 'nameserver',
  MX: 'mail exchanger',
  SRV: 'service',
  TXT: 'text',
};

function recordText({ name, type, data }: DnsRecord): string {
  const owner = withoutDot(name);
  if (type === 'A' || type === 'AAAA') return `Name:\t${owner}\nAddress: ${data}\n`;
  const label = LABELS[type];
  return label === undefined ? '' : `${owner}\t${label} = ${withoutDot(data)}\n`;
}
