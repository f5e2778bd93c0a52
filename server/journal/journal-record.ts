/** An exchange as users read it: what was asked and answered, by whom. */
import { Buffer } from 'node:buffer';
import type { Exchange } from '../api/exchange.ts';
import { microTimestamp } from '../lib/timestamps.ts';

export interface JournalRecord {
  /** Rises by one with each request, from 1. */
  readonly sequence: number;
  /** When it began, by the cluster's clock. */
  readonly time: string;
  readonly verb: string;
  readonly method: string;
  readonly uri: string;
  readonly group: string;
  readonly version: string;
  /** With the subresource: `pods/status`. Empty for documents. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  /** `admin` where everybody is one. */
  readonly user: string;
  /** In whose name, where that is somebody else. */
  readonly impersonated?: string;
  readonly userAgent: string;
  readonly sourceIP: string;
  /** 0: it got no answer, or none yet. */
  readonly code: number;
  /** The Status' reason and message, of a refusal. */
  readonly reason?: string;
  readonly message?: string;
  readonly seconds: number;
  /** False for what is still under way, such as a watch. */
  readonly done: boolean;
  /** What was sent, of writes in JSON. Bodies over 64 KiB are not kept. */
  readonly requestObject?: unknown;
  /** The id of the fault that was put in its way. */
  readonly fault?: string;
}

export function journalRecord(sequence: number, exchange: Exchange): JournalRecord {
  const { asked, code, user, impersonated, fault } = exchange;
  const { verb, method, uri, group, version, namespace, name, userAgent } = asked;
  const refusal = code >= 400 ? refusalIn(exchange) : {};
  const requestObject = objectIn(exchange);
  return {
    sequence,
    time: microTimestamp(exchange.at),
    verb,
    method,
    uri,
    group,
    version,
    resource: asked.subresource === '' ? asked.resource : `${asked.resource}/${asked.subresource}`,
    namespace,
    name: name || nameIn(requestObject),
    user: user?.username ?? 'admin',
    ...(impersonated && { impersonated: impersonated.username ?? '' }),
    userAgent,
    sourceIP: exchange.address,
    code,
    ...refusal,
    seconds: Math.round(exchange.took * 1000) / 1_000_000,
    done: exchange.isDone,
    ...(requestObject !== undefined && { requestObject }),
    ...(fault !== undefined && { fault }),
  };
}

function objectIn({ requestBody, contentType }: Exchange): unknown {
  if (!requestBody || requestBody.length === 0 || !contentType.includes('json')) return undefined;
  return parsed(requestBody);
}

/** Who creates names the object in the body only. */
function nameIn(object: unknown): string {
  const name = (object as { metadata?: { name?: unknown } } | null | undefined)?.metadata?.name;
  return typeof name === 'string' ? name : '';
}

function refusalIn({ responseBody }: Exchange): { reason?: string; message?: string } {
  const status = responseBody && (parsed(responseBody) as { reason?: unknown; message?: unknown } | null | undefined);
  const { reason, message } = status ?? {};
  return { ...(typeof reason === 'string' && { reason }), ...(typeof message === 'string' && { message }) };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  } catch {
    return undefined;
  }
}
