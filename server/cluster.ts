/** The composition root: starts every part of a cluster, in order, and joins them. What each is made of is in cluster/. */
import { adminToken } from './authentication/token-file.ts';
import { type Beginning, beginningOf } from './cluster/alike.ts';
import { kubeconfigYaml, writeKubeconfig } from './cluster/kubeconfig.ts';
import type { ClusterOptions } from './cluster/options.ts';
import { openParts, type Parts } from './cluster/parts.ts';
import { furnishLater, runWorkers } from './cluster/run-workers.ts';
import { type Cluster, createRunningCluster } from './cluster/running-cluster.ts';
import { type Later, serveHttp } from './cluster/serve-http.ts';
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
  const later: Later = { ready: false, url: '', runtime: undefined, cluster: undefined };
  const port = await serveHttp(parts, later);
  const { dns, runtime } = await runWorkers(parts, port);
  later.runtime = runtime;
  later.ready = true;
  if (hasNodes(settings)) furnishLater(parts);
  lifetime.onEnd(writeTurns.end);
  const kubeconfig = giveKubeconfig(parts, later.url);
  later.cluster = createRunningCluster(parts, {
    reach: { url: later.url, kubeconfig, dns },
    launch: (options, origin) => launch(settingsOf(options), { origin }),
    onComplete,
  });
  return later.cluster;
}

/** Returns its text. */
function giveKubeconfig({ settings: { kubeconfigFile }, tokens }: Parts, url: string): string {
  const kubeconfig = kubeconfigYaml(url, tokens && adminToken(tokens));
  if (kubeconfigFile !== undefined) writeKubeconfig(kubeconfigFile, kubeconfig);
  return kubeconfig;
}
