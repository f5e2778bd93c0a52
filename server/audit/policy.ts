/** audit.k8s.io/v1 Policy: how much is written down of which request. */
import type { Asked } from '../api/exchange.ts';
import type { UserInfo } from '../api/types.gen.ts';

export const LEVELS = ['None', 'Metadata', 'Request', 'RequestResponse'] as const;
export const STAGES = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'] as const;

export type AuditLevel = (typeof LEVELS)[number];
export type AuditStage = (typeof STAGES)[number];

export interface AuditPolicy {
  rules: readonly AuditRule[];
  omitStages?: readonly AuditStage[];
  omitManagedFields?: boolean;
}

/** What is left out, or empty, matches all. */
export interface AuditRule {
  level: AuditLevel;
  users?: readonly string[];
  userGroups?: readonly string[];
  verbs?: readonly string[];
  resources?: readonly GroupResources[];
  /** The empty name is that of what has no namespace. */
  namespaces?: readonly string[];
  /** Exact, or with `*` at the end. */
  nonResourceURLs?: readonly string[];
  /** Beside those of the policy. */
  omitStages?: readonly AuditStage[];
  /** In place of what the policy says. */
  omitManagedFields?: boolean;
}

export interface GroupResources {
  group?: string;
  /** `pods`, `pods/log`, `pods/*`, `*\/scale`, `*`. */
  resources?: readonly string[];
  resourceNames?: readonly string[];
}

/** Of one request. */
export interface AuditDecision {
  level: AuditLevel;
  omitStages: readonly AuditStage[];
  omitManagedFields: boolean;
}

/** What kubeling writes without a policy. kube-apiserver writes nothing then. */
export const EVERYTHING: AuditPolicy = { rules: [{ level: 'Metadata' }] };

/** The first rule that matches decides; what none matches is not written. `user` is who asks, not who is impersonated. */
export function auditDecision(policy: AuditPolicy, asked: Asked, user: UserInfo | undefined): AuditDecision {
  const { rules, omitStages = [], omitManagedFields = false } = policy;
  const rule = rules.find((candidate) => matches(candidate, asked, user));
  if (!rule) return { level: 'None', omitStages, omitManagedFields };
  return {
    level: rule.level,
    omitStages: [...omitStages, ...(rule.omitStages ?? [])],
    omitManagedFields: rule.omitManagedFields ?? omitManagedFields,
  };
}

function matches(rule: AuditRule, asked: Asked, user: UserInfo | undefined): boolean {
  return isAskedBy(rule, user) && isEmptyOr(rule.verbs, (verbs) => verbs.includes(asked.verb)) && isAbout(rule, asked);
}

function isAskedBy({ users, userGroups }: AuditRule, user: UserInfo | undefined): boolean {
  const groups = user?.groups ?? [];
  return (
    isEmptyOr(users, (names) => names.includes(user?.username ?? '')) &&
    isEmptyOr(userGroups, (names) => groups.some((group) => names.includes(group)))
  );
}

function isAbout({ resources, namespaces, nonResourceURLs }: AuditRule, asked: Asked): boolean {
  const isObject = asked.resource !== '';
  const wantsObject = Boolean(resources?.length || namespaces?.length);
  const path = asked.uri.split('?', 1)[0] ?? '';
  if (!wantsObject) return isEmptyOr(nonResourceURLs, (urls) => !isObject && urls.some((url) => isPath(url, path)));
  return (
    isObject &&
    isEmptyOr(namespaces, (names) => names.includes(asked.namespace)) &&
    isEmptyOr(resources, (groups) => groups.some((group) => isMeant(group, asked)))
  );
}

function isEmptyOr<T>(list: readonly T[] | undefined, test: (list: readonly T[]) => boolean): boolean {
  return list === undefined || list.length === 0 || test(list);
}

function isMeant({ group = '', resources = [], resourceNames = [] }: GroupResources, asked: Asked): boolean {
  if (group !== asked.group) return false;
  if (resources.length === 0) return true;
  if (resourceNames.length > 0 && !resourceNames.includes(asked.name)) return false;
  const { resource, subresource } = asked;
  // All parts of a resource include, for Kubernetes, the resource itself.
  const meant = ['*', subresource === '' ? resource : `${resource}/${subresource}`, `${resource}/*`];
  if (subresource !== '') meant.push(`*/${subresource}`);
  return resources.some((one) => meant.includes(one));
}

function isPath(pattern: string, path: string): boolean {
  if (pattern === '*' || pattern === path) return true;
  return pattern.endsWith('*') && path.startsWith(pattern.replace(/\*+$/, ''));
}
