import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseYaml } from '../api/yaml/parse-yaml.ts';
import type { Kubeconfig } from '../client/kubeconfig.ts';
import { readManifests } from '../client/read-manifests.ts';
import { type Cluster, type ClusterOptions, startOneOfMany } from '../cluster.ts';
import { manualClock } from '../lib/clock.ts';
import { createLifetime, type Lifetime } from '../lib/lifetime.ts';
import { PACES } from '../node/pace.ts';
import { eventually } from './eventually.ts';
import type { TestCluster, TestClusterOptions } from './test-cluster.ts';

/** As kubeling starts from the command line when nothing is said. */
const NODES = 3;
const LOAD_BALANCER_CIDR = '172.18.255.0/24';

/**
 * Starts a cluster in this process, in memory and on a free port unless said otherwise. Resolves when everything is
 * there: nodes, system namespaces with their service accounts, manifests and what controllers make of them. Rejects
 * when a manifest is refused or the port is taken.
 */
export async function startCluster(options: TestClusterOptions = {}): Promise<TestCluster> {
  return await asTestCluster(await startOneOfMany(await plainOptions({ nodes: NODES, pace: 'instant', ...options })));
}

async function asTestCluster(cluster: Cluster): Promise<TestCluster> {
  const lifetime = createLifetime();
  lifetime.add(cluster);
  try {
    await cluster.started;
  } catch (error) {
    await lifetime[Symbol.asyncDispose]();
    throw error;
  }
  return {
    ...cluster,
    ...kubeconfigForms(cluster, lifetime),
    get dns() {
      if (!cluster.dns) throw new Error('this cluster was started without DNS');
      return cluster.dns;
    },
    apply: async (manifests) => cluster.apply(await readManifests(manifests)),
    eventually,
    fork: async (options = {}) => asTestCluster(await cluster.fork(await plainOptions(options))),
    [Symbol.asyncDispose]: () => lifetime[Symbol.asyncDispose](),
  };
}

async function plainOptions({ clock, manifests, pace, ...same }: TestClusterOptions) {
  const options: ClusterOptions = {
    ...same,
    ...((same.nodes ?? 0) > 0 && { loadBalancerCidr: same.loadBalancerCidr ?? LOAD_BALANCER_CIDR }),
    ...(pace !== undefined && { pace: typeof pace === 'object' ? pace : PACES[pace] }),
    ...(clock === 'manual' ? { clock: manualClock() } : clock !== undefined && clock !== 'running' && { clock }),
    ...(manifests !== undefined && { manifests: await readManifests(manifests) }),
  };
  return options;
}

function kubeconfigForms({ kubeconfig }: Cluster, lifetime: Lifetime) {
  let file: Promise<string> | undefined;
  return {
    kubeconfigObject: parseYaml(kubeconfig).value as Kubeconfig,
    kubeconfigFile: () => {
      file ??= writeTemporary('kubeconfig', kubeconfig, lifetime);
      return file;
    },
  };
}

async function writeTemporary(name: string, text: string, lifetime: Lifetime): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeling-'));
  lifetime.onEnd(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  await writeFile(path, text, { mode: 0o600 });
  return path;
}
