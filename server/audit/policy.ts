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
  const { users = [], userGroups = [], verbs = [], resources = [], namespaces = [], nonResourceURLs = [] } = rule;
  if (users.length > 0 && !users.includes(user?.username ?? '')) return false;
  if (userGroups.length > 0 && !user?.groups?.some((group) => userGroups.includes(group))) return false;
  if (verbs.length > 0 && !verbs.includes(asked.verb)) return false;
  const isObject = asked.resource !== '';
  if (namespaces.length > 0 || resources.length > 0) {
    if (!isObject || (namespaces.length > 0 && !namespaces.includes(asked.namespace))) return false;
    return resources.length === 0 || resources.some((one) => isMeant(one, asked));
  }
  if (nonResourceURLs.length === 0) return true;
  return !isObject && nonResourceURLs.some((pattern) => isPath(pattern, asked.uri.split('?', 1)[0] ?? ''));
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
