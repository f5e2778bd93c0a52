import { expect, test } from 'vitest';
import type { Container, PodSpec } from '../../../../server/api/types.gen.ts';
import { podTemplateWarnings, podWarnings } from '../../../../server/resources/pod-spec/warnings.ts';

const container: Container = { name: 'c', image: 'x' };

function warningsOf(extra: Partial<PodSpec>, annotations: Record<string, string> = {}): string[] {
  return podWarnings({ containers: [container], ...extra }, { annotations });
}

test.each<[what: string, extra: Partial<PodSpec>, warnings: string[]]>([
  [
    'a port twice',
    {
      containers: [
        {
          ...container,
          ports: [
            { containerPort: 80, protocol: 'TCP' },
            { containerPort: 80, protocol: 'TCP' },
          ],
        },
      ],
    },
    ['spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]'],
  ],
  [
    'a variable hidden by a second',
    {
      containers: [
        {
          ...container,
          env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
          ],
        },
      ],
    },
    ['spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply'],
  ],
  [
    'a variable that builds on itself',
    {
      containers: [
        {
          ...container,
          env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '$(A)2' },
          ],
        },
      ],
    },
    [],
  ],
  [
    'half a byte',
    { containers: [{ ...container, resources: { requests: { memory: '100m' } } }] },
    ['spec.containers[0].resources.requests[memory]: fractional byte value "100m" is invalid, must be an integer'],
  ],
  ['a secret without a name', { imagePullSecrets: [{}] }, ['spec.imagePullSecrets[0].name: invalid empty name ""']],
  [
    'an old label of nodes',
    { nodeSelector: { 'beta.kubernetes.io/os': 'linux' } },
    ['spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead'],
  ],
  [
    'a git volume',
    { volumes: [{ name: 'v', gitRepo: { repository: 'x' } }] },
    ['spec.volumes[0].gitRepo: deprecated in v1.11'],
  ],
])('a pod is warned of %s', (_what, extra, warnings) => {
  expect(warningsOf(extra)).toEqual(warnings);
});

test('a pod is warned of annotations without effect', () => {
  expect(warningsOf({}, { 'scheduler.alpha.kubernetes.io/critical-pod': '' })).toEqual([
    'metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "priorityClassName" field instead',
  ]);
});

test('a template is warned of at its own place, once', () => {
  const template = { spec: { containers: [container], terminationGracePeriodSeconds: -1 } };
  expect(podTemplateWarnings(template, undefined, 'spec.template')).toEqual([
    'spec.template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1',
  ]);
  expect(podTemplateWarnings(template, structuredClone(template), 'spec.template')).toEqual([]);
});
