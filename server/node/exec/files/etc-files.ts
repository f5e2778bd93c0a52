/** The files in /etc that the kubelet writes for a container. */
import type { Pod } from '../../../api/types.gen.ts';
import { formatResolverConfig, type ResolverConfig } from '../../network/resolver-config.ts';
import { hostnameOf } from '../../programs/pod-program.ts';

const LOCAL = [
  ['127.0.0.1', 'localhost'],
  ['::1', 'localhost ip6-localhost ip6-loopback'],
  ['fe00::0', 'ip6-localnet'],
  ['fe00::0', 'ip6-mcastprefix'],
  ['fe00::1', 'ip6-allnodes'],
  ['fe00::2', 'ip6-allrouters'],
] as const;

/** `domain` is the cluster's: pods with a subdomain have a full name in it. */
export function hostsFile({ metadata, spec, status }: Pod, domain: string): string {
  const hostname = hostnameOf({ metadata, spec } as Pod);
  const full = spec.subdomain
    ? `${hostname}.${spec.subdomain}.${metadata.namespace}.svc.${domain}\t${hostname}`
    : hostname;
  const ips = status.podIPs?.flatMap(({ ip }) => ip ?? []) ?? [];
  const lines = [
    '# Kubernetes-managed hosts file.',
    ...LOCAL.map((line) => line.join('\t')),
    ...ips.map((ip) => `${ip}\t${full}`),
  ];
  const { hostAliases = [] } = spec;
  if (hostAliases.length > 0) {
    lines.push('', '# Entries added by HostAliases.');
    for (const { ip, hostnames = [] } of hostAliases) lines.push(`${ip}\t${hostnames.join('\t')}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

export function resolverFile(config: ResolverConfig): string {
  return formatResolverConfig(config);
}

export function hostnameFile(pod: Pod): string {
  return `${hostnameOf(pod)}\n`;
}
