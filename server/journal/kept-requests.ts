/** The latest requests, bounded by their number, and their bodies by bytes. */
import type { Exchange } from '../api/exchange.ts';

export interface Kept {
  readonly sequence: number;
  readonly exchange: Exchange;
}

export interface KeptRequests {
  add(entry: Kept): void;
  /** In no order that matters. */
  all(): Kept[];
  clear(): void;
}

/** Of all bodies together: of what is older than these only the bodies are forgotten. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** A ring: adding to it costs next to nothing, as every request does. */
export function createKeptRequests(size: number, maxBodyBytes: number = MAX_BODY_BYTES): KeptRequests {
  let ring: Kept[] = [];
  /** How many were ever added, and of how many the bodies are forgotten. */
  let added = 0;
  let bare = 0;
  let bodyBytes = 0;

  const forgetOldestBody = () => {
    const exchange = ring[bare++ % size]?.exchange;
    if (!exchange) return;
    bodyBytes -= bytesOf(exchange);
    exchange.forgetBodies();
  };
  return {
    add(entry) {
      if (added - bare >= size) forgetOldestBody();
      ring[added++ % size] = entry;
      bodyBytes += bytesOf(entry.exchange);
      while (bodyBytes > maxBodyBytes) forgetOldestBody();
    },
    all: () => [...ring],
    clear() {
      ring = [];
      added = 0;
      bare = 0;
      bodyBytes = 0;
    },
  };
}

function bytesOf({ requestBody, responseBody }: Exchange): number {
  return (requestBody?.length ?? 0) + (responseBody?.length ?? 0);
}
