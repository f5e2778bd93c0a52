import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorAnswer } from './error-answer.ts';
import { letIn } from './let-in.ts';
import { splitUrl } from './query.ts';
import type { Health } from './routes/health.ts';
import { type ShortWayParts, sendError } from './short-way.ts';

const ENDPOINT = /^\/(?:healthz|livez|readyz)(?:[/?]|$)/;

/** The short way for those who wait until the server is ready. False, with nothing done, for what goes the long way. */
export function answerHealth(
  parts: ShortWayParts & { health: Health },
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const { method = '', url = '', headers } = request;
  if (method !== 'GET' || !ENDPOINT.test(url)) return false;
  const question = { method, ...splitUrl(url) };
  const answer = parts.health(question);
  if (!answer) return false;
  letIn(parts, { headers, raw: request }, question).then(
    () => {
      const length = { 'content-length': Buffer.byteLength(answer.body) };
      const common = { 'audit-id': randomUUID(), 'cache-control': 'no-cache, private' };
      response.writeHead(answer.code, { ...common, ...answer.headers, ...length }).end(answer.body);
    },
    (error: unknown) => sendError(response, errorAnswer(parts, request, error), undefined),
  );
  return true;
}
