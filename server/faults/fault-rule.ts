/** The vocabulary of rules, as users write them: in TypeScript, and as JSON over HTTP. */
import type { TextPattern } from '../lib/text-pattern.ts';

/** A duration such as `250ms` or `1m30s`, or milliseconds. */
export type Duration = string | number;

/** Which requests; what is left out matches all. */
export interface RequestMatch {
  /** As in RBAC: get, list, watch, create, update, patch, delete, deletecollection. */
  verb?: TextPattern;
  /** The API group; the core group is the empty text. */
  group?: TextPattern;
  /** The plural name, with `/` before a subresource: `pods`, `pods/status`; `pods` alone does not mean `pods/status`. */
  resource?: TextPattern;
  kind?: TextPattern;
  namespace?: TextPattern;
  name?: TextPattern;
  userAgent?: TextPattern;
  /** The path and the query, for what is no resource. */
  path?: TextPattern;
}

/** Which of the requests that match; each rule counts its own. */
export interface RuleTiming {
  /** Only these calls, counted from 1. */
  nth?: number | readonly number[];
  /** Every so manieth call. */
  every?: number;
  /** So many calls pass first. */
  skip?: number;
  /** The rule acts so often and then no more. */
  times?: number;
  /** From 0 to 1: of the calls that are left. */
  probability?: number;
  /** Of the probability: the same seed draws the same. */
  seed?: number;
}

interface NamedRule {
  /** To know it again; one is made up when left out. */
  id?: string;
}

/** An answer in place of the real one, which is not even asked for. */
export interface StatusFault {
  status: number;
  /** Kubernetes' own when left out. */
  reason?: string;
  message?: string;
  /** Seconds; 1 for 429 when left out. */
  retryAfter?: number;
  delay?: Duration;
}

export interface ConnectionFault {
  /** See `RequestEffects`. */
  connection: 'drop' | 'drop-answer' | 'stall';
  delay?: Duration;
}

export interface DelayFault {
  delay: Duration;
}

export interface StaleListFault {
  /** Lists show what was so many writes ago. */
  staleBy: number;
  delay?: Duration;
}

/** What happens to watches, also to those that are open already. */
export interface WatchFault {
  /**
   * `cut`: the connection ends; `expire`: an ERROR event with 410, then the end; `silence`: nothing comes any more, though
   * the connection stays; `no-bookmarks`: events come, bookmarks do not; `lag`: all comes late, by `delay`.
   */
  watch: 'cut' | 'expire' | 'silence' | 'no-bookmarks' | 'lag';
  /** After so many events of each watch. */
  afterEvents?: number;
  delay?: Duration;
}

export type RequestEffect = StatusFault | ConnectionFault | DelayFault | StaleListFault | WatchFault;

export type RequestRule = NamedRule & RequestMatch & RuleTiming & RequestEffect;

/** What happens to questions to the cluster's DNS server. */
export interface DnsRule extends NamedRule, RuleTiming {
  /**
   * `servfail`, `refused`, `nxdomain`: that answer; `drop`: none; `lag`: the answer comes late, by `delay`; `stale`: what
   * changes from now on is answered late, by `delay`, or not before the rule is removed.
   */
  dns: 'servfail' | 'refused' | 'nxdomain' | 'drop' | 'lag' | 'stale';
  /** The name that is asked for, without a dot at its end. Not for `stale`, which is about everything. */
  name?: TextPattern;
  /** `A`, `SRV` … */
  type?: TextPattern;
  delay?: Duration;
}

export type FaultRule = RequestRule | DnsRule;

export function isDnsRule(rule: FaultRule): rule is DnsRule {
  return 'dns' in rule;
}

export function isWatchFault(rule: RequestEffect): rule is WatchFault {
  return 'watch' in rule;
}
