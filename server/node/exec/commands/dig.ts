import type { DnsMessage, DnsRecord } from '../../network/pod-network.ts';
import { candidateNames } from '../../network/resolver-config.ts';
import { askServers, serversOf } from '../ask-server.ts';
import { resolverConfigOf, reverseName } from '../lookup-host.ts';
import type { Command, Process } from '../process.ts';
import { formatTime } from './date.ts';

/** `dig [@SERVER] NAME [TYPE] [-x ADDRESS] [+short] [+search] [+noall +answer …]` */
export const dig: Command = { name: 'dig', run };

interface DigCall {
  /** As they were given. */
  words: readonly string[];
  server: string | undefined;
  name: string;
  type: string;
  isReverse: boolean;
  flags: Map<string, boolean>;
}

const TYPES = new Set([
  'A',
  'AAAA',
  'ANY',
  'CNAME',
  'MX',
  'NS',
  'PTR',
  'SOA',
  'SRV',
  'TXT',
  'AXFR',
  'CAA',
  'HTTPS',
  'DS',
]);
const SECTIONS = ['cmd', 'comments', 'question', 'answer', 'authority', 'additional', 'stats'];

async function run(process: Process): Promise<number> {
  const { args, container, stdout } = process;
  const call = readCall(args.slice(1));
  const { name, type, server, flags } = call;
  const servers = await serversOf(process, server).catch(() => []);
  if (servers.length === 0) {
    await stdout.write(`dig: couldn't get address for '${server}': not found\n`);
    return 10;
  }
  const names = flags.get('search')
    ? candidateNames(name, resolverConfigOf(container))
    : [name.endsWith('.') ? name : `${name}.`];
  let asked: Awaited<ReturnType<typeof askServers>>;
  let full = names[0] ?? '.';
  const before = container.clock.now();
  for (const candidate of names) {
    full = candidate;
    asked = await askServers(process, servers, { name: candidate, type });
    if (asked?.reply.rcode !== 'NXDOMAIN') break;
  }
  if (!asked) {
    await stdout.write(`${header(call)};; connection timed out; no servers could be reached\n`);
    return 9;
  }
  if (flags.get('short')) await stdout.write(asked.reply.answer.map(({ data }) => `${data}\n`).join(''));
  else
    await stdout.write(
      wholeText(call, {
        ...asked,
        full,
        now: before,
        milliseconds: container.clock.now() - before,
        id: container.random(65536),
      }),
    );
  return 0;
}

function readCall(words: readonly string[]): DigCall {
  const call: DigCall = { words, server: undefined, name: '', type: '', isReverse: false, flags: new Map() };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word.startsWith('@')) call.server = word.slice(1);
    else if (word.startsWith('+')) setFlag(call.flags, word.slice(1));
    else if (word === '-x')
      Object.assign(call, { name: reverseName(rest.shift() ?? ''), isReverse: true, type: 'PTR' });
    else if (word === '-t') call.type = (rest.shift() ?? '').toUpperCase();
    else if (word === '-p' || word === '-c' || word === '-b') rest.shift();
    else if (word === '-q') call.name = rest.shift() ?? '';
    else if (word.startsWith('-')) continue;
    else if (TYPES.has(word.toUpperCase()) && call.type === '') call.type = word.toUpperCase();
    else if (word.toUpperCase() !== 'IN') call.name = word;
  }
  if (call.name === '') Object.assign(call, { name: '.', type: call.type || 'NS' });
  return { ...call, type: call.type || 'A' };
}

function setFlag(flags: Map<string, boolean>, word: string): void {
  const [, no, name = ''] = /^(no)?([a-z]+)/.exec(word) ?? [];
  if (name === 'all') for (const section of SECTIONS) flags.set(section, no === undefined);
  else flags.set(name, no === undefined);
}

function shows({ flags }: DigCall, section: string): boolean {
  return flags.get(section) ?? true;
}

