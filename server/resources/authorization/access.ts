/** Whether somebody may do something. */
import type { AccessQuestion } from '../../api/authorization.ts';
import type {
  NonResourceAttributes,
  PolicyRule,
  ResourceAttributes,
  SubjectAccessReviewStatus,
  UserInfo,
} from '../../api/types.gen.ts';
import type { ObjectReader } from '../../registry/define-resource.ts';
import { grantsOf, isSuperuser } from './rbac.ts';

export function reviewAccess(
  user: UserInfo,
  question: AccessQuestion,
  objects: ObjectReader,
): SubjectAccessReviewStatus {
  if (isSuperuser(user)) return { allowed: true };
  const { resourceAttributes: resource, nonResourceAttributes: path } = question;
  const allows = (rule: PolicyRule) => (resource ? allowsResource(rule, resource) : allowsPath(rule, path ?? {}));
  for (const { rule, because } of grantsOf(user, resource?.namespace, objects)) {
    if (allows(rule)) return { allowed: true, reason: `RBAC: allowed by ${because}` };
  }
  return { allowed: false };
}

function allowsResource(rule: PolicyRule, attributes: ResourceAttributes): boolean {
  const { verb = '', group = '', resource = '', subresource, name = '' } = attributes;
  const wanted = subresource ? `${resource}/${subresource}` : resource;
  return (
    includesOrStar(rule.verbs, verb) &&
    includesOrStar(rule.apiGroups, group) &&
    (includesOrStar(rule.resources, wanted) || (!!subresource && !!rule.resources?.includes(`*/${subresource}`))) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(name))
  );
}

function allowsPath(rule: PolicyRule, { verb = '', path = '' }: NonResourceAttributes): boolean {
  return includesOrStar(rule.verbs, verb) && (rule.nonResourceURLs ?? []).some((pattern) => pathMatches(pattern, path));
}

/** `/api/*` means everything below; `*` everything. */
function pathMatches(pattern: string, path: string): boolean {
  if (pattern === '*' || pattern === path) return true;
  return pattern.endsWith('*') && path.startsWith(pattern.replace(/\*+$/, ''));
}

function includesOrStar(values: readonly string[] | null | undefined, value: string): boolean {
  return !!values && (values.includes('*') || values.includes(value));
}
