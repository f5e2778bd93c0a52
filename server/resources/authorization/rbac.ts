/** What the stored roles and bindings allow. */
import { clusterRoleBindings, clusterRoles, roleBindings, roles } from '../../api/resource-types.gen.ts';
import type {
  ClusterRoleBinding,
  PolicyRule,
  RoleBinding,
  RoleRef,
  RbacV1Subject as Subject,
  UserInfo,
} from '../../api/types.gen.ts';
import type { ObjectReader } from '../../registry/define-resource.ts';

/** Their members may do everything, whatever the roles say: Kubernetes' own, and that of kubeadm's administrators. */
const SUPERUSERS = ['system:masters', 'kubeadm:cluster-admins'];

export function isSuperuser(user: UserInfo): boolean {
  return (user.groups ?? []).some((group) => SUPERUSERS.includes(group));
}

export interface Grant {
  rule: PolicyRule;
  /** `ClusterRoleBinding "x" of ClusterRole "y" to User "z"` */
  because: string;
}

/** The rules that hold for the user: everywhere, and in the namespace if one is given. */
export function* grantsOf(user: UserInfo, namespace: string | undefined, objects: ObjectReader): Iterable<Grant> {
  for (const binding of objects.list(clusterRoleBindings))
    yield* grantsBy(binding, 'ClusterRoleBinding', user, objects);
  if (!namespace) return;
  for (const binding of objects.list(roleBindings, namespace)) yield* grantsBy(binding, 'RoleBinding', user, objects);
}

function* grantsBy(
  binding: RoleBinding | ClusterRoleBinding,
  kind: string,
  user: UserInfo,
  objects: ObjectReader,
): Iterable<Grant> {
  const { namespace, name } = binding.metadata;
  const subject = (binding.subjects ?? []).find((candidate) => isMeant(candidate, user, namespace));
  if (!subject) return;
  const { roleRef } = binding;
  const place = namespace ? `${name}/${namespace}` : name;
  const because = `${kind} "${place}" of ${roleRef.kind} "${roleRef.name}" to ${describe(subject, namespace)}`;
  for (const rule of rulesOf(roleRef, namespace, objects)) yield { rule, because };
}

function isMeant(subject: Subject, user: UserInfo, namespace: string | undefined): boolean {
  switch (subject.kind) {
    case 'User':
      return subject.name === user.username;
    case 'Group':
      return (user.groups ?? []).includes(subject.name);
    case 'ServiceAccount':
      return user.username === `system:serviceaccount:${subject.namespace || namespace}:${subject.name}`;
    default:
      return false;
  }
}

function describe({ kind, name, namespace }: Subject, home: string | undefined): string {
  return kind === 'ServiceAccount' ? `ServiceAccount "${name}/${namespace || home}"` : `${kind} "${name}"`;
}

function rulesOf({ kind, name }: RoleRef, namespace: string | undefined, objects: ObjectReader): PolicyRule[] {
  if (kind === 'Role') return objects.get(roles, { namespace, name })?.rules ?? [];
  return objects.get(clusterRoles, { name })?.rules ?? [];
}
