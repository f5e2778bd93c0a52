import type { ResourceEntry, SubresourceEntry } from '../../api/schema/schema-file.ts';
import { findSchema } from '../../api/schema/schemas.ts';
import { capitalised, type Method, type Naming, type Operation, type ServedVersion } from './operation.ts';
import { connectParameters, WRITE_PARAMETERS } from './parameters.ts';

interface SubresourcePlace {
  entry: ResourceEntry;
  subresource: SubresourceEntry;
  naming: Naming;
  path: string;
  scope: string;
}

const SUBRESOURCE_VERBS = [
  { verb: 'get', method: 'get', action: 'get', does: 'read', codes: [200] },
  { verb: 'create', method: 'post', action: 'post', does: 'create', codes: [200, 201, 202] },
  { verb: 'update', method: 'put', action: 'put', does: 'replace', codes: [200, 201] },
  { verb: 'patch', method: 'patch', action: 'patch', does: 'patch', codes: [200, 201] },
  { verb: 'delete', method: 'delete', action: 'delete', does: 'delete', codes: [200] },
] as const;

export function subresourceOperations(served: ServedVersion, place: SubresourcePlace): Operation[] {
  const { subresource, entry, naming, scope } = place;
  const kind = {
    group: subresource.group ?? served.group,
    version: subresource.version ?? served.version,
    kind: subresource.kind,
  };
  const schema = subresource.name === 'log' ? undefined : findSchema(kind)?.name;
  const name = `${scope}${entry.kind}${subresource.name.split('-').map(capitalised).join('')}`;
  return SUBRESOURCE_VERBS.filter(({ verb }) => subresource.verbs.includes(verb)).map((row) => {
    const { verb, method, action, does, codes } = row;
    const common = { path: place.path, method, tag: naming.tag, kind, codes };
    if (schema === undefined) return { ...common, ...streamed(subresource, method, naming.title, name) };
    return {
      ...common,
      id: `${does}${naming.title}${name}`,
      description: `${does} ${subresource.name} of the specified ${entry.kind}`,
      action,
      query: verb === 'get' ? [] : WRITE_PARAMETERS[verb],
      ...(verb !== 'get' && { body: verb === 'patch' ? 'patch' : schema }),
      answer: schema,
    };
  });
}

/** Logs, and what is not of the API's types at all: exec, attach, port-forward, proxy. */
function streamed(subresource: SubresourceEntry, method: Method, title: string, name: string) {
  const isLog = subresource.name === 'log';
  return {
    id: isLog ? `read${title}${name}` : `connect${title}${capitalised(method)}${name}`,
    description: isLog
      ? 'read log of the specified Pod'
      : `connect ${method.toUpperCase()} requests to ${subresource.name}`,
    action: isLog ? 'get' : 'connect',
    query: connectParameters(subresource.name),
    answer: 'text',
  };
}
