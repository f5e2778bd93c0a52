import type { Informers } from '../client/informer.ts';
import { type DnsServer, startDns } from '../dns/start-dns.ts';
import type { Parts } from './parts.ts';

/** Undefined when it is turned off. */
export async function serveDns(
  { settings, lifetime, watched }: Parts,
  informers: Informers,
): Promise<DnsServer | undefined> {
  const { dns = {}, host, clock, log, clusterDomain, asked } = settings;
  if (dns === false) return undefined;
  const { port = 0, upstream, ttl } = dns;
  // Names of addresses belong to the cluster only where the ranges were given.
  const { serviceCidr, podCidr } = asked;
  return lifetime.add(
    await startDns({
      ...{ informers, clock, log, host, port, clusterDomain, serviceCidr, podCidr, upstream, ttl },
      faults: watched.faults.dns,
    }),
  );
}
