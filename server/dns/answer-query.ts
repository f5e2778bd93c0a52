/** Who answers what: the first of the handlers that knows the name. */
import { type Cidr, cidrContains } from '../lib/cidr.ts';
import { parseIp } from '../lib/ip-address.ts';
import { answerInClusterZone, type ZoneAnswer } from './cluster-zone.ts';
import { type DomainName, labelsAbove, zoneWithin } from './domain-name.ts';
import { type Answer, bareAnswer, CLASS_IN, type Query, TYPES } from './message.ts';
import { addressOfReverseName, answerInReverseZone, REVERSE_ZONES } from './reverse-zone.ts';
import type { Upstream } from './upstream.ts';
import type { ZoneOptions, ZoneQuestion } from './zone.ts';

/** What is to be said, or what another server said, ready to be sent. */
export type Outcome = Answer | { forwarded: Buffer };
export type MaybeLater<T> = T | Promise<T>;

/** Undefined when somebody else is to answer. */
type Handler = (query: Query) => MaybeLater<Outcome> | undefined;

export interface AnswerOptions extends ZoneOptions {
  clusterZone: DomainName;
  /** Names that are not ours are refused when left out. */
  upstream?: Upstream | undefined;
  /** The addresses of the cluster: others have no business with their names. */
  networks: readonly Cidr[];
}

const EDNS_VERSION = 0;

/** Add yours here. */
export function createQueryAnswerer(options: AnswerOptions): (query: Query) => MaybeLater<Outcome> {
  const handlers: readonly Handler[] = [
    refusal,
    clusterZone(options),
    reverseZone(options, 4),
    reverseZone(options, 6),
    ...(options.upstream ? [forwarding(options.upstream)] : []),
  ];
  return (query) => {
    for (const handle of handlers) {
      const outcome = handle(query);
      if (outcome) return outcome;
    }
    return bareAnswer('REFUSED');
  };
}

function refusal({ question, edns }: Query): Answer | undefined {
  if (question.class !== CLASS_IN) return bareAnswer('REFUSED');
  if (edns && edns.version !== EDNS_VERSION) return bareAnswer('BADVERS');
  const isTransfer = question.type === TYPES.AXFR || question.type === TYPES.IXFR;
  return isTransfer ? bareAnswer('REFUSED') : undefined;
}

function clusterZone(options: AnswerOptions): Handler {
  return (query) => {
    const question = questionWithin(query, options.clusterZone);
    return question && completed(answerInClusterZone(options, question), question.type, options.upstream);
  };
}

function reverseZone(options: AnswerOptions, family: 4 | 6): Handler {
  return (query) => {
    const question = questionWithin(query, REVERSE_ZONES[family]);
    if (!question) return undefined;
    const answer = answerInReverseZone({ ...options, family }, question);
    const isForOthers = answer.rcode === 'NXDOMAIN' && options.upstream && !isOurs(options.networks, question, family);
    return isForOthers ? undefined : answer;
  };
}

function forwarding(upstream: Upstream): Handler {
  return async (query) => {
    const forwarded = await upstream.forward(query);
    return forwarded ? { forwarded } : bareAnswer('SERVFAIL');
  };
}

function questionWithin({ question: { name, type } }: Query, origin: DomainName): ZoneQuestion | undefined {
  const zone = zoneWithin(name, origin);
  return zone === undefined ? undefined : { name, type, zone, labels: labelsAbove(name, zone) };
}

/** Adds what the upstream server knows of names outside to which CNAMEs led. */
function completed(
  { outside = [], ...answer }: ZoneAnswer,
  type: number,
  upstream: Upstream | undefined,
): MaybeLater<Answer> {
  if (!upstream || outside.length === 0) return answer;
  const addressType = type === TYPES.A ? 'A' : 'AAAA';
  return Promise.all(outside.map((name) => upstream.lookUp(name, addressType))).then((found) => {
    return { ...answer, answer: [...answer.answer, ...found.flat()] };
  });
}

function isOurs(networks: readonly Cidr[], { labels }: ZoneQuestion, family: 4 | 6): boolean {
  const ip = parseIp(addressOfReverseName(labels, family) ?? '');
  return ip !== undefined && networks.some((network) => cidrContains(network, ip));
}
