/** What a pod's /etc/resolv.conf says, by its dnsPolicy and dnsConfig (KEP-2250 and the kubelet's own rules). */
import type { Pod } from '../../api/types.gen.ts';

export interface ResolverConfig {
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  /** `ndots:5`, `timeout:1`, `rotate` … */
  readonly options: readonly string[];
}

export interface ClusterResolver {
  /** Where pods find the cluster's DNS: `10.96.0.10`. */
  readonly nameserver: string;
  readonly clusterDomain: string;
  /** What nodes use themselves. */
  readonly ofNode: ResolverConfig;
}

export function resolverConfig({ metadata, spec }: Pod, cluster: ClusterResolver): ResolverConfig {
  const { dnsPolicy = 'ClusterFirst', hostNetwork = false } = spec;
  const isOfNode = dnsPolicy === 'Default' || (dnsPolicy === 'ClusterFirst' && hostNetwork);
  const base =
    dnsPolicy === 'None' ? EMPTY : isOfNode ? cluster.ofNode : clusterFirst(metadata.namespace ?? '', cluster);
  const { nameservers = [], searches = [], options = [] } = spec.dnsConfig ?? {};
  return {
    nameservers: unique([...base.nameservers, ...(nameservers ?? [])]),
    search: unique([...base.search, ...(searches ?? [])]),
    options: mergeOptions(base.options, options ?? []),
  };
}

const EMPTY: ResolverConfig = { nameservers: [], search: [], options: [] };

function clusterFirst(namespace: string, { nameserver, clusterDomain, ofNode }: ClusterResolver): ResolverConfig {
  return {
    nameservers: [nameserver],
    search: unique([`${namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain, ...ofNode.search]),
    options: ['ndots:5'],
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** What the pod says wins, option by option. */
function mergeOptions(
  base: readonly string[],
  own: readonly { name?: string | undefined; value?: string | undefined }[],
): string[] {
  const merged = new Map(base.map((option) => [nameOf(option), option]));
  for (const { name = '', value } of own) merged.set(name, value === undefined ? name : `${name}:${value}`);
  return [...merged.values()];
}

function nameOf(option: string): string {
  return option.replace(/:.*$/, '');
}

export function formatResolverConfig({ nameservers, search, options }: ResolverConfig): string {
  return [
    ...(search.length > 0 ? [`search ${search.join(' ')}`] : []),
    ...nameservers.map((address) => `nameserver ${address}`),
    ...(options.length > 0 ? [`options ${options.join(' ')}`] : []),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** For programs that read the file, which may have been changed in the container. */
export function parseResolverConfig(text: string): ResolverConfig {
  const lines = text.split('\n').map((line) =>
    line
      .replace(/[#;].*$/, '')
      .trim()
      .split(/\s+/),
  );
  const of = (keyword: string) => lines.filter(([first]) => first === keyword).map(([, ...values]) => values);
  return {
    nameservers: of('nameserver').flatMap(([address]) => address ?? []),
    search: of('search').at(-1) ?? of('domain').at(-1) ?? [],
    options: of('options').flat(),
  };
}

/** How many dots make a name that is tried as it is first. */
export function ndotsOf({ options }: ResolverConfig): number {
  const option = options.find((value) => value.startsWith('ndots:'));
  return option === undefined ? 1 : Math.min(15, Number(option.slice('ndots:'.length)) || 0);
}

/** The names to ask for, in their order (resolv.conf(5)). With a dot at the end only the name itself. */
export function candidateNames(name: string, config: ResolverConfig): string[] {
  if (name.endsWith('.')) return [name];
  const absolute = `${name}.`;
  const searched = config.search.map((domain) => `${name}.${domain.replace(/\.$/, '')}.`);
  const dots = name.split('.').length - 1;
  return dots >= ndotsOf(config) ? [absolute, ...searched] : [...searched, absolute];
}
