/**
 * Answers in the cluster's zone, by the Kubernetes DNS specification 1.1.0, and where that leaves a choice, as CoreDNS
 * answers.
 */
import { type DomainName, labelsAbove, zoneWithin } from './domain-name.ts';
import { findTargets, type Target } from './find-targets.ts';
import type { Host } from './host.ts';
import { type Answer, type NameRecord, type ResourceRecord, TYPES } from './message.ts';
import { type NameRequest, parseName } from './parse-name.ts';
import { serviceRecords } from './service-records.ts';
import {
  addressRecords,
  nameServer,
  nameServerAnswer,
  noData,
  noSuchName,
  positive,
  soaRecord,
  type ZoneOptions,
  type ZoneQuestion,
} from './zone.ts';

/** An answer whose CNAMEs may lead out of the zone, to names that somebody else must look up. */
export interface ZoneAnswer extends Answer {
  outside?: readonly DomainName[];
}

const SPECIFICATION_VERSION = '1.1.0';
const VERSION_TTL = 28_800;
/** Of CNAMEs that lead from one ExternalName to the next. */
const LONGEST_CHAIN = 8;

export function answerInClusterZone(options: ZoneOptions, question: ZoneQuestion): ZoneAnswer {
  const request = parseName(question.labels);
  switch (question.type) {
    case TYPES.A:
      return addressAnswer(options, question, 'A');
    case TYPES.AAAA:
      return addressAnswer(options, question, 'AAAA');
    case TYPES.SRV:
      return srvAnswer(options, question, request);
    case TYPES.CNAME:
      return aliasAnswer(options, question, request);
    case TYPES.TXT:
      return textAnswer(options, question, request);
    case TYPES.NS:
      // CoreDNS compares the name in lower case with the zone as it was asked.
      if (question.name.toLowerCase() === question.zone) return nameServerAnswer(options, question);
      return emptyAnswer(options, question, request);
    case TYPES.SOA:
      if (question.labels.length === 0) return positive([soaRecord(options, question.zone)]);
      // No look-up: NODATA for names that do not exist, too.
      return noData(options, question.zone);
    case TYPES.PTR:
      return existence(options, question, findTargets(options.index, request));
    default:
      return emptyAnswer(options, question, request);
  }
}

/** A type that no name here has. */
function emptyAnswer(options: ZoneOptions, question: ZoneQuestion, request: NameRequest): Answer {
  return existence(options, question, targetsOf(options, question, request));
}

function existence(options: ZoneOptions, { zone }: ZoneQuestion, targets: Target[] | undefined): Answer {
  return targets ? noData(options, zone) : noSuchName(options, zone);
}

/** As `findTargets`, and the name of this server too; that CoreDNS knows only below a zone in lower case. */
function targetsOf(options: ZoneOptions, { zone }: ZoneQuestion, request: NameRequest): Target[] | undefined {
  if (request.kind !== 'nameServer') return findTargets(options.index, request);
  return zone === zone.toLowerCase() ? [] : undefined;
}

function textAnswer(options: ZoneOptions, question: ZoneQuestion, request: NameRequest): Answer {
  const { name, zone } = question;
  if (request.kind === 'version') {
    return positive([{ type: 'TXT', owner: name, ttl: VERSION_TTL, text: SPECIFICATION_VERSION }]);
  }
  // NODATA for what has records, but NXDOMAIN for all else, the zone and its namespaces included: so CoreDNS.
  const targets = findTargets(options.index, request);
  return targets && targets.length > 0 ? noData(options, zone) : noSuchName(options, zone);
}

function aliasAnswer(options: ZoneOptions, question: ZoneQuestion, request: NameRequest): Answer {
  const targets = targetsOf(options, question, request);
  const host = targets?.[0]?.host;
  if (host?.type !== 'CNAME') return existence(options, question, targets);
  return positive([{ type: 'CNAME', owner: question.name, ttl: options.ttl, target: host.target }]);
}

function srvAnswer(options: ZoneOptions, question: ZoneQuestion, request: NameRequest): Answer {
  const targets = targetsOf(options, question, request);
  const { answer, additional } = serviceRecords(targets ?? [], { ...question, ttl: options.ttl });
  return answer.length > 0 ? positive(answer, additional) : existence(options, question, targets);
}

function addressAnswer(options: ZoneOptions, question: ZoneQuestion, type: 'A' | 'AAAA'): ZoneAnswer {
  const search: Search = { options, zone: question.zone, type, followed: new Set(), outside: [] };
  const records = findAddresses(search, question, 0);
  if (!records) return noSuchName(options, question.zone);
  if (records.length === 0) return noData(options, question.zone);
  return search.outside.length === 0 ? positive(records) : { ...positive(records), outside: search.outside };
}

interface Search {
  options: ZoneOptions;
  zone: DomainName;
  type: 'A' | 'AAAA';
  /** Names that were looked up: none is twice, so that loops end and no web of names takes long. */
  followed: Set<DomainName>;
  /** Where CNAMEs led out of the zone. */
  outside: DomainName[];
}

/** Undefined when there is no such name. `depth` is how many CNAMEs led here. */
function findAddresses(
  search: Search,
  { name, labels }: Pick<ZoneQuestion, 'name' | 'labels'>,
  depth: number,
): ResourceRecord[] | undefined {
  const { options, type, followed } = search;
  followed.add(name.toLowerCase());
  const hosts = hostsOf(search, labels);
  if (!hosts) return undefined;
  const records = addressRecords(
    hosts.filter((host) => host.type === type),
    { owner: name, ttl: options.ttl },
  );
  for (const host of hosts) {
    if (host.type !== 'CNAME') continue;
    const alias: NameRecord = { type: 'CNAME', owner: name, ttl: options.ttl, target: host.target };
    records.push(...followAlias(search, alias, depth));
  }
  return records;
}

/** An alias is answered together with what it leads to, or not at all, unless it leads out of the zone. */
function followAlias(search: Search, alias: NameRecord, depth: number): ResourceRecord[] {
  const { zone, followed, outside } = search;
  const { owner, target } = alias;
  const isBelowItself = zoneWithin(target, owner) !== undefined;
  if (isBelowItself || followed.has(target.toLowerCase()) || depth >= LONGEST_CHAIN) return [];
  const inside = zoneWithin(target, zone);
  if (inside === undefined) {
    outside.push(target);
    return [alias];
  }
  const labels = labelsAbove(target, inside);
  const found = findAddresses(search, { name: target, labels }, depth + 1);
  return found && found.length > 0 ? [alias, ...found] : [];
}

/** Each host once: slices may name it several times, and ports do. */
function hostsOf({ options, zone }: Search, labels: readonly string[]): Host[] | undefined {
  const request = parseName(labels);
  if (request.kind === 'nameServer' && zone === zone.toLowerCase()) return [...nameServer(options, zone).hosts];
  const targets = findTargets(options.index, request);
  return targets && [...new Map(targets.map(({ host }) => [host.text, host])).values()];
}
