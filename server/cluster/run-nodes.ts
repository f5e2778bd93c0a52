import type { PodRuntime } from '../api/pod-runtime.ts';
import { dnsAddress } from '../bootstrap/furnish.ts';
import type { Client } from '../client/client.ts';
import type { Informers } from '../client/informer.ts';
import { runController } from '../client/run-controller.ts';
import { schedulerController } from '../controllers/scheduler/controller.ts';
import type { DnsServer } from '../dns/start-dns.ts';
import { runsLive } from '../node/live/runs-live.ts';
import type { ClusterResolver } from '../node/network/resolver-config.ts';
import { startExec } from '../node/start-exec.ts';
import { type SimulatedNodes, startNodes } from '../node/start-nodes.ts';
import type { Established } from './establish.ts';
import type { Parts } from './parts.ts';
import type { Settings } from './settings.ts';

export interface NodeSurroundings {
  informers: Informers;
  dns: DnsServer | undefined;
  established: Established;
}

/** Nodes, the scheduler that puts pods on them, and what runs in the pods. */
export function runNodes(parts: Parts, around: NodeSurroundings): PodRuntime {
  const { settings, lifetime, activity, writeTurns, clientOf } = parts;
  const { podCidr, pace, clock, log } = settings;
  const { nodes: registered } = around.established;
  const host = { informers: around.informers, clock, log, activity, writeTurns };
  lifetime.add(runController(schedulerController(), { client: clientOf('kube-scheduler'), ...host }));
  const client = clientOf('kubelet');
  const nodes = lifetime.add(startNodes({ registered, client, podCidr, ...host, runsLive, ...(pace && { pace }) }));
  return runPrograms(parts, nodes, { ...around, client });
}

function runPrograms(
  { settings, lifetime }: Parts,
  { runtime, outputs, ended, probed }: SimulatedNodes,
  { informers, dns, established, client }: NodeSurroundings & { client: Client },
): PodRuntime {
  const { clock, random, host } = settings;
  const exec = startExec({
    ...{ client, informers, clock, random, outputs, ended, probed },
    ...runtime,
    resolver: resolverOf(settings),
    nameServer: dns,
    apiServer: { host: connectableHost(host), port: established.server.port },
  });
  return lifetime.add(exec).runtime;
}

/** What is in /etc/resolv.conf of the nodes. */
const NODE_RESOLVER = { nameservers: ['172.18.0.1'], search: [], options: ['ndots:0'] };

function resolverOf({ serviceCidr, clusterDomain }: Settings): ClusterResolver {
  return { nameserver: dnsAddress(serviceCidr) ?? '', clusterDomain, ofNode: NODE_RESOLVER };
}

/** Where a server can be reached that listens everywhere. */
function connectableHost(host: string): string {
  return host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
}
