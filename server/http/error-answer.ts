/** What a client hears of an error, in the form that it asks for. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from '../lib/logger.ts';
import { encodeValue } from './encode-answer.ts';
import { type Accepted, negotiate, wantsPretty } from './negotiation.ts';
import { splitUrl, text } from './query.ts';
import type { Result } from './routes/resource-request.ts';
import { toApiError } from './status-reply.ts';

export interface ErrorAnswer extends Result {
  /** Seconds, for the Retry-After header. */
  retryAfter: number | undefined;
}

export function errorAnswer(
  { log }: { log: Logger },
  request: { url?: string | undefined; headers: IncomingHttpHeaders },
  thrown: unknown,
): ErrorAnswer {
  const { status, code, retryAfter } = toApiError(thrown, log);
  return { code, retryAfter, ...encodeValue(status, errorForm(request)) };
}

/** A request that cannot be answered in the form that it asks for is told so in JSON. */
function errorForm({ url = '', headers }: { url?: string | undefined; headers: IncomingHttpHeaders }) {
  const { query } = splitUrl(url);
  const accepted = acceptedOf(headers.accept);
  return { accepted, pretty: wantsPretty(accepted, text(query, 'pretty'), headers['user-agent'] ?? '') };
}

function acceptedOf(accept: string | undefined): Accepted {
  try {
    const { as: _as, ...accepted } = negotiate(accept);
    return accepted;
  } catch {
    return negotiate(undefined);
  }
}
