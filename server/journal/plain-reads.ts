/** The latest plain reads. They are told by the ten thousand a second: nothing is made for each, and nothing kept alive. */
import type { Asked, Exchange, PlainRead } from '../api/exchange.ts';
import type { ResourceType } from '../api/object.ts';
import type { Kept } from './kept-requests.ts';

export interface PlainReads {
  add(sequence: number, read: PlainRead): void;
  /** In no order that matters. */
  all(): Kept[];
  clear(): void;
}

export function createPlainReads(size: number): PlainReads {
  const types: ResourceType[] = [];
  const keys: string[] = [];
  const agents: string[] = [];
  const addresses: string[] = [];
  const numbers = new Float64Array(3 * size);
  /** Most have the text of the one before: one text for all of them is kept, and not the newest. */
  let agent = '';
  let added = 0;

  const kept = (slot: number): Kept => {
    const [sequence = 0, at = 0, took = 0] = numbers.subarray(3 * slot);
    const read = { key: keys[slot] as string, userAgent: agents[slot] as string, address: addresses[slot] as string };
    return { sequence, exchange: exchangeOf({ type: types[slot] as ResourceType, ...read, at, took }) };
  };
  return {
    add(sequence, { type, key, userAgent, address, at, took }) {
      const slot = added++ % size;
      if (userAgent !== agent) agent = userAgent;
      types[slot] = type;
      keys[slot] = key;
      agents[slot] = agent;
      addresses[slot] = address;
      numbers[3 * slot] = sequence;
      numbers[3 * slot + 1] = at;
      numbers[3 * slot + 2] = took;
    },
    all: () => Array.from({ length: Math.min(added, size) }, (_, slot) => kept(slot)),
    clear() {
      added = 0;
    },
  };
}

function exchangeOf({ type, key, userAgent, address, at, took }: PlainRead): Exchange {
  const asked = askedFor(type, key, userAgent);
  return {
    uri: asked.uri,
    asked,
    auditId: '',
    user: undefined,
    impersonated: undefined,
    address,
    at,
    took,
    code: 200,
    isLong: false,
    hasStarted: false,
    isDone: true,
    requestBody: undefined,
    contentType: '',
    responseBody: undefined,
    responseBytes: 0,
    fault: undefined,
    forgetBodies() {},
  };
}

function askedFor({ group, version, plural, kind }: ResourceType, key: string, userAgent: string): Asked {
  const [namespace = '', name = ''] = key.split('/');
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const uri = `${root}/namespaces/${namespace}/${plural}/${name}`;
  const object = { group, version, resource: plural, kind, subresource: '', namespace, name };
  return { verb: 'get', method: 'GET', uri, ...object, userAgent };
}
