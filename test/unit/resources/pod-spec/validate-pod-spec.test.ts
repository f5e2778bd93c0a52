import { describe, expect, test } from 'vitest';
import type { Container, PodSpec } from '../../../../server/api/types.gen.ts';
import { defaultPodSpec } from '../../../../server/resources/pod-spec/defaults.ts';
import { validatePodSpec, validatePodTemplateSpec } from '../../../../server/resources/pod-spec/validate-pod-spec.ts';

const container: Container = { name: 'c', image: 'nginx' };

function errorsOf(extra: Partial<PodSpec>): string[] {
  const spec: PodSpec = structuredClone({ containers: [container], ...extra });
  defaultPodSpec(spec);
  return validatePodSpec(spec, 'spec', { isPod: true, podName: 'p' }).map((e) => `${e.field}: ${e.message}`);
}

const errorsOfContainer = (extra: Partial<Container>) => errorsOf({ containers: [{ ...container, ...extra }] });

test('the least that a pod needs is a container with an image', () => {
  expect(errorsOf({})).toEqual([]);
  expect(errorsOf({ containers: [] })).toEqual(['spec.containers: Required value']);
});

describe('a container is refused for', () => {
  test.each<[what: string, extra: Partial<Container>, errors: string[]]>([
    ['no image', { image: '' }, ['image: Required value']],
    [
      'an unknown pull policy',
      { imagePullPolicy: 'Maybe' as 'Always' },
      ['imagePullPolicy: Unsupported value: "Maybe": supported values: "Always", "IfNotPresent", "Never"'],
    ],
    ['port 0', { ports: [{ containerPort: 0 }] }, ['ports[0].containerPort: Required value']],
    [
      'a port out of range',
      { ports: [{ containerPort: 70000 }] },
      ['ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive'],
    ],
    [
      'two ports of one name',
      {
        ports: [
          { containerPort: 80, name: 'a' },
          { containerPort: 81, name: 'a' },
        ],
      },
      ['ports[1].name: Duplicate value: "a"'],
    ],
    [
      'a port of the host twice',
      {
        ports: [
          { containerPort: 80, hostPort: 90 },
          { containerPort: 81, hostPort: 90 },
        ],
      },
      ['ports[1].hostPort: Duplicate value: "TCP//90"'],
    ],
    ['a variable without a name', { env: [{ name: '' }] }, ['env[0].name: Required value']],
    [
      'a variable from nowhere',
      { env: [{ name: 'A', valueFrom: {} }] },
      [
        'env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
      ],
    ],
    [
      'a variable from an unknown field',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.nope' } } }] },
      [
        'env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.nope": error converting fieldPath: field label not supported: metadata.nope',
      ],
    ],
    [
      'variables from nothing',
      { envFrom: [{ prefix: 'X_' }] },
      ['envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`'],
    ],
    [
      'a probe that does nothing',
      { livenessProbe: { periodSeconds: 3 } },
      ['livenessProbe: Required value: must specify a handler type'],
    ],
    [
      'a probe that does two things',
      { livenessProbe: { tcpSocket: { port: 1 }, exec: { command: ['true'] } } },
      ['livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type'],
    ],
    [
      'a liveness probe that must succeed twice',
      { livenessProbe: { tcpSocket: { port: 1 }, successThreshold: 2 } },
      ['livenessProbe.successThreshold: Invalid value: 2: must be 1'],
    ],
    [
      'a readiness probe with a grace period',
      { readinessProbe: { tcpSocket: { port: 1 }, terminationGracePeriodSeconds: 3 } },
      ['readinessProbe.terminationGracePeriodSeconds: Invalid value: 3: must not be set for readinessProbes'],
    ],
    [
      'a hook that sleeps longer than there is time',
      { lifecycle: { preStop: { sleep: { seconds: 31 } } } },
      [
        'lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)',
      ],
    ],
    [
      'requests above limits',
      { resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } },
      ['resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1'],
    ],
    [
      'a resource that is not known',
      { resources: { requests: { gpu: '1' } } },
      [
        'resources.requests[gpu]: Invalid value: "gpu": must be a standard resource type or fully qualified',
        'resources.requests[gpu]: Invalid value: "gpu": must be a standard resource for containers',
      ],
    ],
    [
      'an extended resource without a limit',
      { resources: { requests: { 'example.com/gpu': '1' } } },
      ['resources.limits: Required value: Limit must be set for non overcommitable resources'],
    ],
    [
      'half a piece',
      { resources: { limits: { 'example.com/gpu': '500m' } } },
      ['resources.limits[example.com/gpu]: Invalid value: "500m": must be an integer'],
    ],
    [
      'huge pages alone',
      { resources: { requests: { 'hugepages-2Mi': '3Mi' }, limits: { 'hugepages-2Mi': '3Mi' } } },
      [
        'resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
        'resources.requests[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
        'resources: Forbidden: HugePages require cpu or memory',
      ],
    ],
    [
      'a mount of no volume',
      { volumeMounts: [{ name: 'v', mountPath: '' }] },
      ['volumeMounts[0].name: Not found: "v"', 'volumeMounts[0].mountPath: Required value'],
    ],
    [
      'rights that it gives away and keeps',
      { securityContext: { privileged: true, allowPrivilegeEscalation: false } },
      [
        'securityContext: Invalid value: {"privileged":true,"allowPrivilegeEscalation":false}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
      ],
    ],
    [
      'rules without a restart policy',
      { restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }] },
      ['restartPolicy: Required value: must specify restartPolicy when restart rules are used'],
    ],
  ])('%s', (_what, extra, errors) => {
    expect(errorsOfContainer(extra)).toEqual(errors.map((error) => `spec.containers[0].${error}`));
  });
});

