import { isIP } from 'node:net';

export interface SocketAddress {
  /** An IPv4 or IPv6 address. */
  host: string;
  port: number;
}

/** Reads `10.0.0.1`, `10.0.0.1:53`, `::1` and `[::1]:53`. Undefined for anything else. */
export function parseSocketAddress(text: string, defaultPort: number): SocketAddress | undefined {
  if (isIP(text) !== 0) return { host: text, port: defaultPort };
  const parts = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const host = parts?.[1] ?? parts?.[2] ?? '';
  const port = Number(parts?.[3]);
  if (isIP(host) !== (parts?.[1] === undefined ? 4 : 6) || port < 1 || port > 65535) return undefined;
  return { host, port };
}

/** `10.0.0.1:53`, `[::1]:53`. */
export function formatSocketAddress({ host, port }: SocketAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
