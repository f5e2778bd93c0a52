import { describe, expect, test } from 'vitest';
import type { ApiObject, ObjectKey, ResourceType } from '../../../../server/api/object.ts';
import { clusterRoleBindings, clusterRoles, roleBindings, roles } from '../../../../server/api/resource-types.gen.ts';
import type { ObjectReader, WriteContext } from '../../../../server/registry/define-resource.ts';
import {
  localSubjectAccessReviewResource,
  selfSubjectAccessReviewResource,
  subjectAccessReviewResource,
} from '../../../../server/resources/authorization/access-reviews.ts';
import { selfSubjectRulesReviewResource } from '../../../../server/resources/authorization/self-subject-rules-review.ts';
import { writeContext } from '../../../support/write-rules.ts';

const role = (name: string, rules: object[]) => ({ metadata: { name, namespace: 'ns' }, rules });
const bind = (name: string, roleRef: object, ...subjects: object[]) => ({
  metadata: { name, namespace: 'ns' },
  roleRef,
  subjects,
});
const inCluster = <T extends { metadata: object }>(object: T) => ({
  ...object,
  metadata: { ...object.metadata, namespace: undefined },
});

const readPods = { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list'] };
const cluster = new Map<unknown, object[]>([
  [roles, [role('reader', [readPods])]],
  [
    clusterRoles,
    [
      inCluster(role('paths', [{ nonResourceURLs: ['/api/*'], verbs: ['get'] }])),
      inCluster(role('one', [{ apiGroups: ['apps'], resources: ['*'], resourceNames: ['web'], verbs: ['*'] }])),
    ],
  ],
  [
    roleBindings,
    [
      bind('jane', { kind: 'Role', name: 'reader' }, { kind: 'User', name: 'jane' }),
      bind('robots', { kind: 'ClusterRole', name: 'one' }, { kind: 'ServiceAccount', name: 'robot', namespace: 'ns' }),
    ],
  ],
  [
    clusterRoleBindings,
    [inCluster(bind('devs', { kind: 'ClusterRole', name: 'paths' }, { kind: 'Group', name: 'devs' }))],
  ],
]);

const objects: ObjectReader = {
  get: <T extends ApiObject>(type: ResourceType<T>, { name }: ObjectKey) =>
    cluster.get(type)?.find((object) => (object as ApiObject).metadata?.name === name) as T | undefined,
  list: <T extends ApiObject>(type: ResourceType<T>, namespace?: string) =>
    (cluster.get(type) ?? []).filter(
      (object) => !namespace || (object as ApiObject).metadata?.namespace === namespace,
    ) as T[],
};
const context: WriteContext = { ...writeContext, objects };

async function ask(spec: object) {
  const { create } = subjectAccessReviewResource.rules.virtual ?? {};
  return (await create?.({ metadata: {}, spec } as never, context))?.status;
}
const resource = (rest: object = {}) => ({
  resourceAttributes: { namespace: 'ns', verb: 'get', resource: 'pods', ...rest },
});

describe('a SubjectAccessReview', () => {
  const JANE = 'RBAC: allowed by RoleBinding "jane/ns" of Role "reader" to User "jane"';
  const ROBOT = 'RBAC: allowed by RoleBinding "robots/ns" of ClusterRole "one" to ServiceAccount "robot/ns"';
  const DEVS = 'RBAC: allowed by ClusterRoleBinding "devs" of ClusterRole "paths" to Group "devs"';
  const web = { group: 'apps', resource: 'deployments', verb: 'delete' };
  const robot = 'system:serviceaccount:ns:robot';

  test.each<[who: object, what: object, reason: string | undefined]>([
    [{ user: 'jane' }, resource(), JANE],
    [{ user: 'jane' }, resource({ subresource: 'log' }), JANE],
    [{ user: 'jane' }, resource({ subresource: 'exec' }), undefined],
    [{ user: 'jane' }, resource({ verb: 'delete' }), undefined],
    [{ user: 'jane' }, resource({ namespace: 'other' }), undefined],
    [{ user: 'joe' }, resource(), undefined],
    [{ user: robot }, resource({ ...web, name: 'web' }), ROBOT],
    [{ user: robot }, resource({ ...web, name: 'other' }), undefined],
    [{ user: 'x', groups: ['devs'] }, { nonResourceAttributes: { verb: 'get', path: '/api/v1' } }, DEVS],
    [{ user: 'x', groups: ['devs'] }, { nonResourceAttributes: { verb: 'get', path: '/healthz' } }, undefined],
  ])('for %j about %j', async (who, what, reason) => {
    expect(await ask({ ...who, ...what })).toEqual(reason ? { allowed: true, reason } : { allowed: false });
  });

  test('has no doubt about administrators', async () => {
    expect(await ask({ groups: ['system:masters'], ...resource({ verb: 'anything' }) })).toEqual({ allowed: true });
  });

  const NOT_ONE = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
  test.each<[spec: object, message: string]>([
    [{ user: 'u' }, `spec.resourceAttributes: Invalid value: null: ${NOT_ONE}`],
    [
      { user: 'u', ...resource(), nonResourceAttributes: { path: '/', verb: 'get' } },
      'spec.nonResourceAttributes: Invalid value: {"Path":"/","Verb":"get"}: cannot be specified in combination with resourceAttributes',
    ],
    [resource(), 'spec.user: Invalid value: "": at least one of user or group must be specified'],
  ])('refuses %j', async (spec, message) => {
    await expect(ask(spec)).rejects.toThrow(`.authorization.k8s.io "" is invalid: ${message}`);
  });
});

test('a SelfSubjectAccessReview is about its writer', () => {
  const review = { metadata: {}, spec: resource() } as never;
  const { create } = selfSubjectAccessReviewResource.rules.virtual ?? {};
  expect(create?.(review, { ...context, user: { username: 'jane' } })).toMatchObject({ status: { allowed: true } });
  expect(create?.(review, context)).toMatchObject({ status: { allowed: false } });
});

test('a LocalSubjectAccessReview asks about its own namespace only', () => {
  const { create } = localSubjectAccessReviewResource.rules.virtual ?? {};
  const review = { metadata: { namespace: 'other' }, spec: { user: 'u', ...resource() } } as never;
  expect(() => create?.(review, context)).toThrow(
    'spec.resourceAttributes.namespace: Invalid value: "ns": must match metadata.namespace',
  );
});

describe('a SelfSubjectRulesReview', () => {
  const { create } = selfSubjectRulesReviewResource.rules.virtual ?? {};
  const ask = (spec: object, user: WriteContext['user']) =>
    create?.({ metadata: {}, spec } as never, { ...context, user });

  test('lists what the writer may do in a namespace', () => {
    expect(ask({ namespace: 'ns' }, { username: 'jane', groups: ['devs'] })).toMatchObject({
      spec: {},
      status: {
        resourceRules: [readPods],
        nonResourceRules: [{ nonResourceURLs: ['/api/*'], verbs: ['get'] }],
        incomplete: false,
      },
    });
  });

  test('lists everything for administrators', () => {
    expect(ask({ namespace: 'ns' }, { groups: ['system:masters'] })).toMatchObject({
      status: { resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }] },
    });
  });

  test('wants a namespace', () => {
    expect(() => ask({}, {})).toThrow('no namespace on request');
  });
});
