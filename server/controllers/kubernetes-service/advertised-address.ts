import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { addressesOfHost } from '../../lib/addresses-of-host.ts';

/** As node:os gives them, by the name of the network interface. */
export type NetworkInterfaces = Readonly<
  Record<string, readonly { address: string; family: string; internal: boolean }[] | undefined>
>;

/**
 * The address at which others find a server that listens on `host`: that address itself, that of the name, or, when it
 * stands for all addresses of the machine, the first that leads here from elsewhere.
 */
export async function advertisedAddress(
  host: string,
  interfaces: () => NetworkInterfaces = networkInterfaces,
): Promise<string> {
  if (host === '0.0.0.0' || host === '::') return outsideAddress(host, interfaces());
  const [address = host] = await addressesOfHost(host);
  return address;
}

function outsideAddress(host: string, interfaces: NetworkInterfaces): string {
  const all = Object.values(interfaces).flatMap((list) => list ?? []);
  const outside = all.filter(({ address, internal }) => !internal && !address.startsWith('fe80:'));
  const found = outside.find(({ address }) => !isIPv6(address)) ?? (host === '::' ? outside[0] : undefined);
  return found?.address ?? '127.0.0.1';
}
