/** The command line: options and their defaults, read here and nowhere else. */
import { parseArgs } from 'node:util';
import { parseCidr } from './lib/cidr.ts';
import { parseDuration } from './lib/clock.ts';
import { parseSocketAddress, type SocketAddress } from './lib/socket-address.ts';

export interface Config {
  host: string;
  port: number;
  dataDir: string;
  inMemory: boolean;
  /** Undefined: `kubeconfig` in the data directory, or none when everything is in memory. */
  kubeconfig: string | undefined;
  nodes: number;
  /** How long steps of pods take, in milliseconds; as it is natural when undefined. */
  pace: { start: number; ready: number; terminate: number } | undefined;
  /** Files and folders of what is applied at the start. */
  manifests: readonly string[];
  serviceCidr: string;
  podCidr: string;
  clusterDomain: string;
  /** Undefined: no load balancers. */
  loadBalancerCidr: string | undefined;
  dns: false | { port: number; upstream: SocketAddress | undefined; ttl: number };
  /** A file of tokens, which turns authentication on. */
  tokenFile: string | undefined;
  authorizationMode: (typeof AUTHORIZATION_MODES)[number];
  /** A file for audit events; none when undefined. */
  auditLog: string | undefined;
  /** A file that says how much of which request goes into it. */
  auditPolicyFile: string | undefined;
  /** Requests are counted for /metrics from the start, and not only when somebody asks. */
  observe: boolean;
  /** The control API, and the token that lets in callers of other machines. */
  control: false | { token: string | undefined };
  logLevel: string;
  logFormat: 'pretty' | 'json';
}

/** A flag that is wrong: the message is one line for a person. */
export class UsageError extends Error {}

const FLAGS = {
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '8080' },
  'data-dir': { type: 'string', default: '.kubeling' },
  'in-memory': { type: 'boolean', default: false },
  kubeconfig: { type: 'string' },
  nodes: { type: 'string', default: '3' },
  pace: { type: 'string', default: 'natural' },
  manifests: { type: 'string', multiple: true, default: [] as string[] },
  'service-cidr': { type: 'string', default: '10.96.0.0/16' },
  'pod-cidr': { type: 'string', default: '10.244.0.0/16' },
  'cluster-domain': { type: 'string', default: 'cluster.local' },
  'load-balancer': { type: 'boolean', default: true },
  'load-balancer-cidr': { type: 'string', default: '172.18.255.0/24' },
  dns: { type: 'boolean', default: true },
  'dns-port': { type: 'string', default: '0' },
  'dns-upstream': { type: 'string' },
  'dns-ttl': { type: 'string', default: '5' },
  'token-file': { type: 'string' },
  'authorization-mode': { type: 'string', default: 'AlwaysAllow' },
  'audit-log': { type: 'string' },
  'audit-policy-file': { type: 'string' },
  observe: { type: 'boolean', default: false },
  control: { type: 'boolean', default: true },
  'control-token': { type: 'string' },
  'log-level': { type: 'string', default: 'info' },
  'log-format': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const;

export const USAGE = `kubeling: a Kubernetes API for service discovery in one process

  --host HOST             where to listen (127.0.0.1)
  --port PORT             0 picks a free one (8080)
  --data-dir DIR          the database and the kubeconfig (.kubeling)
  --in-memory             keep nothing on disk
  --kubeconfig FILE       where to write the kubeconfig (DATA_DIR/kubeconfig; none with --in-memory)
  --nodes N               simulated nodes; 0 for a bare API server (3)
  --pace PACE             how long pods take to start and stop: natural, instant, a duration for each step, or three, as
                          2s,500ms,1s, to start, to become ready and to stop (natural: 100ms)
  --manifests PATH        apply this file, or the .yaml, .yml and .json files of this folder, before the server is ready;
                          may be given more than once
  --service-cidr CIDR     addresses of Services (10.96.0.0/16)
  --pod-cidr CIDR         addresses of pods (10.244.0.0/16)
  --cluster-domain NAME   the zone of the cluster's DNS (cluster.local)
  --load-balancer-cidr CIDR
                          addresses of load balancers, or none (172.18.255.0/24)
  --no-load-balancer      the same as --load-balancer-cidr none
  --dns-port PORT         the cluster's DNS server; 0 picks a free port (0)
  --dns-upstream ADDRESS  who answers for names outside the cluster, as 192.0.2.53 or 192.0.2.53:5353
  --dns-ttl SECONDS       how long clients may keep its answers (5)
  --no-dns                no DNS server
  --token-file FILE       let in only who brings a token: lines of token,user,uid,"group1,group2"
  --authorization-mode MODE
                          RBAC: users may do what roles say; AlwaysAllow: whoever is let in may do everything (AlwaysAllow)
  --audit-log FILE        append what is asked and answered, as audit.k8s.io/v1
  --audit-policy-file FILE
                          how much of which request, as audit.k8s.io/v1 Policy (the metadata of all)
  --observe               count requests for /metrics from the start, not from the first look at it
  --control-token TOKEN   lets in other machines to /kubeling/v1/: state, time, faults, journal (only this machine)
  --no-control            no /kubeling/v1/
  --log-level LEVEL       trace, debug, info, warn, error, silent (info)
  --log-format FORMAT     pretty or json (pretty on a terminal)
  --version, --help

kubeling snapshot save|restore FILE keeps the objects of a running server: see kubeling snapshot --help
`;

