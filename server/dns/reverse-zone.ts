/** Answers below in-addr.arpa and ip6.arpa: which Service or endpoint has an address. */
import { parseKey } from '../api/object.ts';
import { formatIp, isStrictIp, parseIp } from '../lib/ip-address.ts';
import { answerInClusterZone } from './cluster-zone.ts';
import { type DomainName, nameBelow, ROOT } from './domain-name.ts';
import { type Answer, TYPES } from './message.ts';
import { noSuchName, positive, type ZoneOptions, type ZoneQuestion } from './zone.ts';

export interface ReverseZoneOptions extends ZoneOptions {
  /** The zone of the names that are answered. */
  clusterZone: DomainName;
  family: 4 | 6;
}

export const REVERSE_ZONES = {
  4: nameBelow(ROOT, 'in-addr', 'arpa'),
  6: nameBelow(ROOT, 'ip6', 'arpa'),
} as const;

/** The zones themselves are answered as the cluster's zone is. */
export function answerInReverseZone(options: ReverseZoneOptions, question: ZoneQuestion): Answer {
  const address = addressOfReverseName(question.labels, options.family);
  if (address !== undefined && question.type === TYPES.PTR) return pointerAnswer(options, question, address);
  if (question.labels.length > 1) return noSuchName(options, question.zone);
  return answerInClusterZone(options, question);
}

/** The address that a reverse name stands for: four octets or 32 nibbles, the last first. */
export function addressOfReverseName(labels: readonly string[], family: 4 | 6): string | undefined {
  const parts = labels.toReversed();
  if (family === 4) {
    const text = parts.join('.');
    return parts.length === 4 && isStrictIp(text) ? text : undefined;
  }
  if (parts.length !== 32 || !parts.every((nibble) => /^[0-9a-f]$/.test(nibble))) return undefined;
  const address = parseIp((parts.join('').match(/.{4}/g) as string[]).join(':'));
  return address && formatIp(address);
}

function pointerAnswer(options: ReverseZoneOptions, { name, zone }: ZoneQuestion, address: string): Answer {
  const targets = namesAt(options, address);
  if (targets.length === 0) return noSuchName(options, zone);
  return positive(targets.map((target) => ({ type: 'PTR', owner: name, ttl: options.ttl, target })));
}

/** That of the Service with this cluster IP, or else those of all endpoints. */
function namesAt({ index, clusterZone }: ReverseZoneOptions, address: string): DomainName[] {
  const key = index.serviceAt(address);
  if (key !== undefined) {
    const { namespace = '', name } = parseKey(key);
    return [nameBelow(clusterZone, name, namespace, 'svc')];
  }
  const names = new Set<DomainName>();
  for (const { namespace, service, endpoints } of index.slicesAt(address)) {
    for (const { label, host } of endpoints) {
      if (host.text === address) names.add(nameBelow(clusterZone, label, service, namespace, 'svc'));
    }
  }
  return [...names];
}
