import { describe, expect, test } from 'vitest';
import type { Asked } from '../../../server/api/exchange.ts';
import { type AuditRule, auditDecision } from '../../../server/audit/policy.ts';
import { parseAuditPolicy } from '../../../server/audit/read-policy.ts';

const ASKED: Asked = {
  verb: 'get',
  method: 'GET',
  uri: '/api/v1/namespaces/kube-system/pods/web',
  group: '',
  version: 'v1',
  resource: 'pods',
  kind: 'Pod',
  subresource: '',
  namespace: 'kube-system',
  name: 'web',
  userAgent: '',
};
const LOG = { ...ASKED, subresource: 'log' };
const NODES = { ...ASKED, resource: 'nodes', kind: 'Node', namespace: '', name: 'node-1' };
const SCALE = { ...ASKED, group: 'apps', resource: 'deployments', kind: 'Deployment', subresource: 'scale' };
const HEALTH = { ...ASKED, group: '', version: '', resource: '', namespace: '', name: '', uri: '/healthz/etcd?v=1' };
const ANN = { username: 'ann', groups: ['dev', 'system:authenticated'] };

const cases: [Omit<AuditRule, 'level'>, Asked, boolean][] = [
  [{}, ASKED, true],
  [{}, HEALTH, true],
  [{ users: ['ann'] }, ASKED, true],
  [{ users: ['bob'] }, ASKED, false],
  [{ userGroups: ['ops', 'dev'] }, ASKED, true],
  [{ userGroups: ['ops'] }, ASKED, false],
  [{ verbs: ['get', 'list'] }, ASKED, true],
  [{ verbs: ['watch'] }, ASKED, false],
  [{ namespaces: ['kube-system'] }, ASKED, true],
  [{ namespaces: ['default'] }, ASKED, false],
  [{ namespaces: [''] }, NODES, true],
  [{ namespaces: [''] }, HEALTH, false],
  [{ resources: [{}] }, ASKED, true],
  [{ resources: [{ group: '' }] }, ASKED, true],
  [{ resources: [{ group: 'apps' }] }, ASKED, false],
  [{ resources: [{ resources: ['pods'] }] }, ASKED, true],
  [{ resources: [{ resources: ['pods'] }] }, LOG, false],
  [{ resources: [{ resources: ['pods/log'] }] }, LOG, true],
  [{ resources: [{ resources: ['pods/*'] }] }, LOG, true],
  [{ resources: [{ resources: ['pods/*'] }] }, ASKED, true],
  [{ resources: [{ resources: ['*'] }] }, LOG, true],
  [{ resources: [{ group: 'apps', resources: ['*/scale'] }] }, SCALE, true],
  [{ resources: [{ resources: ['*/scale'] }] }, ASKED, false],
  [{ resources: [{ resources: ['pods'], resourceNames: ['web'] }] }, ASKED, true],
  [{ resources: [{ resources: ['pods'], resourceNames: ['db'] }] }, ASKED, false],
  [{ nonResourceURLs: ['/healthz*'] }, HEALTH, true],
  [{ nonResourceURLs: ['/healthz'] }, HEALTH, false],
  [{ nonResourceURLs: ['/healthz/etcd'] }, HEALTH, true],
  [{ nonResourceURLs: ['*'] }, HEALTH, true],
  [{ nonResourceURLs: ['*'] }, ASKED, false],
];

describe('a rule', () => {
  test.each(cases)('%j', (rule, asked, isMeant) => {
    const policy = { rules: [{ level: 'Request' as const, ...rule }] };
    expect(auditDecision(policy, asked, ANN).level).toBe(isMeant ? 'Request' : 'None');
  });

  test('is for nobody when it names users and nobody is known', () => {
    const named = (rule: Omit<AuditRule, 'level'>) =>
      auditDecision({ rules: [{ level: 'Metadata', ...rule }] }, ASKED, undefined).level;
    expect([named({ users: ['ann'] }), named({ userGroups: ['dev'] }), named({})]).toEqual([
      'None',
      'None',
      'Metadata',
    ]);
  });

  test('decides when it is the first that matches, stages of the policy included', () => {
    const policy = parseAuditPolicy(`
apiVersion: audit.k8s.io/v1
kind: Policy
metadata: { name: any }
omitStages: [RequestReceived]
omitManagedFields: true
rules:
- level: None
  users: [bob]
- level: RequestResponse
  omitStages: [ResponseStarted]
  omitManagedFields: false
- level: Metadata
`);
    expect(auditDecision(policy, ASKED, ANN)).toEqual({
      level: 'RequestResponse',
      omitStages: ['RequestReceived', 'ResponseStarted'],
      omitManagedFields: false,
    });
    expect(auditDecision(policy, ASKED, { username: 'bob' }).level).toBe('None');
  });
});

const POLICY = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n';

test.each([
  ['{}', 'unknown group version field , Kind= in policy'],
  ['apiVersion: v1\nkind: Policy\nrules: []', 'unknown group version field v1, Kind=Policy in policy'],
  ['[]', 'failed decoding: policy must be an object'],
  [POLICY, 'loaded illegal policy with 0 rules'],
  [
    `${POLICY}rules: [{ level: Metadata, verb: [get] }]`,
    'failed decoding: strict decoding error: unknown field "rules[0].verb"',
  ],
  [`${POLICY}rules: [{ level: Metadata, verbs: get }]`, 'failed decoding: rules[0].verbs must be a list of texts'],
  [`${POLICY}rules: [{}]`, 'rules[0].level: Required value'],
  [
    `${POLICY}rules: [{ level: All }]`,
    'rules[0].level: Unsupported value: "All": supported values: "None", "Metadata", "Request", "RequestResponse"',
  ],
  [
    `${POLICY}rules: [{ level: None, omitStages: [Done] }]`,
    'rules[0].omitStages[0]: Invalid value: "Done": allowed stages are RequestReceived,ResponseStarted,ResponseComplete,Panic',
  ],
  [
    `${POLICY}rules: [{ level: None, nonResourceURLs: [healthz, /a*b], namespaces: [default] }]`,
    `[rules[0].nonResourceURLs[0]: Invalid value: "healthz": non-resource URL rules must begin with a '/' character, rules[0].nonResourceURLs[1]: Invalid value: "/a*b": non-resource URL wildcards '*' must be the final character of the rule, rules[0].nonResourceURLs: Invalid value: ["healthz","/a*b"]: rules cannot apply to both regular resources and non-resource URLs]`,
  ],
  [
    `${POLICY}rules: [{ level: None, resources: [{ group: apps/v1, resourceNames: [a] }] }]`,
    /^\[rules\[0\]\.resources\.group: Invalid value: "apps\/v1": a lowercase RFC 1123 subdomain .*, rules\[0\]\.resources\.resourceNames: Invalid value: \["a"\]: using resourceNames requires at least one resource\]$/,
  ],
])('%j is no policy', (text, message) => {
  expect(() => parseAuditPolicy(text)).toThrow(typeof message === 'string' ? new Error(message) : message);
});
