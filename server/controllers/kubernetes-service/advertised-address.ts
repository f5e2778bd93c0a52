import { isIPv6 } from 'node:net';

/** As node:os gives them, by the name of the network interface. */
export type NetworkInterfaces = Readonly<
  Record<string, readonly { address: string; family: string; internal: boolean }[] | undefined>
>;

/**
 * The address at which others find a server that listens on `host`: that address itself, unless it stands for all
 * addresses of the machine. Then it is the first that leads here from elsewhere.
 */
export function advertisedAddress(host: string, interfaces: () => NetworkInterfaces): string {
  if (host !== '0.0.0.0' && host !== '::') return host;
  const all = Object.values(interfaces()).flatMap((list) => list ?? []);
  const outside = all.filter(({ address, internal }) => !internal && !address.startsWith('fe80:'));
  const found = outside.find(({ address }) => !isIPv6(address)) ?? (host === '::' ? outside[0] : undefined);
  return found?.address ?? '127.0.0.1';
}
