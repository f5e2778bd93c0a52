/** The rules of the roles that Kubernetes brings for users: what one may do in a namespace. */
import type { PolicyRule } from '../api/types.gen.ts';

export const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];

export function rule(apiGroup: string, resources: string[], verbs: string[]): PolicyRule {
  return { apiGroups: [apiGroup], resources, verbs };
}

export function pathRule(nonResourceURLs: string[]): PolicyRule {
  return { nonResourceURLs, verbs: ['get'] };
}

export const VIEW_RULES: PolicyRule[] = [
  rule(
    '',
    [
      'configmaps',
      'endpoints',
      'persistentvolumeclaims',
      'persistentvolumeclaims/status',
      'pods',
      'replicationcontrollers',
      'replicationcontrollers/scale',
      'serviceaccounts',
      'services',
      'services/status',
    ],
    READ,
  ),
  rule(
    '',
    [
      'bindings',
      'events',
      'limitranges',
      'namespaces/status',
      'pods/log',
      'pods/status',
      'replicationcontrollers/status',
      'resourcequotas',
      'resourcequotas/status',
    ],
    READ,
  ),
  rule('', ['namespaces'], READ),
  rule('discovery.k8s.io', ['endpointslices'], READ),
  rule(
    'apps',
    [
      'controllerrevisions',
      ...['daemonsets', 'daemonsets/status'],
      ...['deployments', 'deployments/scale', 'deployments/status'],
      ...['replicasets', 'replicasets/scale', 'replicasets/status'],
      ...['statefulsets', 'statefulsets/scale', 'statefulsets/status'],
    ],
    READ,
  ),
  rule('autoscaling', ['horizontalpodautoscalers', 'horizontalpodautoscalers/status'], READ),
  rule('batch', ['cronjobs', 'cronjobs/status', 'jobs', 'jobs/status'], READ),
  rule('policy', ['poddisruptionbudgets', 'poddisruptionbudgets/status'], READ),
  rule('networking.k8s.io', ['ingresses', 'ingresses/status', 'networkpolicies'], READ),
];

export const EDIT_RULES: PolicyRule[] = [
  rule('', ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'secrets', 'services/proxy'], READ),
  rule('', ['serviceaccounts'], ['impersonate']),
  rule('', ['pods', 'pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy'], WRITE),
  rule('', ['pods/eviction'], ['create']),
  rule(
    '',
    [
      'configmaps',
      'events',
      'persistentvolumeclaims',
      'replicationcontrollers',
      'replicationcontrollers/scale',
      'secrets',
      'serviceaccounts',
      'services',
      'services/proxy',
    ],
    WRITE,
  ),
  rule('', ['serviceaccounts/token'], ['create']),
  rule(
    'apps',
    [
      'daemonsets',
      ...['deployments', 'deployments/rollback', 'deployments/scale'],
      ...['replicasets', 'replicasets/scale'],
      ...['statefulsets', 'statefulsets/scale'],
    ],
    WRITE,
  ),
  rule('autoscaling', ['horizontalpodautoscalers'], WRITE),
  rule('batch', ['cronjobs', 'jobs'], WRITE),
  rule('policy', ['poddisruptionbudgets'], WRITE),
  rule('networking.k8s.io', ['ingresses', 'networkpolicies'], WRITE),
  rule('coordination.k8s.io', ['leases'], [...WRITE, ...READ]),
];

export const ADMIN_RULES: PolicyRule[] = [
  rule('authorization.k8s.io', ['localsubjectaccessreviews'], ['create']),
  rule('rbac.authorization.k8s.io', ['rolebindings', 'roles'], [...WRITE, ...READ]),
];
