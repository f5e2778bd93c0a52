/** The roles and bindings that a cluster is made with, as far as users meet them. */
import type { Draft } from '../api/object.ts';
import type { ClusterRole, ClusterRoleBinding, PolicyRule, RbacV1Subject as Subject } from '../api/types.gen.ts';
import { ADMIN_RULES, EDIT_RULES, pathRule, READ, rule, VIEW_RULES } from './policy-rules.ts';

const RBAC = 'rbac.authorization.k8s.io';
const METADATA = {
  annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
  labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
};
const AGGREGATE_TO = 'rbac.authorization.k8s.io/aggregate-to-';
const HEALTH = ['/healthz', '/livez', '/readyz', '/version', '/version/'];

const role = (name: string, ...rules: PolicyRule[]): Draft<ClusterRole> => ({ metadata: { name, ...METADATA }, rules });

/** Its rules are those of all roles that bear the label: a controller collects them. */
function aggregated(name: string, labels: Record<string, string> = {}): Draft<ClusterRole> {
  return {
    metadata: { name, ...METADATA, labels: { ...METADATA.labels, ...labels } },
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [`${AGGREGATE_TO}${name}`]: 'true' } }] },
    rules: [],
  };
}

function contributing(to: string, rules: PolicyRule[]): Draft<ClusterRole> {
  const labels = { ...METADATA.labels, [`${AGGREGATE_TO}${to}`]: 'true' };
  return { metadata: { name: `system:aggregate-to-${to}`, ...METADATA, labels }, rules };
}

export const CLUSTER_ROLES: Draft<ClusterRole>[] = [
  role('cluster-admin', { apiGroups: ['*'], resources: ['*'], verbs: ['*'] }, { nonResourceURLs: ['*'], verbs: ['*'] }),
  aggregated('admin'),
  aggregated('edit', { [`${AGGREGATE_TO}admin`]: 'true' }),
  aggregated('view', { [`${AGGREGATE_TO}edit`]: 'true' }),
  contributing('admin', ADMIN_RULES),
  contributing('edit', EDIT_RULES),
  contributing('view', VIEW_RULES),
  role(
    'system:discovery',
    pathRule([
      '/api',
      '/api/*',
      '/apis',
      '/apis/*',
      '/healthz',
      '/livez',
      '/openapi',
      '/openapi/*',
      ...HEALTH.slice(2),
    ]),
  ),
  role(
    'system:basic-user',
    rule('authorization.k8s.io', ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'], ['create']),
    rule('authentication.k8s.io', ['selfsubjectreviews'], ['create']),
  ),
  role('system:public-info-viewer', pathRule(HEALTH)),
  role(
    'system:monitoring',
    pathRule(['/healthz', '/healthz/*', '/livez', '/livez/*', '/metrics', '/metrics/slis', '/readyz', '/readyz/*']),
  ),
  role(
    'system:service-account-issuer-discovery',
    pathRule([
      '/.well-known/openid-configuration',
      '/.well-known/openid-configuration/',
      '/openid/v1/jwks',
      '/openid/v1/jwks/',
    ]),
  ),
  role(
    'system:auth-delegator',
    rule('authentication.k8s.io', ['tokenreviews'], ['create']),
    rule('authorization.k8s.io', ['subjectaccessreviews'], ['create']),
  ),
  role(
    'system:kube-dns',
    rule('', ['endpoints', 'services'], ['list', 'watch']),
    rule('discovery.k8s.io', ['endpointslices'], ['list', 'watch']),
  ),
  role(
    'system:coredns',
    rule('', ['endpoints', 'services', 'pods', 'namespaces'], ['list', 'watch']),
    rule('discovery.k8s.io', ['endpointslices'], ['list', 'watch']),
  ),
  role(
    'system:node-proxier',
    rule('', ['endpoints', 'services'], ['list', 'watch']),
    rule('', ['nodes'], READ),
    { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch', 'update'] },
    rule('discovery.k8s.io', ['endpointslices'], ['list', 'watch']),
  ),
  role(
    'system:persistent-volume-provisioner',
    rule('', ['persistentvolumes'], ['create', 'delete', ...READ]),
    rule('', ['persistentvolumeclaims'], [...READ, 'update']),
    rule('storage.k8s.io', ['storageclasses'], READ),
    rule('', ['events'], ['watch', 'create', 'patch', 'update']),
  ),
];

const group = (name: string): Subject => ({ apiGroup: RBAC, kind: 'Group', name });
const user = (name: string): Subject => ({ apiGroup: RBAC, kind: 'User', name });

function binding(name: string, subjects: Subject[], roleName = name): Draft<ClusterRoleBinding> {
  return {
    metadata: { name, ...METADATA },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: roleName },
    subjects,
  };
}

export const CLUSTER_ROLE_BINDINGS: Draft<ClusterRoleBinding>[] = [
  binding('cluster-admin', [group('system:masters')]),
  binding('kubeadm:cluster-admins', [group('kubeadm:cluster-admins')], 'cluster-admin'),
  binding('system:basic-user', [group('system:authenticated')]),
  binding('system:discovery', [group('system:authenticated')]),
  binding('system:public-info-viewer', [group('system:authenticated'), group('system:unauthenticated')]),
  binding('system:monitoring', [group('system:monitoring')]),
  binding('system:service-account-issuer-discovery', [group('system:serviceaccounts')]),
  binding('system:node-proxier', [user('system:kube-proxy')]),
  binding('system:kube-dns', [{ kind: 'ServiceAccount', name: 'kube-dns', namespace: 'kube-system' }]),
  binding('system:coredns', [{ kind: 'ServiceAccount', name: 'coredns', namespace: 'kube-system' }]),
];
