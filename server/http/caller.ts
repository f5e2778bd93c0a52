/** Who asks, and the warnings that go back to them. */
import { Buffer } from 'node:buffer';
import type { FastifyReply } from 'fastify';
import { goQuote } from '../api/field-error.ts';
import type { Requester } from '../registry/request.ts';
import type { Visitor } from './let-in.ts';

export interface Caller extends Requester {
  readonly warnings: readonly string[];
}

/** Kubernetes stops adding warnings when their headers together are longer than this. */
const MAX_WARNING_BYTES = 4096;

export function createCaller(visitor: Visitor): Caller {
  const warnings: string[] = [];
  return {
    user: visitor.user,
    allows: visitor.allows,
    warnings,
    warn(text) {
      if (!warnings.includes(text)) warnings.push(text);
    },
  };
}

export function writeWarnings(reply: FastifyReply, caller: Caller): void {
  const texts = warningTexts(caller);
  if (texts) reply.header('warning', texts);
}

/** `299 - "text"`, one header a warning; undefined without warnings. */
export function warningTexts({ warnings }: Caller): string[] | undefined {
  if (warnings.length === 0) return undefined;
  let bytes = 0;
  const headers: string[] = [];
  for (const text of warnings) {
    bytes += text.length;
    if (bytes > MAX_WARNING_BYTES) break;
    // Node sends one byte a character: these are the bytes of UTF-8.
    headers.push(Buffer.from(`299 - ${goQuote(text)}`).toString('latin1'));
  }
  return headers;
}
