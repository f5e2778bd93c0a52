import { describe, expect, test } from 'vitest';
import { clusterRoleResource } from '../../../../server/resources/rbac/cluster-role.ts';
import { clusterRoleBindingResource } from '../../../../server/resources/rbac/cluster-role-binding.ts';
import { roleResource } from '../../../../server/resources/rbac/role.ts';
import { roleBindingResource } from '../../../../server/resources/rbac/role-binding.ts';
import { createByRules, updateByRules } from '../../../support/write-rules.ts';

const metadata = { name: 'a', namespace: 'ns' };
const GROUP = 'rbac.authorization.k8s.io';

test.each<[rule: object, errors: string[]]>([
  [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }, []],
  [{ apiGroups: [''], resources: ['pods'] }, ['rules[0].verbs: Required value: verbs must contain at least one value']],
  [
    { verbs: ['get'] },
    [
      'rules[0].apiGroups: Required value: resource rules must supply at least one api group',
      'rules[0].resources: Required value: resource rules must supply at least one resource',
    ],
  ],
  [
    { verbs: ['get'], nonResourceURLs: ['/x'] },
    ['rules[0].nonResourceURLs: Invalid value: ["/x"]: namespaced rules cannot apply to non-resource URLs'],
  ],
])('a Role with %j', (rule, errors) => {
  expect(createByRules(roleResource, { metadata, rules: [rule] }).errors).toEqual(errors);
});

test.each<[role: object, errors: string[]]>([
  [{ rules: [{ verbs: ['get'], nonResourceURLs: ['/healthz'] }] }, []],
  [
    { rules: [{ verbs: ['get'], nonResourceURLs: ['/x'], resources: ['pods'] }] },
    [
      'rules[0].nonResourceURLs: Invalid value: ["/x"]: rules cannot apply to both regular resources and non-resource URLs',
    ],
  ],
  [
    { aggregationRule: {} },
    [
      'aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil',
    ],
  ],
])('a ClusterRole of %j', (role, errors) => {
  expect(createByRules(clusterRoleResource, { metadata, ...role }).errors).toEqual(errors);
});

describe('a RoleBinding', () => {
  const roleRef = { kind: 'ClusterRole', name: 'r' };
  const create = (rest: object) => createByRules(roleBindingResource, { metadata, roleRef, ...rest });

  test('takes users, groups and roles for those of RBAC', () => {
    const subjects = [
      { kind: 'ServiceAccount', name: 'default', namespace: 'ns' },
      { kind: 'User', name: 'jane' },
    ];
    const { object, errors } = create({ subjects });
    expect(errors).toEqual([]);
    expect(object.roleRef.apiGroup).toBe(GROUP);
    expect(object.subjects).toEqual([subjects[0], { ...subjects[1], apiGroup: GROUP }]);
  });

  test.each<[rest: object, errors: string[]]>([
    [
      { roleRef: { kind: 'Thing', name: '' }, subjects: [{ kind: 'Robot', name: 'y' }] },
      [
        'roleRef.kind: Unsupported value: "Thing": supported values: "Role", "ClusterRole"',
        'roleRef.name: Required value',
        'subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group"',
      ],
    ],
    [
      { roleRef: { apiGroup: 'x', kind: 'Role', name: 'a/b' } },
      [
        `roleRef.apiGroup: Unsupported value: "x": supported values: "${GROUP}"`,
        `roleRef.name: Invalid value: "a/b": may not contain '/'`,
      ],
    ],
    [
      { subjects: [{ kind: 'ServiceAccount', name: 'x', apiGroup: GROUP }] },
      [`subjects[0].apiGroup: Unsupported value: "${GROUP}": supported values: ""`],
    ],
  ])('of %j', (rest, errors) => {
    expect(create(rest).errors).toEqual(errors);
  });

  test('keeps its role', () => {
    const { object: old } = create({});
    const next = { metadata, roleRef: { kind: 'ClusterRole', name: 'view' } };
    expect(updateByRules(roleBindingResource, next, { old }).errors).toEqual([
      `roleRef: Invalid value: {"APIGroup":"${GROUP}","Kind":"ClusterRole","Name":"view"}: cannot change roleRef`,
    ]);
  });

  test('shows who has the role, sorted by what they are', () => {
    const { object } = create({
      subjects: [
        { kind: 'ServiceAccount', name: 'sa', namespace: 'ns' },
        { kind: 'User', name: 'jane' },
        { kind: 'Group', name: 'devs' },
        { kind: 'User', name: 'joe' },
      ],
    });
    const row = roleBindingResource.rules.row?.(object, { now: 0 }) ?? [];
    expect([row[1], ...row.slice(3)]).toEqual(['ClusterRole/r', 'jane, joe', 'devs', 'ns/sa']);
  });
});

test('a ClusterRoleBinding binds cluster roles only, and says where its service accounts live', () => {
  const body = { metadata, roleRef: { kind: 'Role', name: 'r' }, subjects: [{ kind: 'ServiceAccount', name: 'x' }] };
  expect(createByRules(clusterRoleBindingResource, body).errors).toEqual([
    'roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"',
    'subjects[0].namespace: Required value',
  ]);
});