function header(call: DigCall): string {
  if (!shows(call, 'cmd')) return '';
  const { words, server } = call;
  const found = server === undefined ? '' : '; (1 server found)\n';
  return `\n; <<>> DiG 9.20 <<>> ${words.join(' ')}\n${found};; global options: +cmd\n`;
}

interface Asked {
  server: string;
  reply: DnsMessage;
  full: string;
  now: number;
  milliseconds: number;
  id: number;
}

function wholeText(call: DigCall, asked: Asked): string {
  const { reply, full } = asked;
  const parts = [header(call)];
  const hasComments = shows(call, 'comments');
  if (hasComments) parts.push(headText(asked));
  if (shows(call, 'question')) {
    parts.push(
      `${hasComments ? ';; QUESTION SECTION:\n' : ''}${columns([`;${full}`, 'IN', call.type], STOPS.slice(1))}\n\n`,
    );
  }
  for (const section of ['answer', 'authority', 'additional'] as const) {
    if (reply[section].length === 0 || !shows(call, section)) continue;
    const title = hasComments ? `;; ${section.toUpperCase()} SECTION:\n` : '';
    parts.push(`${title}${reply[section].map(recordLine).join('')}${hasComments ? '\n' : ''}`);
  }
  if (shows(call, 'stats')) parts.push(statsText(asked));
  return parts.join('');
}

const MULTICAST =
  ';; WARNING: .local is reserved for Multicast DNS\n' +
  ';; You are currently testing what happens when an mDNS query is leaked to DNS\n';

function headText({ reply, id, full }: Asked): string {
  const flags = ['qr', ...(reply.authoritative ? ['aa'] : []), ...(reply.truncated ? ['tc'] : []), 'rd'];
  const counts = `QUERY: 1, ANSWER: ${reply.answer.length}, AUTHORITY: ${reply.authority.length}, ADDITIONAL: ${reply.additional.length + 1}`;
  return (
    `;; Got answer:\n${/\.local\.$/i.test(full) ? MULTICAST : ''};; ->>HEADER<<- opcode: QUERY, status: ${reply.rcode}, id: ${id}\n` +
    `;; flags: ${flags.join(' ')}; ${counts}\n;; WARNING: recursion requested but not available\n\n` +
    ';; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: 1232\n'
  );
}

function statsText({ server, now, milliseconds, reply, full }: Asked): string {
  const records = [...reply.answer, ...reply.authority, ...reply.additional];
  // Names that come again take two bytes.
  const size = 12 + full.length + 5 + 11 + records.reduce((sum, { data }) => sum + 12 + data.length, 0);
  return (
    `;; Query time: ${milliseconds} msec\n;; SERVER: ${server}#53(${server}) (UDP)\n` +
    `;; WHEN: ${formatTime('%a %b %d %H:%M:%S UTC %Y', now)}\n;; MSG SIZE  rcvd: ${size}\n\n`
  );
}

function recordLine({ name, ttl, type, data }: DnsRecord): string {
  return `${columns([name, String(ttl), 'IN', type, data])}\n`;
}

/** Where the time to live, the class, the type and the data stand. */
const STOPS = [24, 32, 40, 48];
const TAB = 8;

/** Each cell at its place, or a blank after the one before: with tabs as far as they lead. */
function columns([first = '', ...rest]: readonly string[], stops: readonly number[] = STOPS): string {
  let line = first;
  // The semicolon before a question does not count.
  let width = first.replace(/^;/, '').length;
  for (const [index, cell] of rest.entries()) {
    const to = Math.max(stops[index] ?? 0, width + 1);
    const tabs = Math.floor(to / TAB) - Math.floor(width / TAB);
    const from = tabs > 0 ? Math.floor(to / TAB) * TAB : width;
    line += '\t'.repeat(tabs) + ' '.repeat(to - from) + cell;
    width = to + cell.length;
  }
  return line;
}
