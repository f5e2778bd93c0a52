/** How the API server of a new cluster shares its time: Kubernetes' own priority levels and who is of which. */
import type { Draft } from '../api/object.ts';
import type {
  FlowSchema,
  PolicyRulesWithSubjects,
  PriorityLevelConfiguration,
  PriorityLevelConfigurationSpec,
  ResourcePolicyRule,
  FlowcontrolV1Subject as Subject,
} from '../api/types.gen.ts';

const annotations = { 'apf.kubernetes.io/autoupdate-spec': 'true' };

const level = (name: string, spec: PriorityLevelConfigurationSpec): Draft<PriorityLevelConfiguration> => ({
  metadata: { name, annotations },
  spec,
});

/** `shares` of the server's concurrency, of which others may have `lendable` percent while they are not needed. */
function queued(name: string, by: { shares: number; lendable: number; queues: number; handSize: number }) {
  const queuing = { queues: by.queues, handSize: by.handSize, queueLengthLimit: 50 };
  return level(name, {
    type: 'Limited',
    limited: {
      nominalConcurrencyShares: by.shares,
      lendablePercent: by.lendable,
      limitResponse: { type: 'Queue', queuing },
    },
  });
}

export const PRIORITY_LEVELS: Draft<PriorityLevelConfiguration>[] = [
  level('exempt', { type: 'Exempt', exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } }),
  level('catch-all', {
    type: 'Limited',
    limited: { nominalConcurrencyShares: 5, lendablePercent: 0, limitResponse: { type: 'Reject' } },
  }),
  queued('system', { shares: 30, lendable: 33, queues: 64, handSize: 6 }),
  queued('node-high', { shares: 40, lendable: 25, queues: 64, handSize: 6 }),
  queued('leader-election', { shares: 10, lendable: 0, queues: 16, handSize: 4 }),
  queued('workload-high', { shares: 40, lendable: 50, queues: 128, handSize: 6 }),
  queued('workload-low', { shares: 100, lendable: 90, queues: 128, handSize: 6 }),
  queued('global-default', { shares: 20, lendable: 50, queues: 128, handSize: 6 }),
];

const groups = (...names: string[]) => names.map((name): Subject => ({ kind: 'Group', group: { name } }));
const users = (...names: string[]) => names.map((name): Subject => ({ kind: 'User', user: { name } }));
const systemAccounts = (...names: string[]) =>
  names.map((name): Subject => ({ kind: 'ServiceAccount', serviceAccount: { namespace: 'kube-system', name } }));

const EVERYTHING: Omit<PolicyRulesWithSubjects, 'subjects'> = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
};
const inNamespaces = (rule: Omit<ResourcePolicyRule, 'namespaces'>): ResourcePolicyRule => ({
  ...rule,
  namespaces: ['*'],
});
const READ_AND_WRITE = ['get', 'create', 'update'];
const LEASES = ['coordination.k8s.io'];
const ELECTION = { resourceRules: [inNamespaces({ verbs: READ_AND_WRITE, apiGroups: LEASES, resources: ['leases'] })] };
const NODE_HEARTBEATS = {
  resourceRules: [
    inNamespaces({ verbs: ['*'], apiGroups: [''], resources: ['nodes', 'nodes/status'], clusterScope: true }),
    inNamespaces({ verbs: ['*'], apiGroups: LEASES, resources: ['leases'] }),
  ],
};
const ENDPOINTS = {
  resourceRules: [inNamespaces({ verbs: READ_AND_WRITE, apiGroups: [''], resources: ['endpoints'] })],
};
const PROBES = { nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/readyz', '/livez'] }] };

interface Flow {
  level: string;
  precedence: number;
  /** How flows of one schema are told apart. */
  by?: 'ByUser' | 'ByNamespace';
  subjects: Subject[];
  rules?: Omit<PolicyRulesWithSubjects, 'subjects'>;
}

function flow(name: string, { level, precedence, by, subjects, rules = EVERYTHING }: Flow): Draft<FlowSchema> {
  return {
    metadata: { name, annotations },
    spec: {
      matchingPrecedence: precedence,
      priorityLevelConfiguration: { name: level },
      ...(by && { distinguisherMethod: { type: by } }),
      rules: [{ subjects, ...rules }],
    },
  };
}

const CONTROLLERS = 'system:kube-controller-manager';
const SCHEDULER = 'system:kube-scheduler';
const EVERYBODY = groups('system:unauthenticated', 'system:authenticated');
const NODES = groups('system:nodes');
const ENDPOINT_ACCOUNTS = systemAccounts('endpoint-controller', 'endpointslicemirroring-controller');
const COMPONENTS = [...users(CONTROLLERS, SCHEDULER), ...systemAccounts('*')];

const LEADER = { level: 'leader-election', by: 'ByUser', rules: ELECTION } as const;
const HIGH = { level: 'workload-high', by: 'ByNamespace' } as const;

export const FLOW_SCHEMAS: Draft<FlowSchema>[] = [
  flow('exempt', { level: 'exempt', precedence: 1, subjects: groups('system:masters') }),
  flow('probes', { level: 'exempt', precedence: 2, subjects: EVERYBODY, rules: PROBES }),
  flow('system-leader-election', { ...LEADER, precedence: 100, subjects: COMPONENTS }),
  flow('endpoint-controller', {
    level: 'workload-high',
    precedence: 150,
    by: 'ByUser',
    subjects: [...users(CONTROLLERS), ...ENDPOINT_ACCOUNTS],
    rules: ENDPOINTS,
  }),
  flow('workload-leader-election', { ...LEADER, precedence: 200, subjects: systemAccounts('*') }),
  flow('system-node-high', {
    level: 'node-high',
    precedence: 400,
    by: 'ByUser',
    subjects: NODES,
    rules: NODE_HEARTBEATS,
  }),
  flow('system-nodes', { level: 'system', precedence: 500, by: 'ByUser', subjects: NODES }),
  flow('kube-controller-manager', { ...HIGH, precedence: 800, subjects: users(CONTROLLERS) }),
  flow('kube-scheduler', { ...HIGH, precedence: 800, subjects: users(SCHEDULER) }),
  flow('kube-system-service-accounts', { ...HIGH, precedence: 900, subjects: systemAccounts('*') }),
  flow('service-accounts', {
    level: 'workload-low',
    precedence: 9000,
    by: 'ByUser',
    subjects: groups('system:serviceaccounts'),
  }),
  flow('global-default', { level: 'global-default', precedence: 9900, by: 'ByUser', subjects: EVERYBODY }),
  flow('catch-all', { level: 'catch-all', precedence: 10_000, by: 'ByUser', subjects: EVERYBODY }),
];
