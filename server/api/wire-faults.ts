import type { Asked } from './exchange.ts';

/** What is put in the way of requests; offered by faults/ and used by http/. */
export interface WireFaults {
  /** False while there is no rule: then nothing else is called for a request. */
  readonly armed: boolean;
  /** What happens to this request. Counts as a call of the rules that match. */
  meet(asked: Asked): MetFault | undefined;
  /** What happens to an open watch, now and by rules that are added while it is open. Ends with `stop`. */
  follow(asked: Asked, control: WatchControl): WatchFaults;
}

export interface MetFault {
  /** Of the rule. */
  readonly id: string;
  readonly effects: RequestEffects;
}

/** They happen in this order. */
export interface RequestEffects {
  /** Milliseconds before anything else is done. */
  readonly delay?: number;
  /** `drop`: closed before the request is looked at; `drop-answer`: after it was done; `stall`: left open, without an answer. */
  readonly connection?: 'drop' | 'drop-answer' | 'stall';
  readonly status?: FaultStatus;
  /** A list shows what was so many revisions ago, or as much of it as history still knows. */
  readonly staleBy?: number;
}

export interface FaultStatus {
  readonly code: number;
  /** Kubernetes' reason and message for the code when left out. */
  readonly reason?: string;
  readonly message?: string;
  /** Seconds, for the Retry-After header. */
  readonly retryAfter?: number;
}

/** How an open watch can be hurt. */
export interface WatchControl {
  /** The connection ends, in the middle of the stream. */
  cut(): void;
  /** The watch says that its history is gone, 410, and ends. */
  expire(): void;
}

/** Asked for each frame. */
export interface WatchFaults {
  /** Sends the frame: at once, later, or never. */
  event(send: () => void): void;
  bookmark(send: () => void): void;
  stop(): void;
}
