/** The vocabulary of the control API: what a route says of itself, for those who call it and for its OpenAPI document. */
import type { IncomingMessage } from 'node:http';
import type { Behaviour } from '../faults/behaviour.ts';
import type { Faults } from '../faults/faults.ts';
import type { Journal } from '../journal/journal.ts';
import type { ClusterState } from '../state/cluster-state.ts';

/** What it controls. */
export interface Controlled extends Pick<ClusterState, 'clock' | 'settled' | 'snapshot' | 'restore' | 'reset'> {
  readonly faults: Faults;
  readonly journal: Journal;
  readonly simulate: Behaviour;
  /** See registry/compact.ts. Resolves with the revision. */
  compact(revision?: number): Promise<number>;
  /** Starts another cluster that begins as this one is. */
  fork(): Promise<Fork>;
}

export interface Fork extends AsyncDisposable {
  readonly url: string;
  readonly kubeconfig: string;
}

/** What a route holds beyond one request. */
export interface ControlParts {
  cluster: Controlled;
  forks: Map<string, Fork>;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/kubeling/v1`, with `{name}` for what varies. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly query?: Readonly<Record<string, JsonSchema & { description: string }>>;
  /** The name of a schema in schemas.ts. */
  readonly body?: string;
  /** Not told: nothing is to be said of what is in it. */
  readonly answers?: string;
  /** Throws ApiError for what is refused. */
  answer(request: ControlRequest, parts: ControlParts): Promise<ControlAnswer> | ControlAnswer;
}

export interface ControlRequest {
  readonly raw: IncomingMessage;
  readonly params: Readonly<Record<string, string>>;
  /** What the route's `query` allows. */
  readonly query: URLSearchParams;
  /** Fits the schema of the route. */
  readonly body: unknown;
  /** The caller is gone. */
  readonly signal: AbortSignal;
}

export type ControlAnswer =
  | { code: number; body: unknown }
  /** One line of JSON each, as they come. */
  | { code: number; lines: AsyncIterable<unknown> | Iterable<unknown> };
