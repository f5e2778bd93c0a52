import type { EndpointSubset } from '../../api/types.gen.ts';

const SHOWN = 3;

/** `10.1.0.1:80,10.1.0.2:80,10.1.0.3:80 + 7 more...`: the ready addresses with each port, port by port. */
export function endpointAddresses(subsets: readonly EndpointSubset[]): string {
  if (subsets.length === 0) return '<none>';
  const all = subsets.flatMap(({ addresses = [], ports = [] }) => {
    if (ports.length === 0) return addresses.map(({ ip }) => ip);
    return ports.flatMap(({ port }) => addresses.map(({ ip }) => hostPort(ip, port)));
  });
  return firstOf(all);
}

/** The first three, and how many there are beyond them. */
export function firstOf(items: readonly (string | number)[]): string {
  const shown = items.slice(0, SHOWN).join(',');
  return items.length > SHOWN ? `${shown} + ${items.length - SHOWN} more...` : shown;
}

function hostPort(ip: string, port: number): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}
