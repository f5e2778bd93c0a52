/** The vocabulary of the control API: what a route says of itself, for those who call it and for its OpenAPI document. */
import type { IncomingMessage } from 'node:http';
import type { ApiObject } from '../api/object.ts';
import type { Behaviour } from '../faults/behaviour.ts';
import type { Faults } from '../faults/faults.ts';
import type { Journal } from '../journal/journal.ts';
import type { ManualClock } from '../lib/clock.ts';
import type { Pace } from '../node/pace.ts';
import type { ClusterState } from '../state/cluster-state.ts';

/** What it controls. */
export interface Controlled extends Pick<ClusterState, 'clock' | 'settled' | 'snapshot' | 'restore' | 'reset'> {
  readonly faults: Faults;
  readonly journal: Journal;
  readonly simulate: Behaviour;
  /** See registry/compact.ts. Resolves with the revision. */
  compact(revision?: number): Promise<number>;
  /** Starts another cluster that begins as this one is. */
  fork(options?: ForkOptions): Promise<Fork>;
}

/** What a fork has otherwise than the cluster that it comes from. */
export interface ForkOptions {
  port?: number;
  pace?: Partial<Pace>;
  dns?: false | { port: number };
  /** Applied to it at once. */
  manifests?: readonly ApiObject[];
}

export interface Fork extends AsyncDisposable {
  readonly url: string;
  readonly kubeconfig: string;
  readonly dns: { host: string; port: number } | undefined;
  readonly clock: Pick<ManualClock, 'pause' | 'resume'>;
  /** Rejects when a manifest is refused. */
  readonly started: Promise<void>;
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
  /** The schema of the answer; left out where it is empty. */
  readonly answers?: string;
  /** The schema of each line, where lines of JSON can be asked for. */
  readonly lines?: string;
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
