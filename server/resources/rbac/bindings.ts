/** What RoleBindings and ClusterRoleBindings share: a role, and who has it. */
import { type FieldError, invalid, notSupported, required } from '../../api/field-error.ts';
import { dns1123SubdomainErrors, pathSegmentNameErrors } from '../../api/names.ts';
import type { ClusterRoleBinding, RoleBinding, RoleRef, RbacV1Subject as Subject } from '../../api/types.gen.ts';
import type { RowContext } from '../../registry/define-resource.ts';
import { invalidFor } from '../field-checks.ts';
import { age } from '../table-cells.ts';
import { validateEach } from '../validate-each.ts';

const GROUP = 'rbac.authorization.k8s.io';

type AnyBinding = RoleBinding | ClusterRoleBinding;

export function defaultBinding(draft: AnyBinding): void {
  draft.roleRef.apiGroup ||= GROUP;
  for (const subject of draft.subjects ?? []) {
    if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= GROUP;
  }
}

export function validateBinding(binding: AnyBinding, options: { namespaced: boolean }): FieldError[] {
  return [
    ...validateRoleRef(binding.roleRef, options.namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'], 'roleRef'),
    ...validateEach(binding.subjects, 'subjects', (subject, field) => validateSubject(subject, options, field)),
  ];
}

export function validateBindingUpdate({ roleRef }: AnyBinding, old: AnyBinding): FieldError[] {
  const before = old.roleRef;
  if (roleRef.apiGroup === before.apiGroup && roleRef.kind === before.kind && roleRef.name === before.name) return [];
  const shown = { APIGroup: roleRef.apiGroup, Kind: roleRef.kind, Name: roleRef.name };
  return [invalid('roleRef', shown, 'cannot change roleRef')];
}

function validateRoleRef({ apiGroup, kind, name }: RoleRef, kinds: readonly string[], field: string): FieldError[] {
  return [
    ...(apiGroup === GROUP ? [] : [notSupported(`${field}.apiGroup`, apiGroup, [GROUP])]),
    ...(kinds.includes(kind) ? [] : [notSupported(`${field}.kind`, kind, kinds)]),
    ...(name ? invalidFor(`${field}.name`, name, pathSegmentNameErrors(name)) : [required(`${field}.name`)]),
  ];
}

function validateSubject(subject: Subject, options: { namespaced: boolean }, field: string): FieldError[] {
  const { kind, name, namespace, apiGroup = '' } = subject;
  const errors = name ? [] : [required(`${field}.name`)];
  switch (kind) {
    case 'ServiceAccount':
      if (name) errors.push(...invalidFor(`${field}.name`, name, dns1123SubdomainErrors(name)));
      if (apiGroup !== '') errors.push(notSupported(`${field}.apiGroup`, apiGroup, ['']));
      if (!options.namespaced && !namespace) errors.push(required(`${field}.namespace`));
      return errors;
    case 'User':
    case 'Group':
      return apiGroup === GROUP ? errors : [...errors, notSupported(`${field}.apiGroup`, apiGroup, [GROUP])];
    default:
      return [...errors, notSupported(`${field}.kind`, kind, ['ServiceAccount', 'User', 'Group'])];
  }
}

export function bindingRow(binding: AnyBinding, context: RowContext): unknown[] {
  const subjects = binding.subjects ?? [];
  const names = (kind: string, text: (subject: Subject) => string) =>
    subjects
      .filter((subject) => subject.kind === kind)
      .map(text)
      .join(', ');
  return [
    binding.metadata.name,
    `${binding.roleRef.kind}/${binding.roleRef.name}`,
    age(binding, context),
    names('User', (s) => s.name),
    names('Group', (s) => s.name),
    names('ServiceAccount', (s) => `${s.namespace ?? ''}/${s.name}`),
  ];
}
