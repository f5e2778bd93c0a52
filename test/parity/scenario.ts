/**
 * A conversation with an API server as data: calls, and what Kubernetes answers to them. A file of golden/ or unconfirmed/ holds one.
 *
 * In paths, headers and bodies `{ns}` is the scenario's own namespace, `{name}` its name, `{now}` the present time, and
 * any other name in braces what a step before has captured. `{x*2000}` is two thousand times x. What no two servers
 * answer alike (uids, times, allocated addresses …) is replaced on both sides: see normalise.ts.
 */
export interface Scenario {
  name: string;
  steps: Step[];
  /** Calls after it, whatever came of it. */
  cleanup?: CallStep[];
  /** Scenarios of one lane run one after another: they touch the same cluster-wide things. */
  lane?: string;
  /** False: it needs no namespace of its own. */
  namespace?: false;
  /** Compare managedFields too. */
  managedFields?: true;
  /** What to replace in every text of the answers: a regular expression and the replacement. */
  replace?: Replacement[];
  /** No real server has answered it yet: it is what the sources of Kubernetes say. */
  unconfirmed?: true;
}

export type Step = CallStep | WatchStep | { pause: number };

export interface CallStep extends Comparison {
  /** Method and path: `GET /api/v1/namespaces/{ns}/pods`. */
  call: string;
  headers?: Record<string, string>;
  /** A string goes as it is, anything else as JSON. */
  body?: unknown;
  /** For what a controller does in its own time: repeat the call until all of this holds and the answer is as wanted. */
  until?: Condition[];
  timeoutMs?: number;
  /** Names for values of the answer's body, by path. */
  capture?: Record<string, string>;
  showHeaders?: string[];
  /** Compare the text of the body instead of what it means. */
  raw?: true;
  noBody?: true;
  /** What Kubernetes answers; without it the answer is not compared. */
  want?: Answer;
}

export interface WatchStep extends Comparison {
  /** The path. */
  watch: string;
  headers?: Record<string, string>;
  /** How many events to wait for. */
  collect: number;
  timeoutMs?: number;
  /** Done while the watch is open. */
  during?: CallStep[];
  /** Milliseconds to wait before `during`, for the events of the beginning. */
  settleMs?: number;
  /** Milliseconds to wait at the end, for events that must not come. */
  extraMs?: number;
  /** Whether the server ended the watch is compared. */
  compareEnd?: true;
  want: Answer;
}

/** What of an answer is compared. Paths are keys joined by dots; `*` stands for every one. */
export interface Comparison {
  /** What it shows, for a reader. */
  about?: string;
  /** Only these paths of the body, or of each event. */
  pick?: string[];
  /** All but these paths. */
  ignore?: string[];
  /** Of a list only the items whose value at a path matches a regular expression. */
  keep?: { list: string; by: string; matching: string };
  /** Lists whose order says nothing, in the order in which they are to be sorted, and the paths to sort them by. */
  order?: { list: string; by: string[] }[];
  replace?: Replacement[];
}

export interface Answer {
  status: number;
  contentType?: string;
  warning?: string;
  headers?: Record<string, string>;
  body?: unknown;
  events?: unknown[];
  ended?: boolean;
}

/** About the status of the answer, the value at a path of its body, or a condition in its status. */
export type Condition =
  | { status: number }
  | { at: string; is: unknown }
  | { at: string; sameAs: string }
  | { at: string; exists: boolean }
  | { condition: string; reason?: string };

export type Replacement = [pattern: string, by: string];
