/** Who asks, and the warnings that go back to them. */
import type { FastifyReply } from 'fastify';
import { goQuote } from '../api/field-error.ts';
import type { UserInfo } from '../api/types.gen.ts';
import type { Requester } from '../registry/request.ts';

export interface Caller extends Requester {
  readonly warnings: readonly string[];
}

/** Kubernetes stops adding warnings when their headers together are longer than this. */
const MAX_WARNING_BYTES = 4096;

export function createCaller(user: UserInfo): Caller {
  const warnings: string[] = [];
  return {
    user,
    warnings,
    warn(text) {
      if (!warnings.includes(text)) warnings.push(text);
    },
  };
}

/** `299 - "text"`, one header a warning. */
export function writeWarnings(reply: FastifyReply, { warnings }: Caller): void {
  if (warnings.length === 0) return;
  let bytes = 0;
  const headers: string[] = [];
  for (const text of warnings) {
    bytes += text.length;
    if (bytes > MAX_WARNING_BYTES) break;
    headers.push(`299 - ${goQuote(text)}`);
  }
  reply.header('warning', headers);
}
