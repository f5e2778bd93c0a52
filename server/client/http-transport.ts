import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { ApiError, statusError } from '../api/errors.ts';
import type { Status } from '../api/types.gen.ts';
import type { Connection } from './kubeconfig.ts';

export interface HttpRequest {
  method: string;
  /** Path and query. */
  path: string;
  contentType?: string;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/** JSON over HTTP/1.1 with connections that are kept open. */
export interface HttpTransport extends Disposable {
  /** The parsed answer. Rejects with the ApiError of a Status, and with a plain Error when there was no answer. */
  json(request: HttpRequest): Promise<unknown>;
  /** The body of an answer as it comes in, after its status is known to be good. */
  stream(request: HttpRequest): Promise<IncomingMessage>;
}

export function createHttpTransport(connection: Connection, userAgent: string): HttpTransport {
  const base = new URL(connection.server);
  const secure = base.protocol === 'https:';
  const tls = {
    ...(connection.ca !== undefined && { ca: connection.ca }),
    ...(connection.cert !== undefined && { cert: connection.cert }),
    ...(connection.key !== undefined && { key: connection.key }),
    ...(connection.skipVerify && { rejectUnauthorized: false }),
  };
  const agent = secure ? new https.Agent({ keepAlive: true, ...tls }) : new http.Agent({ keepAlive: true });
  const prefix = base.pathname.replace(/\/$/, '');

  const send = (request: HttpRequest): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const payload = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body));
      const outgoing = (secure ? https : http).request(
        {
          agent,
          host: base.hostname.replace(/^\[|\]$/g, ''),
          port: base.port || (secure ? 443 : 80),
          method: request.method,
          path: prefix + request.path,
          headers: {
            accept: 'application/json',
            'user-agent': userAgent,
            ...(connection.authorization !== undefined && { authorization: connection.authorization }),
            ...(payload && {
              'content-type': request.contentType ?? 'application/json',
              'content-length': payload.length,
            }),
          },
          ...(request.signal && { signal: request.signal }),
        },
        resolve,
      );
      outgoing.on('error', reject);
      outgoing.end(payload);
    });

  return {
    async json(request) {
      const response = await send(request);
      const text = await textOf(response);
      if ((response.statusCode ?? 500) >= 400) throw errorOf(response, text);
      return JSON.parse(text);
    },
    async stream(request) {
      const response = await send(request);
      if ((response.statusCode ?? 500) < 400) return response;
      throw errorOf(response, await textOf(response));
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function errorOf(response: IncomingMessage, text: string): ApiError {
  const code = response.statusCode ?? 500;
  const seconds = Number(response.headers['retry-after']);
  const status = statusIn(text);
  if (!status) return statusError(code, '', text.trim() || (response.statusMessage ?? ''));
  return new ApiError(status, Number.isFinite(seconds) && seconds > 0 ? { retryAfter: seconds } : {});
}

function statusIn(text: string): Status | undefined {
  try {
    const body = JSON.parse(text);
    return body?.kind === 'Status' ? body : undefined;
  } catch {
    return undefined;
  }
}