describe('a pod is refused for', () => {
  test.each<[what: string, extra: Partial<PodSpec>, errors: string[]]>([
    [
      'two containers of one name',
      { containers: [container, container] },
      ['containers[1].name: Duplicate value: "c"'],
    ],
    [
      'an init container with the name of a container',
      { initContainers: [container] },
      ['initContainers[0].name: Duplicate value: "c"'],
    ],
    [
      'a probe of an init container',
      { initContainers: [{ name: 'i', image: 'x', readinessProbe: { tcpSocket: { port: 1 } } }] },
      ['initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always'],
    ],
    [
      'ports and probes of an ephemeral container',
      {
        ephemeralContainers: [
          { name: 'e', image: 'x', ports: [{ containerPort: 80 }], livenessProbe: { tcpSocket: { port: 1 } } },
        ],
      },
      [
        'ephemeralContainers[0].ports: Forbidden: cannot be set for an Ephemeral Container',
        'ephemeralContainers[0].livenessProbe: Forbidden: cannot be set for an Ephemeral Container',
      ],
    ],
    [
      'an unknown DNS policy',
      { dnsPolicy: 'Nope' as 'None' },
      [
        'dnsPolicy: Unsupported value: "Nope": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"',
      ],
    ],
    [
      'DNS of its own without servers',
      { dnsPolicy: 'None' },
      ['dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None'],
    ],
    [
      'another port of the host on its network',
      { hostNetwork: true, containers: [{ ...container, ports: [{ containerPort: 80, hostPort: 81 }] }] },
      ['containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true'],
    ],
    [
      'no time to live',
      { activeDeadlineSeconds: 0 },
      ['activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive'],
    ],
    [
      'a volume of two kinds',
      { volumes: [{ name: 'v', emptyDir: {}, configMap: { name: 'x' } }] },
      ['volumes[0].configMap: Forbidden: may not specify more than 1 volume type'],
    ],
    ['two volumes of one name', { volumes: [{ name: 'v' }, { name: 'v' }] }, ['volumes[1].name: Duplicate value: "v"']],
    [
      'a secret without a name',
      { volumes: [{ name: 'v', secret: {} }] },
      ['volumes[0].secret.secretName: Required value'],
    ],
    [
      'a token that leaves the volume',
      {
        volumes: [
          { name: 'v', projected: { sources: [{ serviceAccountToken: { path: '../x', expirationSeconds: 5 } }] } },
        ],
      },
      [
        'volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 5: may not specify a duration less than 10 minutes',
        `volumes[0].projected.path: Invalid value: "../x": must not contain '..'`,
      ],
    ],
    [
      'a host path that climbs',
      { volumes: [{ name: 'v', hostPath: { path: '/a/../b' } }] },
      [`volumes[0].hostPath.path: Invalid value: "/a/../b": must not contain '..'`],
    ],
    [
      'an unknown toleration operator',
      { tolerations: [{ key: 'a', operator: 'Like' as 'Equal' }] },
      ['tolerations[0].operator: Unsupported value: "Like": supported values: "Equal", "Exists"'],
    ],
    [
      'seconds of a toleration that takes no effect on running pods',
      { tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 3 }] },
      [
        `tolerations[0].effect: Invalid value: "NoSchedule": effect must be 'NoExecute' when \`tolerationSeconds\` is set`,
      ],
    ],
    [
      'a spread over nothing',
      { topologySpreadConstraints: [{ maxSkew: 0, topologyKey: '', whenUnsatisfiable: 'X' as 'DoNotSchedule' }] },
      [
        'topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
        'topologySpreadConstraints[0].topologyKey: Required value: can not be empty',
        'topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "X": supported values: "DoNotSchedule", "ScheduleAnyway"',
      ],
    ],
    [
      'an affinity to no node',
      { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } } },
      [
        'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
      ],
    ],
    [
      'options of another system',
      { os: { name: 'linux' }, securityContext: { windowsOptions: {} } },
      ['securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod'],
    ],
    [
      'less than its containers ask for',
      {
        resources: { requests: { cpu: '100m' } },
        containers: [{ ...container, resources: { requests: { cpu: '150m' } } }],
      },
      [
        'resources.requests[cpu]: Invalid value: "100m": must be greater than or equal to aggregate container requests of 150m',
      ],
    ],
  ])('%s', (_what, extra, errors) => {
    expect(errorsOf(extra)).toEqual(errors.map((error) => `spec.${error}`));
  });
});

