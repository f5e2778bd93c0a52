/** The composition root: starts every part of a cluster, in order, and joins them. What each is made of is in cluster/. */
import { adminToken } from './authentication/token-file.ts';
import { type Beginning, beginningOf } from './cluster/alike.ts';
import { establish } from './cluster/establish.ts';
import { kubeconfigYaml, writeKubeconfig } from './cluster/kubeconfig.ts';
import type { ClusterOptions } from './cluster/options.ts';
import { openParts, type Parts } from './cluster/parts.ts';
import { furnishLater, runWorkers } from './cluster/run-workers.ts';
import { type Cluster, createRunningCluster } from './cluster/running-cluster.ts';
import { createLater, serveHttp } from './cluster/serve-http.ts';
import { hasNodes, type Settings, settingsOf } from './cluster/settings.ts';
import { createLifetime } from './lib/lifetime.ts';

export type { Cluster, ClusterOptions };

/** Starts a whole cluster in this process. Rejects when the port is taken or the folder cannot be used. */
export function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  return launch(settingsOf(options));
}

/**
 * The same for many clusters, one after another: what all of them begin with is made once. Nobody may do anything with
 * the cluster before it has `started`.
 */
export function startOneOfMany(options: ClusterOptions): Promise<Cluster> {
  const settings = settingsOf(options);
  return launch(settings, beginningOf(settings));
}

async function launch(settings: Settings, { origin, onComplete }: Beginning = {}): Promise<Cluster> {
  const lifetime = createLifetime();
  try {
    return await start(await openParts(settings, { lifetime, origin }), onComplete);
  } catch (error) {
    await lifetime[Symbol.asyncDispose]();
    throw error;
  }
}

async function start(parts: Parts, onComplete: Beginning['onComplete']): Promise<Cluster> {
  const { settings, lifetime, writeTurns } = parts;
  const later = createLater();
  const port = await serveHttp(parts, later);
  const kubeconfig = giveKubeconfig(parts, later.url);
  const established = await establish(parts, port);
  later.ready = true;
  await requestsAnswered();
  const { dns, runtime } = await runWorkers(parts, established);
  later.runtime = runtime;
  if (hasNodes(settings)) furnishLater(parts);
  lifetime.onEnd(writeTurns.end);
  const cluster = createRunningCluster(parts, {
    reach: { url: later.url, kubeconfig, dns },
    launch: (options, origin) => launch(settingsOf(options), { origin }),
    onComplete,
  });
  later.complete(cluster);
  return cluster;
}

/** Whoever waits for the server hears of it before the rest is done: a turn to take a connection, and one to read it. */
async function requestsAnswered(): Promise<void> {
  for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve));
}

/** Returns its text. */
function giveKubeconfig({ settings: { kubeconfigFile }, tokens }: Parts, url: string): string {
  const kubeconfig = kubeconfigYaml(url, tokens && adminToken(tokens));
  if (kubeconfigFile !== undefined) writeKubeconfig(kubeconfigFile, kubeconfig);
  return kubeconfig;
}
