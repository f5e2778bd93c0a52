import type { ResourceType } from './object.ts';
import type { UserInfo } from './types.gen.ts';

/** What a request asks for, as far as its URL and method say. */
export interface Asked {
  /** As in RBAC: `get`, `list`, `watch`, `create` …; for documents the method in lower case. */
  readonly verb: string;
  readonly method: string;
  /** The path and the query. */
  readonly uri: string;
  /** Empty for the core group, and for documents. */
  readonly group: string;
  readonly version: string;
  /** The plural name; empty for documents. */
  readonly resource: string;
  /** Empty for documents and what is not served. */
  readonly kind: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly userAgent: string;
}

/** A request and its answer. Made for each request: what costs anything is found out when it is asked for. */
export interface Exchange {
  /** The path and the query. */
  readonly uri: string;
  /** Found out when it is first asked for. */
  readonly asked: Asked;
  /** As in the answer's Audit-Id header; empty for what got no answer. */
  readonly auditId: string;
  /** Undefined where everybody is an admin, and for who was not let in. */
  readonly user: UserInfo | undefined;
  /** In whose name `user` asked. */
  readonly impersonated: UserInfo | undefined;
  readonly address: string;
  /** When it began, in milliseconds since the epoch, by the cluster's clock. */
  readonly at: number;
  /** Milliseconds of real time until the end of the answer; for what is under way, until now. */
  readonly took: number;
  /** Of the answer; 0 while there is none, and where the connection ended before there was one. */
  readonly code: number;
  /** Watches, logs and other streams. */
  readonly isLong: boolean;
  /** The answer of a long one has begun. */
  readonly hasStarted: boolean;
  readonly isDone: boolean;
  /** As it came, of writes. */
  readonly requestBody: Uint8Array | undefined;
  readonly contentType: string;
  /** As it went out: of refusals, and of all where somebody wants that. */
  readonly responseBody: Uint8Array | undefined;
  readonly responseBytes: number;
  /** The id of the fault that was put in its way. */
  readonly fault: string | undefined;
  /** For those who keep many: lets go of both bodies. */
  forgetBodies(): void;
}

/** Told of requests. Called while they are answered: may not throw, and may not take long. */
export interface ExchangeListener {
  /** The answer of a long one begins. */
  started?(exchange: Exchange): void;
  /** It is over, one way or the other. */
  ended?(exchange: Exchange): void;
}

/** A GET of one namespaced object as JSON, answered with 200 at once where everybody is an admin. */
export interface PlainRead {
  readonly type: ResourceType;
  /** `namespace/name`. */
  readonly key: string;
  readonly userAgent: string;
  readonly address: string;
  /** As of an exchange. */
  readonly at: number;
  readonly took: number;
}

/** Told of plain reads, of which there may be so many that a whole exchange for each would cost too much. */
export interface PlainReadListener {
  /** False while somebody wants to hear of whole exchanges: then it is not told. */
  readonly isEnough: boolean;
  /** Called while they are answered: may not throw, and keeps nothing of what it is told but its values. */
  read(read: PlainRead): void;
}
