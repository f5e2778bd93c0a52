/** The version of the protocol inside SPDY, which both sides agree on in HTTP headers before it begins. */
import type { IncomingMessage } from 'node:http';
import { statusError } from '../../api/errors.ts';

const VERSION_HEADER = 'x-stream-protocol-version';

/** The first that the client offers and we know. Throws what a node answers: 400 without any, 403 when none fits. */
export function negotiateProtocol(request: IncomingMessage, known: readonly string[]): string {
  const value = request.headers[VERSION_HEADER];
  const offered = [value ?? []]
    .flat()
    .flatMap((text) => text.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (offered.length === 0) throw statusError(400, '', 'unable to upgrade: X-Stream-Protocol-Version is required');
  const chosen = offered.find((name) => known.includes(name));
  if (chosen !== undefined) return chosen;
  const both = `client supports [${offered.join(' ')}], server accepts [${known.join(' ')}]`;
  throw statusError(403, '', `unable to upgrade: unable to negotiate protocol: ${both}`);
}

export function protocolHeader(protocol: string): Record<string, string> {
  return { 'X-Stream-Protocol-Version': protocol };
}
