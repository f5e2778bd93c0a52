/** What is put in the way of DNS questions; offered by faults/ and used by dns/. */
export interface NameFaults {
  /** False while there is no rule: then `meet` is not called. */
  readonly armed: boolean;
  /** `name` in lower case, without a dot at its end. Counts as a call of the rules that match. */
  meet(name: string, type: string): NameFault | undefined;
  /** Called with each change of what DNS knows; applies it, at once or later, in order. */
  learn(apply: () => void): void;
}

export interface NameFault {
  /** Milliseconds before anything is answered. */
  readonly delay: number;
  /** In place of the real answer. `drop`: there is none. */
  readonly answer?: 'servfail' | 'refused' | 'nxdomain' | 'drop';
}
