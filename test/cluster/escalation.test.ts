import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../server/cluster.ts';

const GROUP = 'rbac.authorization.k8s.io';
const RBAC = `/apis/${GROUP}/v1`;
const IN_NAMESPACE = `${RBAC}/namespaces/default`;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ dns: false });
  const rules = [
    { apiGroups: [GROUP], resources: ['roles', 'rolebindings', 'clusterroles'], verbs: ['get', 'create', 'patch'] },
    { apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list'] },
  ];
  await send('POST', `${RBAC}/clusterroles`, { body: { metadata: { name: 'keeper' }, rules } });
  await bind('jane', 'keeper');
});
afterAll(() => cluster[Symbol.asyncDispose]());

async function send(method: string, path: string, { as, body }: { as?: string; body: object }) {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const headers = { 'content-type': type, ...(as !== undefined && { 'impersonate-user': as }) };
  const answer = await fetch(cluster.url + path, { method, headers, body: JSON.stringify(body) });
  const { message } = (await answer.json()) as { message?: string };
  return { code: answer.status, message };
}

function bind(user: string, role: string) {
  const roleRef = { apiGroup: GROUP, kind: 'ClusterRole', name: role };
  const subjects = [{ apiGroup: GROUP, kind: 'User', name: user }];
  return send('POST', `${RBAC}/clusterrolebindings`, {
    body: { metadata: { name: `${user}-${role}` }, roleRef, subjects },
  });
}

const role = (name: string, ...rules: object[]) => ({ metadata: { name }, rules });
const may = (verbs: string[], resources: string[], more: object = {}) => ({
  apiGroups: [''],
  resources,
  verbs,
  ...more,
});
const create = (body: object, as = 'jane') => send('POST', `${IN_NAMESPACE}/roles`, { as, body });

test('a user may give away what the user has, and less', async () => {
  expect((await create(role('same', may(['get', 'list'], ['pods'])))).code).toBe(201);
  expect((await create(role('less', may(['get'], ['pods', 'services'], { resourceNames: ['a'] })))).code).toBe(201);
});

test('a user may not give away more', async () => {
  const { code, message } = await create(role('more', may(['get', 'delete', 'update'], ['pods', 'secrets'])));
  const attempt =
    'user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held';
  expect([code, message]).toEqual([
    403,
    [
      `roles.${GROUP} "more" is forbidden: ${attempt}:`,
      '{APIGroups:[""], Resources:["pods"], Verbs:["delete" "update"]}',
      '{APIGroups:[""], Resources:["secrets"], Verbs:["get" "delete" "update"]}',
    ].join('\n'),
  ]);
});

test('a role cannot become stronger than its writer, but weaker', async () => {
  await create(role('changing', may(['get', 'list'], ['pods'])));
  const change = (rules: object[], as = 'jane') =>
    send('PATCH', `${IN_NAMESPACE}/roles/changing`, { as, body: { rules } });
  expect((await change([may(['*'], ['pods'])])).code).toBe(403);
  expect((await change([may(['get'], ['pods'])])).code).toBe(200);
});

test('a user binds only roles that are not stronger', async () => {
  const binding = (name: string) => ({
    metadata: { name },
    roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name },
    subjects: [{ apiGroup: GROUP, kind: 'User', name: 'joe' }],
  });
  const bindAs = (name: string) => send('POST', `${IN_NAMESPACE}/rolebindings`, { as: 'jane', body: binding(name) });
  expect((await bindAs('keeper')).code).toBe(201);
  const { code, message } = await bindAs('view');
  expect([code, message?.split('\n')[0]]).toEqual([
    403,
    `rolebindings.${GROUP} "view" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:`,
  ]);
  expect(await bindAs('missing')).toEqual({ code: 404, message: `clusterroles.${GROUP} "missing" not found` });
});

test('a role of other roles needs all rights', async () => {
  const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] };
  const body = { metadata: { name: 'made-of-others' }, aggregationRule };
  const { message } = await send('POST', `${RBAC}/clusterroles`, { as: 'jane', body });
  const needs = 'must have cluster-admin privileges to use an aggregationRule';
  expect(message).toBe(`clusterroles.${GROUP} "made-of-others" is forbidden: ${needs}`);
});

test('a role may say that its holder gives away anything', async () => {
  const rule = { apiGroups: [GROUP], resources: ['roles'], verbs: ['create', 'escalate'] };
  await send('POST', `${RBAC}/clusterroles`, { body: role('escalator', rule) });
  await bind('max', 'escalator');
  expect((await create(role('anything', may(['*'], ['*'])), 'max')).code).toBe(201);
});