export type Command = { kind: 'start'; config: Config } | { kind: 'help' } | { kind: 'version' };

/** Throws UsageError. */
export function parseCommandLine(args: readonly string[], isTerminal: boolean): Command {
  const values = parsed(args);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  return {
    kind: 'start',
    config: {
      host: values.host,
      port: numberOf('port', values.port, 65535),
      dataDir: values['data-dir'],
      inMemory: values['in-memory'],
      kubeconfig: values.kubeconfig,
      nodes: numberOf('nodes', values.nodes, 250),
      pace: paceOf(values.pace),
      manifests: values.manifests,
      serviceCidr: cidrOf('service-cidr', values['service-cidr']),
      podCidr: cidrOf('pod-cidr', values['pod-cidr']),
      clusterDomain: domainOf('cluster-domain', values['cluster-domain']),
      loadBalancerCidr: values['load-balancer'] ? optionalCidrOf(values['load-balancer-cidr']) : undefined,
      dns: values.dns && {
        port: numberOf('dns-port', values['dns-port'], 65535),
        upstream: addressOf('dns-upstream', values['dns-upstream'], DNS_PORT),
        ttl: numberOf('dns-ttl', values['dns-ttl'], 3600),
      },
      tokenFile: values['token-file'],
      authorizationMode: oneOf('authorization-mode', values['authorization-mode'], AUTHORIZATION_MODES),
      auditLog: values['audit-log'],
      auditPolicyFile: auditPolicyOf(values['audit-policy-file'], values['audit-log']),
      observe: values.observe,
      control: values.control && { token: values['control-token'] },
      logLevel: oneOf('log-level', values['log-level'], LEVELS),
      logFormat: oneOf('log-format', values['log-format'] ?? (isTerminal ? 'pretty' : 'json'), FORMATS),
    },
  };
}

const AUTHORIZATION_MODES = ['AlwaysAllow', 'RBAC'] as const;
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
const DNS_PORT = 53;
const FORMATS = ['pretty', 'json'] as const;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, strict: true, allowNegative: true }).values;
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0] as string);
  }
}

function numberOf(flag: string, text: string, max: number): number {
  const value = Number(text);
  if (text === '' || !Number.isInteger(value) || value < 0 || value > max) {
    throw new UsageError(`--${flag} must be a number from 0 to ${max}, not '${text}'`);
  }
  return value;
}

function cidrOf(flag: string, text: string): string {
  if (!parseCidr(text)) throw new UsageError(`--${flag} must be a network such as 10.96.0.0/16, not '${text}'`);
  return text;
}

function auditPolicyOf(file: string | undefined, log: string | undefined): string | undefined {
  if (file !== undefined && log === undefined) throw new UsageError('--audit-policy-file needs --audit-log FILE, too');
  return file;
}

function paceOf(text: string): Config['pace'] {
  if (text === 'natural') return undefined;
  const texts = text === 'instant' ? ['0s'] : text.split(',');
  try {
    const [start = 0, ready = start, terminate = start] = texts.map(parseDuration);
    if (texts.length === 1 || texts.length === 3) return { start, ready, terminate };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new UsageError(`--pace must be natural, instant, 2s or 2s,500ms,1s, not '${text}'`);
}

function domainOf(flag: string, text: string): string {
  const isDomain = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/.test(text);
  if (!isDomain || text.length > 64)
    throw new UsageError(`--${flag} must be a domain such as cluster.local, not '${text}'`);
  return text;
}

function addressOf(flag: string, text: string | undefined, defaultPort: number): SocketAddress | undefined {
  if (text === undefined) return undefined;
  const address = parseSocketAddress(text, defaultPort);
  if (!address) throw new UsageError(`--${flag} must be an address such as 192.0.2.1:${defaultPort}, not '${text}'`);
  return address;
}

function optionalCidrOf(text: string): string | undefined {
  return text === 'none' ? undefined : cidrOf('load-balancer-cidr', text);
}

function oneOf<T extends string>(flag: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new UsageError(`--${flag} must be one of ${allowed.join(', ')}, not '${text}'`);
  return found;
}
