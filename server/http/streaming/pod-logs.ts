/** GET pods/NAME/log. */
import type { FastifyReply } from 'fastify';
import { badRequest, invalidObject } from '../../api/errors.ts';
import { type FieldError, forbidden, invalid } from '../../api/field-error.ts';
import type { LogOptions } from '../../api/pod-runtime.ts';
import { normaliseTime } from '../../api/schema/go-time.ts';
import { flag, integer, type Query, text } from '../query.ts';
import type { RequestInfo } from '../request-info.ts';
import { containerOf, type NodeParts, nodeOf, podOf } from './pod-location.ts';

/** The lines of the log, or undefined where a pod has no node yet. Throws what is wrong before anything is sent. */
export function openLogs(
  parts: NodeParts,
  by: { info: RequestInfo; query: Query; signal: AbortSignal },
): AsyncIterable<string> | undefined {
  const { info, query } = by;
  const options = logOptions(query, info.name ?? '');
  const pod = podOf(parts.objects, info);
  const container = containerOf(pod, text(query, 'container') ?? '');
  if (!pod.spec.nodeName) return undefined;
  const { name, namespace = '' } = pod.metadata;
  return nodeOf(parts, pod).logs({ namespace, name, container }, options, by.signal);
}

/** Throws 400 for what cannot be read and 422 for what makes no sense. */
function logOptions(query: Query, name: string): LogOptions {
  const numbers = {
    tailLines: integer(query, 'tailLines'),
    limitBytes: integer(query, 'limitBytes'),
    sinceSeconds: integer(query, 'sinceSeconds'),
  };
  const sinceTime = timeOf(query);
  const errors = optionErrors({ ...numbers, sinceTime, stream: text(query, 'stream') });
  if (errors.length > 0) throw invalidObject({ group: '', kind: 'PodLogOptions' }, name, errors);
  return {
    follow: flag(query, 'follow') ?? false,
    previous: flag(query, 'previous') ?? false,
    timestamps: flag(query, 'timestamps') ?? false,
    ...(numbers.tailLines !== undefined && { tailLines: numbers.tailLines }),
    ...(numbers.limitBytes !== undefined && { limitBytes: numbers.limitBytes }),
    ...(numbers.sinceSeconds !== undefined && { sinceSeconds: numbers.sinceSeconds }),
    ...(sinceTime !== undefined && { sinceTime }),
  };
}

function timeOf(query: Query): string | undefined {
  const value = text(query, 'sinceTime');
  if (!value || value === 'null') return undefined;
  try {
    return normaliseTime(value, { micro: false });
  } catch (error) {
    throw badRequest((error as Error).message);
  }
}

function optionErrors({ tailLines, limitBytes, sinceSeconds, sinceTime, stream }: Record<string, unknown>) {
  const errors: FieldError[] = [];
  if (isBelow(tailLines, 0)) errors.push(invalid('tailLines', tailLines, 'must be greater than or equal to 0'));
  if (isBelow(limitBytes, 1)) errors.push(invalid('limitBytes', limitBytes, 'must be greater than 0'));
  if (sinceSeconds !== undefined && sinceTime !== undefined) {
    // The path of the options as a whole: Go prints it so.
    errors.push(forbidden('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  } else if (isBelow(sinceSeconds, 1)) {
    errors.push(invalid('sinceSeconds', sinceSeconds, 'must be greater than 0'));
  }
  if (stream !== undefined) errors.push(forbidden('stream', 'may not be specified'));
  return errors;
}

function isBelow(value: unknown, least: number): boolean {
  return typeof value === 'number' && value < least;
}

/** Sends what there is as it comes. */
export async function sendLogs(reply: FastifyReply, lines: AsyncIterable<string>): Promise<void> {
  const response = reply.raw;
  reply.hijack();
  response.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), 'content-type': 'text/plain' });
  response.flushHeaders();
  for await (const line of lines) {
    if (response.destroyed) return;
    if (!response.write(line)) await drained(response);
  }
  response.end();
}

function drained(response: FastifyReply['raw']): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
