/** What is known of a request and its answer when it is over, or while it is under way. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Asked, Exchange } from '../api/exchange.ts';
import type { UserInfo } from '../api/types.gen.ts';
import type { Registry } from '../registry/registry.ts';
import { askedOf, isLongRunning } from './asked.ts';

/** Who was let in, by the request. */
export interface Visitor {
  user: UserInfo;
  impersonated: UserInfo | undefined;
}

/** Keeps the few values that it needs, and nothing of the connection: exchanges are kept for long. */
export class KnownExchange implements Exchange {
  readonly method: string;
  readonly uri: string;
  readonly headers: IncomingHttpHeaders;
  readonly address: string;
  readonly at: number;
  readonly #registry: Registry;
  #began: number;
  #took: number | undefined;
  #asked: Asked | undefined;
  auditId = '';
  code = 0;
  user: UserInfo | undefined;
  impersonated: UserInfo | undefined;
  requestBody: Uint8Array | undefined;
  responseBody: Uint8Array | undefined;
  responseBytes = 0;
  fault: string | undefined;

  constructor(registry: Registry, request: IncomingMessage) {
    this.#registry = registry;
    this.method = request.method ?? '';
    this.uri = request.url ?? '';
    this.headers = request.headers;
    this.address = request.socket.remoteAddress ?? '';
    this.at = registry.clock.now();
    this.#began = performance.now();
  }

  get asked(): Asked {
    this.#asked ??= askedOf(this.#registry, this);
    return this.#asked;
  }

  get contentType(): string {
    return this.headers['content-type'] ?? '';
  }

  get took(): number {
    return this.#took ?? performance.now() - this.#began;
  }

  get isDone(): boolean {
    return this.#took !== undefined;
  }

  get isLong(): boolean {
    return isLongRunning(this.asked);
  }

  end(): void {
    this.#took = performance.now() - this.#began;
  }
}
