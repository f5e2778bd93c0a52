/** Everything that keeps the cluster going through a `Client`: DNS, controllers, nodes. */
import type { PodRuntime } from '../api/pod-runtime.ts';
import { furnish } from '../bootstrap/furnish.ts';
import { createInformers } from '../client/create-informers.ts';
import type { DnsServer } from '../dns/start-dns.ts';
import type { Established } from './establish.ts';
import type { Parts } from './parts.ts';
import { runControllers } from './run-controllers.ts';
import { runNodes } from './run-nodes.ts';
import { serveDns } from './serve-dns.ts';
import { hasNodes } from './settings.ts';

export interface Workers {
  dns: DnsServer | undefined;
  runtime: PodRuntime | undefined;
}

/** Resolves when they run. */
export async function runWorkers(parts: Parts, established: Established): Promise<Workers> {
  const { settings, lifetime, clientOf } = parts;
  const { clock, log } = settings;
  const informers = lifetime.add(createInformers(clientOf('kube-controller-manager'), { clock, log }));
  const dns = await serveDns(parts, informers);
  // In one turn, so that what they write first is made durable together.
  runControllers(parts, { informers, server: established.server });
  const runtime = hasNodes(settings) ? runNodes(parts, { informers, dns, established }) : undefined;
  return { dns, runtime };
}

/** After the first requests could be answered, so that the start does not take longer for it. */
export function furnishLater({ settings, lifetime, activity, clientOf }: Parts): void {
  const { serviceCidr, clusterDomain } = settings;
  activity.begin();
  const furnished = furnish(clientOf('kubeling'), { serviceCidr, clusterDomain })
    .catch((err: unknown) => settings.log.warn({ err }, 'kube-system is not complete'))
    .finally(() => activity.end());
  lifetime.onEnd(() => furnished);
}
