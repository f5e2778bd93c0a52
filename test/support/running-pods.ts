/** A cluster with pods that run, in which commands can be typed. */
import { pods, serviceAccounts } from '../../server/api/resource-types.gen.ts';
import type { Container, Pod, PodSpec } from '../../server/api/types.gen.ts';
import { type Cluster, type ClusterOptions, startCluster } from '../../server/cluster.ts';
import { INSTANT } from '../../server/node/pace.ts';
import { eventually } from './eventually.ts';
import { exitCodeOf } from './remote-command.ts';
import { runOverWebSocket } from './websocket-command.ts';

export interface PodWish extends Partial<Omit<PodSpec, 'containers'>> {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly container?: Partial<Container>;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
}

export interface RunningPods extends AsyncDisposable {
  readonly cluster: Cluster;
  /** Creates a pod with a container `main`, and waits until it runs. */
  runPod(name: string, wish?: PodWish): Promise<Pod>;
  createPod(name: string, wish?: PodWish): Promise<Pod>;
  pod(name: string): Promise<Pod>;
  /** Runs a command in a pod: what it prints, errors after the rest, and its exit code unless that is 0. */
  exec(pod: string, command: readonly string[], stdin?: string): Promise<string>;
  /** The same for a script of the pod's `sh`. */
  sh(pod: string, script: string, stdin?: string): Promise<string>;
  logs(pod: string, query?: string): Promise<string>;
}

export async function startRunningPods(options: ClusterOptions = {}): Promise<RunningPods> {
  const cluster = await startCluster({ nodes: 1, pace: INSTANT, ...options });
  const { client } = cluster;
  await eventually(() => client.get(serviceAccounts, { namespace: 'default', name: 'default' }));
  const running: RunningPods = {
    cluster,
    pod: (name) => client.get(pods, { namespace: 'default', name }),
    createPod: (name, wish = {}) => client.create(pods, podOf(name, wish)),
    async runPod(name, wish) {
      await running.createPod(name, wish);
      return await eventually(async () => {
        const pod = await running.pod(name);
        if (pod.status.phase !== 'Running') throw new Error(`${name} is ${pod.status.phase}`);
        return pod;
      });
    },
    async exec(pod, command, stdin) {
      const { stdout, stderr, status } = await runOverWebSocket(cluster, {
        pod,
        command,
        ...(stdin !== undefined && { stdin }),
      });
      const code = exitCodeOf(status);
      return `${stdout}${stderr}${code === 0 ? '' : `exit ${code < 0 ? status.message : code}\n`}`;
    },
    sh: (pod, script, stdin) => running.exec(pod, ['sh', '-c', script], stdin),
    async logs(pod, query = '') {
      const response = await fetch(`${cluster.url}/api/v1/namespaces/default/pods/${pod}/log${query}`);
      return await response.text();
    },
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
  return running;
}

function podOf(name: string, { image = 'busybox:1.36', command, container, labels, annotations, ...spec }: PodWish) {
  const main = {
    name: 'main',
    image,
    ...(command ? { command: [...command] } : image.startsWith('busybox') && { command: ['sleep', 'infinity'] }),
    ...container,
  };
  return {
    metadata: { namespace: 'default', name, ...(labels && { labels }), ...(annotations && { annotations }) },
    spec: { ...spec, containers: [main] },
  } as unknown as Pod;
}
