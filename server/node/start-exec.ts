/** What runs in the pods of simulated nodes, for those who want to talk to it: the whole of PodRuntime. */
import type { PodRuntime, PodTarget } from '../api/pod-runtime.ts';
import { pods } from '../api/resource-types.gen.ts';
import type { Client } from '../client/client.ts';
import type { Informers } from '../client/informer.ts';
import type { Clock } from '../lib/clock.ts';
import { followContainerStarts } from './environment/container-starts.ts';
import { attachment } from './exec/attach.ts';
import { execution, runningContainer } from './exec/exec.ts';
import { type Containers, openContainers } from './exec/open-containers.ts';
import type { Kubelet } from './kubelet.ts';
import type { LiveOutputs } from './live/live-output.ts';
import { startLivePrograms } from './live/live-programs.ts';
import { runsLive } from './live/runs-live.ts';
import { clusterView } from './network/cluster-view.ts';
import { createPodServers, type ReadContainerFile } from './network/connect-pod.ts';
import type { ClusterNetwork } from './network/create-pod-network.ts';
import { createKubeletServer } from './network/kubelet-server.ts';
import { NetworkError } from './network/network-error.ts';
import type { NameServer } from './network/pod-network.ts';
import type { ClusterResolver } from './network/resolver-config.ts';

export interface ExecOptions {
  client: Client;
  informers: Informers;
  clock: Clock;
  /** The simulated nodes' names. */
  serves(node: string): boolean;
  logs: PodRuntime['logs'];
  outputs: LiveOutputs;
  ended: Kubelet['ended'];
  probed: Kubelet['probed'];
  resolver: ClusterResolver;
  nameServer: NameServer | undefined;
  apiServer: ClusterNetwork['apiServer'];
  /** A random integer below the number. */
  random(below: number): number;
}

export interface RunningExec extends AsyncDisposable {
  readonly runtime: PodRuntime;
}

export function startExec(options: ExecOptions): RunningExec {
  const { informers, client, clock, serves, logs, random, resolver, nameServer, apiServer, outputs, ended, probed } =
    options;
  const starts = followContainerStarts(informers);
  let containers: Containers | undefined;
  const readFile: ReadContainerFile = (pod, container, path) => containers?.readFile(pod, container, path);
  const servers = createPodServers({ readFile, runsLive });
  const network: ClusterNetwork = {
    view: clusterView(informers, random),
    servers,
    resolver,
    nameServer,
    apiServer,
    clock,
  };
  const opened = openContainers({ informers, client, clock, network, starts, random, ended });
  containers = opened;
  const live = startLivePrograms({ informers, clock, containers: opened, outputs, serves, ended, probed });
  const kubelets = createKubeletServer({ informers, logs });
  const podAt = ({ namespace, name }: PodTarget) => {
    const pod = informers.for(pods).get(`${namespace}/${name}`);
    if (!pod) throw new NetworkError('EHOSTUNREACH');
    return pod;
  };
  return {
    runtime: {
      serves,
      logs,
      exec: async (target, wanted) => execution(opened, runningContainer(informers, target), wanted),
      attach: async (target) => {
        const running = runningContainer(informers, target);
        return live.attachment(running) ?? attachment(running, logs);
      },
      connect: async (target, port) => servers.connect(podAt(target), port),
      connectNode: async (node) => kubelets.open(node),
    },
    async [Symbol.asyncDispose]() {
      live.stop();
      starts.stop();
      opened.stop();
      servers.close();
      kubelets.close();
    },
  };
}
