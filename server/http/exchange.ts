/** What is known of a request and its answer when it is over, or while it is under way; and who is told of that. */
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Asked, Exchange, ExchangeListener, PlainReadListener } from '../api/exchange.ts';
import type { UserInfo } from '../api/types.gen.ts';
import type { Registry } from '../registry/registry.ts';
import { askedOf, isLongRunning } from './asked.ts';

/** Who is told of requests. */
export interface Observation {
  registry: Registry;
  listeners: readonly ExchangeListener[];
  plainReads?: PlainReadListener | undefined;
  /** Requests under way that do not run for long; kept up here. */
  inflight: InflightRequests;
  /** Somebody wants all bodies, of whatever length, and not only short ones of writes and refusals. */
  keepsBodies?: boolean | undefined;
}

/** Bodies that are longer are not kept. */
const MAX_KEPT_BYTES = 64 * 1024;

export interface InflightRequests {
  mutating: number;
  readOnly: number;
}

/** Who was let in, by the request. */
export interface Visitor {
  user: UserInfo;
  impersonated: UserInfo | undefined;
}

const visitors = new WeakMap<IncomingMessage, Visitor>();

/** Tells who a request is from. Not called where everybody is an admin. */
export function noteVisitor(request: IncomingMessage, visitor: Visitor): void {
  visitors.set(request, visitor);
}

const READ_ONLY: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * One is made for each request, and many are kept for long: it holds the few values that it needs and nothing of the
 * connection, not even the headers.
 */
export class KnownExchange implements Exchange {
  readonly method: string;
  readonly uri: string;
  readonly userAgent: string;
  readonly contentType: string;
  readonly address: string;
  readonly at: number;
  auditId: string;
  code = 0;
  user: UserInfo | undefined = undefined;
  impersonated: UserInfo | undefined = undefined;
  requestBody: Uint8Array | undefined = undefined;
  responseBody: Uint8Array | undefined = undefined;
  responseBytes = 0;
  fault: string | undefined = undefined;
  hasStarted = false;
  isDone = false;
  readonly #observation: Observation;
  /** Milliseconds: when it began, and when it is done how long it took. */
  #time: number;
  #asked: Asked | undefined = undefined;

  constructor(observation: Observation, request: IncomingMessage) {
    const { headers } = request;
    this.#observation = observation;
    this.method = request.method ?? '';
    this.uri = request.url ?? '';
    this.userAgent = headers['user-agent'] ?? '';
    this.contentType = headers['content-type'] ?? '';
    this.auditId = headers['audit-id'] === undefined ? '' : String(headers['audit-id']);
    this.address = request.socket.remoteAddress ?? '';
    this.at = observation.registry.clock.now();
    this.#time = performance.now();
    this.#count(1);
  }

  get asked(): Asked {
    this.#asked ??= askedOf(this.#observation.registry, this);
    return this.#asked;
  }

  get took(): number {
    return this.isDone ? this.#time : performance.now() - this.#time;
  }

  get isLong(): boolean {
    return isLongRunning(this.asked);
  }

  /** What came with the request. */
  noteBody(bytes: Buffer): void {
    // A copy: the bytes are a part of all that came over the connection.
    if (this.#observation.keepsBodies || bytes.length <= MAX_KEPT_BYTES) this.requestBody = Buffer.from(bytes);
  }

  /** What goes out whole. */
  noteAnswer(code: number, bytes: Buffer): void {
    this.responseBytes = bytes.length;
    const isShort = code >= 400 && bytes.length <= MAX_KEPT_BYTES;
    if (isShort || this.#observation.keepsBodies) this.responseBody = bytes;
  }

  /** The answer of a long one begins. */
  start(request: IncomingMessage, code: number): void {
    this.#count(-1);
    this.hasStarted = true;
    this.code = code;
    this.#identify(request);
    for (const listener of this.#observation.listeners) listener.started?.(this);
  }

  /** It is over; without an answer the code is 0. */
  end(request: IncomingMessage, code: number): void {
    this.code = code;
    this.#identify(request);
    this.auditId ||= randomUUID();
    this.#time = performance.now() - this.#time;
    this.isDone = true;
    if (!this.hasStarted) this.#count(-1);
    for (const listener of this.#observation.listeners) listener.ended?.(this);
  }

  forgetBodies(): void {
    this.requestBody = undefined;
    this.responseBody = undefined;
  }

  #count(change: number): void {
    const { inflight } = this.#observation;
    if (READ_ONLY.has(this.method)) inflight.readOnly += change;
    else inflight.mutating += change;
  }

  #identify(request: IncomingMessage): void {
    const visitor = visitors.get(request);
    if (!visitor) return;
    this.user = visitor.user;
    this.impersonated = visitor.impersonated;
  }
}