test('a sidecar may have probes', () => {
  const sidecar: Container = {
    name: 's',
    image: 'x',
    restartPolicy: 'Always',
    readinessProbe: { tcpSocket: { port: 1 } },
  };
  expect(errorsOf({ initContainers: [sidecar] })).toEqual([]);
});

test('all volumes that are complete are fine', () => {
  const volumes: PodSpec['volumes'] = [
    { name: 'a', hostPath: { path: '/x', type: 'Directory' } },
    { name: 'b', nfs: { server: 's', path: '/p' } },
    { name: 'c', persistentVolumeClaim: { claimName: 'c' } },
    { name: 'd', csi: { driver: 'csi.example.com' } },
    { name: 'e', downwardAPI: { items: [{ path: 'l', fieldRef: { fieldPath: "metadata.labels['a/b']" } }] } },
    {
      name: 'f',
      projected: {
        sources: [
          { serviceAccountToken: { path: 'token' } },
          { configMap: { name: 'cm', items: [{ key: 'k', path: 'p' }] } },
        ],
      },
    },
    { name: 'g', iscsi: { targetPortal: 'x', iqn: 'iqn.2015-02.example.com:test', lun: 0 } },
    { name: 'h', image: { reference: 'x:1' } },
  ];
  expect(errorsOf({ volumes })).toEqual([]);
});

test('a template has no name to check and no ephemeral containers', () => {
  const spec: PodSpec = { containers: [container], ephemeralContainers: [{ name: 'e', image: 'x' }] };
  defaultPodSpec(spec);
  const errors = validatePodTemplateSpec({ spec }, 'spec.template');
  expect(errors).toMatchObject([
    {
      field: 'spec.template.spec.ephemeralContainers',
      message: 'Forbidden: ephemeral containers not allowed in pod template',
    },
  ]);
});
