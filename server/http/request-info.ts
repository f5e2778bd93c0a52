/** A URL of the resource API → what it means. Pure; which resources there are is not known here. */
export interface RequestInfo {
  group: string;
  version: string;
  /** The plural name. */
  resource: string;
  namespace?: string;
  name?: string;
  subresource?: string;
  /** What follows the subresource, with its slashes: the path of a proxied request. */
  rest?: string;
  /** The old form of watches, `/api/v1/watch/…`. */
  watch: boolean;
}

export type Target =
  | { kind: 'resource'; info: RequestInfo }
  /** `/api/v1`, `/apis`, `/apis/apps/v1`: documents about the API. */
  | { kind: 'document'; path: string }
  /** Below a group and version, but nothing that can be there. */
  | { kind: 'nothing'; group: string; version: string };

/**
 *     /api/v1/RESOURCE[/NAME[/SUBRESOURCE]]                 cluster-scoped, or all namespaces
 *     /api/v1/namespaces/NAMESPACE/RESOURCE[/NAME[/SUBRESOURCE]]
 *     /apis/GROUP/VERSION/…                                 the same for other groups
 *     …/watch/…                                             the old form of watches
 *
 * `path` has no query and is still percent-encoded. A trailing slash does not matter.
 */
export function parseTarget(path: string): Target | undefined {
  const segments = path.split('/');
  if (segments.at(-1) === '') segments.pop();
  const isCore = segments[1] === 'api';
  if (!isCore && segments[1] !== 'apis') return undefined;
  const depth = isCore ? 3 : 4;
  if (segments.length <= depth) return { kind: 'document', path: segments.join('/') };
  const group = isCore ? '' : decode(segments[2]);
  const version = decode(segments[depth - 1]);
  const info = resourceInfo(segments.slice(depth), { group, version });
  return info ? { kind: 'resource', info } : { kind: 'nothing', group, version };
}

function resourceInfo(
  encoded: string[],
  { group, version }: { group: string; version: string },
): RequestInfo | undefined {
  const proxied = encoded.indexOf('proxy');
  const parts = encoded.map(decode);
  const checked = proxied > 0 ? parts.slice(0, proxied) : parts;
  if (checked.some((part) => part === '' || part.includes('/'))) return undefined;
  const watch = parts[0] === 'watch' && parts.length > 1;
  if (watch) parts.shift();
  const [first, namespace, third] = parts;
  const namespaced = first === 'namespaces' && third !== undefined && !NAMESPACE_SUBRESOURCES.has(third);
  const [resource, name, subresource, ...rest] = namespaced ? parts.slice(2) : parts;
  const info: RequestInfo = { group, version, resource: resource as string, watch };
  if (namespaced && namespace !== undefined) info.namespace = namespace;
  if (name !== undefined) info.name = name;
  if (subresource !== undefined) info.subresource = subresource;
  if (subresource === 'proxy') info.rest = encoded.slice(proxied + 1).join('/');
  else if (rest.length > 0) return undefined;
  return info;
}

const NAMESPACE_SUBRESOURCES: ReadonlySet<string> = new Set(['status', 'finalize']);

function decode(segment = ''): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
