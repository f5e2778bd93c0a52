/** nslookup of BIND 9 (bind-utils, dnsutils). */
import type { DnsMessage, DnsRecord } from '../../../network/pod-network.ts';
import { candidateNames } from '../../../network/resolver-config.ts';
import { askServers, type ServerReply, serversOf, withoutDot } from '../../ask-server.ts';
import { isAddress, resolverConfigOf, reverseName } from '../../lookup-host.ts';
import { readLines } from '../../pipe.ts';
import type { Process } from '../../process.ts';

interface Settings {
  /** Undefined: addresses of both kinds, or the name of an address. */
  type: string | undefined;
  server: string | undefined;
  port: string;
}

export async function runBind(process: Process): Promise<number> {
  const settings: Settings = { type: undefined, server: undefined, port: '53' };
  const operands: string[] = [];
  for (const word of process.args.slice(1)) {
    const [, name = '', value = ''] = /^-([a-z]+)(?:=(.*))?$/.exec(word) ?? [];
    if (!word.startsWith('-') || word === '-') operands.push(word);
    else set(settings, name, value);
  }
  const [name, server] = operands;
  if (server !== undefined) settings.server = server;
  if (name === undefined || name === '-') return interact(process, settings);
  return lookup(process, name, settings);
}

function set(settings: Settings, name: string, value: string): void {
  if (/^(type|querytype|query|q|ty|qt)$/.test(name)) settings.type = value.toUpperCase();
  else if (name === 'port') settings.port = value;
}

/** Without a name it asks for commands. */
async function interact(process: Process, settings: Settings): Promise<number> {
  const { stdin, stdout } = process;
  await stdout.write('> ');
  for await (const { text } of readLines(stdin)) {
    const [word = '', ...rest] = text.trim().split(/\s+/);
    if (word === 'exit') return 0;
    if (word === 'set') {
      const [, name = '', value = ''] = /^([a-z]+)=?(.*)$/.exec(rest[0] ?? '') ?? [];
      set(settings, name, value);
    } else if (word === 'server' || word === 'lserver') {
      settings.server = rest[0];
      await stdout.write(`Default server: ${rest[0]}\nAddress: ${rest[0]}#${settings.port}\n`);
    } else if (word !== '') await lookup(process, word, { ...settings, server: rest[0] ?? settings.server });
    await stdout.write('> ');
  }
  await stdout.write('\n');
  return 0;
}

async function lookup(process: Process, name: string, { type, server, port }: Settings): Promise<number> {
  const { container, stdout } = process;
  const servers = await serversOf(process, server).catch(() => []);
  if (server !== undefined && servers.length === 0) {
    await stdout.write(`nslookup: couldn't get address for '${server}': not found\n`);
    return 1;
  }
  const isReverse = type === undefined && isAddress(name);
  const names = isReverse ? [reverseName(name)] : candidateNames(name, resolverConfigOf(container));
  const wanted = isReverse ? 'PTR' : (type ?? 'A');
  const found = await firstAnswer(process, { names, type: wanted, servers });
  if (!found) {
    await stdout.write(';; connection timed out; no servers could be reached\n\n');
    return 1;
  }
  if (!isReverse || found.reply.rcode !== 'NOERROR') {
    await stdout.write(`Server:\t\t${server ?? found.server}\nAddress:\t${found.server}#${port}\n\n`);
  }
  if (found.reply.rcode !== 'NOERROR') {
    const shown = isReverse ? withoutDot(found.name) : found.reply.rcode === 'NXDOMAIN' ? name : withoutDot(found.name);
    await stdout.write(`** server can't find ${shown}: ${found.reply.rcode}\n\n`);
    return 1;
  }
  const alsoV6 =
    type === undefined && !isReverse
      ? await askServers(process, servers, { name: found.name, type: 'AAAA' })
      : undefined;
  await stdout.write(answerText(found, alsoV6?.reply, name));
  return 0;
}

interface NamedReply extends ServerReply {
  readonly name: string;
}

/** The first name of the search list that exists decides; else the last one that was asked for. */
async function firstAnswer(
  process: Process,
  { names, type, servers }: { names: readonly string[]; type: string; servers: readonly string[] },
): Promise<NamedReply | undefined> {
  let last: NamedReply | undefined;
  for (const name of names) {
    const asked = await askServers(process, servers, { name, type });
    if (!asked) return undefined;
    last = { ...asked, name };
    if (asked.reply.rcode !== 'NXDOMAIN') return last;
  }
  return last;
}

function answerText({ reply, name: owner }: NamedReply, v6: DnsMessage | undefined, typed: string): string {
  const head = reply.authoritative ? '' : 'Non-authoritative answer:\n';
  const more = v6?.answer.filter(({ type }) => type === 'AAAA') ?? [];
  if (reply.answer.length === 0 && more.length === 0) {
    return `${head}*** Can't find ${typed.endsWith('.') ? owner : typed}: No answer\n\n`;
  }
  return `${head}${[...reply.answer, ...more].map(recordText).join('')}\n`;
}

const LABELS: Readonly<Record<string, string>> = {
  CNAME: 'canonical name',
  PTR: 'name',
  NS: 'nameserver',
  SRV: 'service',
  TXT: 'text',
  MX: 'mail exchanger',
};

function recordText({ name, type, data }: DnsRecord): string {
  const owner = withoutDot(name);
  if (type === 'A' || type === 'AAAA') return `Name:\t${owner}\nAddress: ${data}\n`;
  const label = LABELS[type];
  if (label !== undefined) return `${owner}\t${label} = ${data}\n`;
  if (type !== 'SOA') return `${owner}\trdata_${type} = ${data}\n`;
  const [origin, mail, serial, refresh, retry, expire, minimum] = data.split(' ');
  const lines = [
    `origin = ${withoutDot(origin ?? '')}`,
    `mail addr = ${withoutDot(mail ?? '')}`,
    `serial = ${serial}`,
    `refresh = ${refresh}`,
    `retry = ${retry}`,
    `expire = ${expire}`,
    `minimum = ${minimum}`,
  ];
  return `${owner}\n${lines.map((line) => `\t${line}\n`).join('')}`;
}
