import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { promisify } from 'node:util';

// Not node:dns/promises: a start would wait until it is loaded.
const lookUp = promisify(lookup);

/** Those of a name, IPv4 first, as most clients would have it; an address stands for itself. Rejects with ENOTFOUND. */
export async function addressesOfHost(host: string): Promise<string[]> {
  if (isIP(host)) return [host];
  const found = await lookUp(host, { all: true });
  const addresses = found.toSorted((a, b) => a.family - b.family).map(({ address }) => address);
  return [...new Set(addresses)];
}
