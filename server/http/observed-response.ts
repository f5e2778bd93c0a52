/** Responses that tell when they begin and end: the one place through which every answer goes. */
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { ExchangeListener } from '../api/exchange.ts';
import type { Registry } from '../registry/registry.ts';
import { KnownExchange, type Visitor } from './exchange.ts';

/** Who is told of requests, and what is kept of them. */
export interface Observation {
  registry: Registry;
  listeners: readonly ExchangeListener[];
  /** Requests under way that do not run for long; kept up here. */
  inflight: InflightRequests;
  /** Nobody is told, and nothing is kept, before it is open. */
  gate: ObservationGate;
}

export interface ObservationGate {
  isOpen: boolean;
}

export interface InflightRequests {
  mutating: number;
  readOnly: number;
}

/** A response with what is known of its exchange. */
export interface ObservedResponse extends ServerResponse {
  readonly exchange: KnownExchange;
  /** It will never be answered. */
  abandon(): void;
}

/** Bodies that are longer are not kept. */
const MAX_KEPT_BYTES = 64 * 1024;

const READ_ONLY: ReadonlySet<string> = new Set(['GET', 'HEAD']);

const visitors = new WeakMap<IncomingMessage, Visitor>();

/** Tells who a request is from. Not called where everybody is an admin. */
export function noteVisitor(request: IncomingMessage, visitor: Visitor): void {
  visitors.set(request, visitor);
}

/** Tells what came with a request. */
export function noteBody(response: ServerResponse, body: unknown): void {
  if (!isObserved(response) || !Buffer.isBuffer(body) || body.length > MAX_KEPT_BYTES) return;
  // A copy: the bytes are a part of all that came over the connection.
  response.exchange.requestBody = Buffer.from(body);
}

export function isObserved(response: ServerResponse): response is ObservedResponse {
  return 'exchange' in response;
}

/** A class, as node:http makes its responses by one. */
export function observedResponses({ registry, listeners, inflight, gate }: Observation): typeof ServerResponse {
  const onStarted = listeners.flatMap((listener) => listener.started?.bind(listener) ?? []);
  const onEnded = listeners.flatMap((listener) => listener.ended?.bind(listener) ?? []);

  class Response<R extends IncomingMessage = IncomingMessage> extends ServerResponse<R> implements ObservedResponse {
    readonly exchange: KnownExchange;
    #isLong = false;
    readonly #kind: keyof InflightRequests;

    constructor(request: R, options?: object) {
      // Node gives options, which its types do not know.
      super(...([request, options] as unknown as [R]));
      this.exchange = new KnownExchange(registry, request);
      this.#kind = READ_ONLY.has(request.method ?? '') ? 'readOnly' : 'mutating';
      inflight[this.#kind]++;
      const given = request.headers['audit-id'];
      if (given !== undefined) this.exchange.auditId = String(given);
    }

    override writeHead(code: number, ...rest: unknown[]): this {
      const headers = rest.at(-1) as OutgoingHttpHeaders | undefined;
      if (headers?.['audit-id'] !== undefined && !Array.isArray(headers)) {
        if (this.exchange.auditId === '') this.exchange.auditId = String(headers['audit-id']);
        else headers['audit-id'] = this.exchange.auditId;
      }
      return super.writeHead(code, ...(rest as [OutgoingHttpHeaders]));
    }

    override flushHeaders(): void {
      if (!this.#isLong && this.exchange.isLong) this.#begin();
      super.flushHeaders();
    }

    override end(...args: unknown[]): this {
      const [body] = args;
      super.end(...(args as []));
      if (!this.exchange.isDone) this.#finish(Buffer.isBuffer(body) ? body : undefined);
      return this;
    }

    abandon(): void {
      if (this.exchange.isDone) return;
      this.exchange.code = 0;
      this.#tellEnd();
    }

    #begin(): void {
      this.#isLong = true;
      inflight[this.#kind]--;
      this.exchange.code = this.statusCode;
      this.#identify();
      for (const tell of onStarted) tell(this.exchange);
      this.once('close', () => {
        if (!this.exchange.isDone) this.#tellEnd();
      });
    }

    #finish(body: Buffer | undefined): void {
      const { exchange } = this;
      exchange.code = this.statusCode;
      if (body) {
        exchange.responseBytes = body.length;
        if (body.length <= MAX_KEPT_BYTES && !this.hasHeader('content-encoding')) exchange.responseBody = body;
      }
      this.#tellEnd();
    }

    #tellEnd(): void {
      this.#identify();
      this.exchange.auditId ||= randomUUID();
      this.exchange.end();
      if (!this.#isLong) inflight[this.#kind]--;
      for (const tell of onEnded) tell(this.exchange);
    }

    #identify(): void {
      const visitor = visitors.get(this.req);
      if (!visitor) return;
      this.exchange.user = visitor.user;
      this.exchange.impersonated = visitor.impersonated;
    }
  }
  // Called with `new`: what it returns is the response.
  function responseTo(request: IncomingMessage, options?: object): ServerResponse {
    if (gate.isOpen) return new Response(request, options);
    return new ServerResponse(...([request, options] as unknown as [IncomingMessage]));
  }
  return responseTo as unknown as typeof ServerResponse;
}
