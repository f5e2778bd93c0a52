/** How long things take that take time on real nodes, in milliseconds. */
export interface Pace {
  /** From the binding of a pod until its first container runs: images, volumes, sandbox. */
  start: number;
  /** From the start of a container until its probes pass; those without probes are ready at once. */
  ready: number;
  /** From the wish that a container stops until it has. */
  terminate: number;
}

export const DEFAULT_PACE: Pace = { start: 100, ready: 100, terminate: 100 };

/** Everything happens as soon as it can. */
export const INSTANT: Pace = { start: 0, ready: 0, terminate: 0 };

/** By the words that users have for them. */
export const PACES = { instant: INSTANT, natural: DEFAULT_PACE };
