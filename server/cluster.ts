/** The composition root: starts every part of a cluster, in order, and joins them. What each is made of is in cluster/. */
import { adminToken } from './authentication/token-file.ts';
import type { Origin } from './cluster/fork.ts';
import { kubeconfigYaml, writeKubeconfig } from './cluster/kubeconfig.ts';
import type { ClusterOptions } from './cluster/options.ts';
import { openParts, type Parts } from './cluster/parts.ts';
import { furnishLater, runWorkers } from './cluster/run-workers.ts';
import { type Cluster, createRunningCluster } from './cluster/running-cluster.ts';
import { type Later, serveHttp } from './cluster/serve-http.ts';
import { hasNodes, settingsOf } from './cluster/settings.ts';
import { createLifetime } from './lib/lifetime.ts';

export type { Cluster, ClusterOptions };

/** Starts a whole cluster in this process. Rejects when the port is taken or the folder cannot be used. */
export function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  return launch(options);
}

async function launch(options: ClusterOptions, origin?: Origin): Promise<Cluster> {
  const lifetime = createLifetime();
  try {
    return await start(await openParts(settingsOf(options), { lifetime, origin }));
  } catch (error) {
    await lifetime[Symbol.asyncDispose]();
    throw error;
  }
}

async function start(parts: Parts): Promise<Cluster> {
  const { settings, lifetime, writeTurns } = parts;
  const later: Later = { ready: false, url: '', runtime: undefined, cluster: undefined };
  const port = await serveHttp(parts, later);
  const { dns, runtime } = await runWorkers(parts, port);
  later.runtime = runtime;
  later.ready = true;
  if (hasNodes(settings)) furnishLater(parts);
  lifetime.onEnd(writeTurns.end);
  const kubeconfig = giveKubeconfig(parts, later.url);
  later.cluster = createRunningCluster(parts, { url: later.url, kubeconfig, dns }, launch);
  return later.cluster;
}

/** Returns its text. */
function giveKubeconfig({ settings: { kubeconfigFile }, tokens }: Parts, url: string): string {
  const kubeconfig = kubeconfigYaml(url, tokens && adminToken(tokens));
  if (kubeconfigFile !== undefined) writeKubeconfig(kubeconfigFile, kubeconfig);
  return kubeconfig;
}
