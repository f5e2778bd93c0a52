/** What people expect to find in a cluster that has nodes. Not needed to answer requests: it may come after that. */
import { configMaps, deployments, serviceAccounts, services, storageClasses } from '../api/resource-types.gen.ts';
import type { Client } from '../client/client.ts';
import { parseCidr } from '../lib/cidr.ts';
import { formatIp } from '../lib/ip-address.ts';
import { DNS_ACCOUNT, DNS_DEPLOYMENT, dnsConfig, dnsService } from './cluster-dns.ts';
import { ensureObject } from './ensure-object.ts';
import { STANDARD_STORAGE_CLASS } from './storage-class.ts';

export interface Furnishing {
  serviceCidr: string;
  clusterDomain: string;
}

/** What is there already stays as it is. */
export async function furnish(client: Client, { serviceCidr, clusterDomain }: Furnishing): Promise<void> {
  await ensureObject(client, storageClasses, STANDARD_STORAGE_CLASS);
  await ensureObject(client, serviceAccounts, DNS_ACCOUNT);
  await ensureObject(client, configMaps, dnsConfig(clusterDomain));
  const address = dnsAddress(serviceCidr);
  if (address !== undefined) await ensureObject(client, services, dnsService(address));
  await ensureObject(client, deployments, DNS_DEPLOYMENT);
}

/** The tenth address of the range, where every pod looks for it. Undefined when the range is smaller. */
export function dnsAddress(serviceCidr: string): string | undefined {
  const range = parseCidr(serviceCidr);
  if (!range || range.network + 10n >= range.last) return undefined;
  return formatIp({ family: range.family, value: range.network + 10n });
}
