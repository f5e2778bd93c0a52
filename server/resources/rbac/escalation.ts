/** Nobody gives away what they do not have: Kubernetes' checks on writes of roles and bindings. */
import { type ApiError, forbiddenError, notFound } from '../../api/errors.ts';
import { goQuote } from '../../api/field-error.ts';
import type { ApiObject, ResourceType } from '../../api/object.ts';
import { clusterRoles, roles } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding } from '../../api/types.gen.ts';
import type { WriteContext } from '../../registry/define-resource.ts';
import { grantsOf, isSuperuser } from '../authorization/rbac.ts';
import { printList, uncovered } from './rule-cover.ts';

const EVERYTHING: PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** Throws 403 for a role with more rights than its writer has, unless the writer may `escalate`. */
export function refuseStrongerRole(
  type: ResourceType,
  role: Role | ClusterRole,
  { old, context }: { old?: Role | ClusterRole; context: WriteContext },
): void {
  if (isTrusted(role, old, context)) return;
  const { namespace, name } = role.metadata;
  if (mayOn(type, { verb: 'escalate', name, namespace, context })) return;
  const beyond = missingRights(role.rules ?? [], namespace, context);
  if (beyond.length > 0) throw attempt(type, name, { beyond, context });
  const isAggregated = 'aggregationRule' in role && role.aggregationRule !== undefined;
  if (isAggregated && missingRights(EVERYTHING, namespace, context).length > 0) {
    throw forbiddenError(type, name, 'must have cluster-admin privileges to use an aggregationRule');
  }
}

/** Throws 403 for a binding to a role with more rights than its writer has, unless the writer may `bind` the role. */
export function refuseStrongerBinding(
  type: ResourceType,
  binding: RoleBinding | ClusterRoleBinding,
  { old, context }: { old?: RoleBinding | ClusterRoleBinding; context: WriteContext },
): void {
  if (isTrusted(binding, old, context)) return;
  const { namespace, name } = binding.metadata;
  const { kind, name: roleName } = binding.roleRef;
  const roleType: ResourceType<Role | ClusterRole> = kind === 'Role' ? roles : clusterRoles;
  if (mayOn(roleType, { verb: 'bind', name: roleName, namespace, context })) return;
  const role = context.objects.get(roleType, kind === 'Role' ? { namespace, name: roleName } : { name: roleName });
  if (!role) throw notFound(roleType, roleName);
  const beyond = missingRights(role.rules ?? [], namespace, context);
  if (beyond.length > 0) throw attempt(type, name, { beyond, context });
}

/** Who is not asked about what they may do, and who only lets the garbage collector do its work. */
function isTrusted(object: ApiObject, old: ApiObject | undefined, { allows, user }: WriteContext): boolean {
  return !allows || isSuperuser(user) || (old !== undefined && semanticEqual(lasting(object), lasting(old)));
}

function lasting({ metadata, ...rest }: ApiObject): object {
  const { ownerReferences: _owners, finalizers: _finalizers, managedFields: _managers, ...kept } = metadata ?? {};
  return { ...rest, metadata: kept };
}

function mayOn(
  { group, plural }: ResourceType,
  by: { verb: string; name: string; namespace: string | undefined; context: WriteContext },
): boolean {
  const { verb, name, namespace, context } = by;
  const attributes = { verb, group, resource: plural, name, ...(namespace !== undefined && { namespace }) };
  return context.allows?.({ resourceAttributes: attributes }) ?? true;
}

function missingRights(rules: readonly PolicyRule[], namespace: string | undefined, { user, objects }: WriteContext) {
  return uncovered(
    rules,
    [...grantsOf(user, namespace, objects)].map(({ rule }) => rule),
  );
}

function attempt(type: ResourceType, name: string, by: { beyond: readonly string[]; context: WriteContext }): ApiError {
  const { username = '', groups = [] } = by.context.user;
  const who = `user ${goQuote(username)} (groups=${printList(groups ?? [])})`;
  const what = 'is attempting to grant RBAC permissions not currently held';
  return forbiddenError(type, name, `${who} ${what}:\n${by.beyond.join('\n')}`);
}
