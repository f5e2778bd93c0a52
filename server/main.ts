#!/usr/bin/env node
/** The process: command line → cluster → wait for a signal. */
import { join } from 'node:path';
import { spareMemory } from './cli/spare-memory.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { type Config, parseCommandLine, USAGE, UsageError } from './config.ts';
import { systemClock } from './lib/clock.ts';
import { formatSocketAddress } from './lib/socket-address.ts';
import { createLog } from './log.ts';
import { VERSION } from './version.ts';

const USAGE_EXIT = 2;
const FAILURE_EXIT = 1;

async function main(): Promise<void> {
  const [first, ...others] = process.argv.slice(2);
  if (first === 'snapshot') return runCommand(others);
  const command = parseCommandLine(process.argv.slice(2), process.stdout.isTTY === true);
  if (command.kind === 'help') process.stdout.write(USAGE);
  else if (command.kind === 'version') process.stdout.write(`${VERSION}\n`);
  else await serve(command.config);
}

/** Loaded for nobody else: a start would wait for it. */
async function runCommand(args: readonly string[]): Promise<void> {
  const { runSnapshotCommand } = await import('./cli/snapshot-command.ts');
  return runSnapshotCommand(args);
}

async function serve(config: Config): Promise<void> {
  const ended = nextSignal();
  spareMemory(systemClock);
  const log = createLog(config);
  const kubeconfigFile = config.kubeconfig ?? (config.inMemory ? undefined : join(config.dataDir, 'kubeconfig'));
  const cluster = await startCluster({
    host: config.host,
    port: config.port,
    ...(!config.inMemory && { dataDir: config.dataDir }),
    ...(kubeconfigFile !== undefined && { kubeconfigFile }),
    nodes: config.nodes,
    ...(config.pace && { pace: config.pace }),
    ...(config.manifests.length > 0 && { manifests: await readFiles(config.manifests) }),
    serviceCidr: config.serviceCidr,
    podCidr: config.podCidr,
    clusterDomain: config.clusterDomain,
    ...(config.loadBalancerCidr !== undefined && { loadBalancerCidr: config.loadBalancerCidr }),
    dns: config.dns,
    ...(config.tokenFile !== undefined && { tokenFile: config.tokenFile }),
    authorizationMode: config.authorizationMode,
    control: config.control,
    observe: config.observe ? 'always' : 'when asked',
    ...(config.auditLog !== undefined && { auditLog: config.auditLog }),
    ...(config.auditPolicyFile !== undefined && { auditPolicyFile: config.auditPolicyFile }),
    // Nobody could read it.
    ...(config.control === false && { journal: 0 }),
    log,
  });
  if (config.manifests.length > 0) await startedOf(cluster);
  if (config.tokenFile === undefined && !isLoopback(config.host)) {
    process.stderr.write(`kubeling listens on ${config.host} without authentication: whoever reaches it is an admin\n`);
  }
  process.stdout.write(`${readyLine(cluster, kubeconfigFile)}\n`);
  await ended;
  await cluster[Symbol.asyncDispose]();
}

/** The reader is loaded only where something is to be read. */
async function readFiles(paths: readonly string[]) {
  const { readManifests } = await import('./client/read-manifests.ts');
  return readManifests(paths.map((path) => ({ path })));
}

/** Nothing is left half-started when a manifest is refused. */
async function startedOf(cluster: Cluster): Promise<void> {
  try {
    await cluster.started;
  } catch (error) {
    await cluster[Symbol.asyncDispose]();
    throw error;
  }
}

/** From the start of the process, as a person would measure it. */
function readyLine({ url, dns }: Cluster, kubeconfigFile: string | undefined): string {
  const parts = [`kubeling ready in ${Math.round(process.uptime() * 1000)} ms`, url];
  if (kubeconfigFile !== undefined) parts.push(`kubeconfig ${kubeconfigFile}`);
  if (dns) parts.push(`dns ${formatSocketAddress(dns)}`);
  return parts.join('  ');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

/** One line for a person: what is wrong, not where. */
function explain(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'EADDRINUSE') return `the port is in use by another program: ${message}`;
  if (code === 'ECONNREFUSED') return `no server answers: ${message}`;
  if (code === 'EACCES' || code === 'EROFS') return `not allowed: ${message}`;
  return message ?? String(error);
}

// No top-level await: the build makes one CommonJS file of this, so that its compiled code can be kept.
main().catch((error: unknown) => {
  process.stderr.write(`kubeling: ${explain(error).split('\n')[0]}\n`);
  process.exitCode = error instanceof UsageError ? USAGE_EXIT : FAILURE_EXIT;
});
