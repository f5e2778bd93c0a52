/** Told of what happens in a work queue. */
export interface QueueObserver {
  /** It waits from now on. */
  added(key: string): void;
  /** It failed, and comes back at once or later. */
  retried(key: string): void;
  taken(key: string): void;
  done(key: string): void;
}
