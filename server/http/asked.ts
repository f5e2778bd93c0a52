/** A request → what it asks for, as those see it who watch and hinder requests. */
import type { Asked } from '../api/exchange.ts';
import type { Registry } from '../registry/registry.ts';
import { verbOf } from './access-question.ts';
import { splitUrl } from './query.ts';
import { parseTarget } from './request-info.ts';

export interface Asking {
  method: string;
  uri: string;
  userAgent: string;
}

/** Never throws: what cannot be understood is a document that is not there. */
export function askedOf(registry: Registry, { method, uri, userAgent }: Asking): Asked {
  const { path, query } = splitUrl(uri);
  const target = parseTarget(path);
  if (target?.kind !== 'resource') {
    return { ...NO_RESOURCE, verb: method.toLowerCase(), method, uri, userAgent };
  }
  const { info } = target;
  const { group, version, resource, subresource = '', namespace = '', name = '' } = info;
  const isNamespace = resource === 'namespaces' && group === '';
  return {
    verb: verbOf({ method, path, query }, info),
    method,
    uri,
    group,
    version,
    resource,
    kind: registry.find(group, version, resource)?.type.kind ?? '',
    subresource,
    namespace: isNamespace ? name : namespace,
    name,
    userAgent,
  };
}

const NO_RESOURCE = { group: '', version: '', resource: '', kind: '', subresource: '', namespace: '', name: '' };

const LONG_PARTS: ReadonlySet<string> = new Set(['attach', 'exec', 'log', 'portforward', 'proxy']);

/** Kubernetes does not count these among those that it waits for. */
export function isLongRunning({ verb, subresource }: Asked): boolean {
  return verb === 'watch' || LONG_PARTS.has(subresource);
}
