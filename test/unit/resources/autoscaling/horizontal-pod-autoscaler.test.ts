import { describe, expect, test } from 'vitest';
import type {
  AutoscalingV1HorizontalPodAutoscaler as V1,
  AutoscalingV2HorizontalPodAutoscaler as V2,
} from '../../../../server/api/types.gen.ts';
import { horizontalPodAutoscalerResource } from '../../../../server/resources/autoscaling/horizontal-pod-autoscaler.ts';
import { fromV2, toV2 } from '../../../../server/resources/autoscaling/horizontal-pod-autoscaler-v1.ts';
import { createByRules, updateByRules } from '../../../support/write-rules.ts';

const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const draft = (spec: object) => ({ metadata: { name: 'h' }, spec: { scaleTargetRef, maxReplicas: 5, ...spec } });
const create = (spec: object) => createByRules(horizontalPodAutoscalerResource, draft(spec));
const cpu = (averageUtilization: number) => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});

test('an autoscaler looks at the CPU unless it says otherwise', () => {
  expect(create({}).object.spec).toMatchObject({ minReplicas: 1, metrics: [cpu(80)] });
});

test('half a behavior is completed', () => {
  const { behavior } = create({ behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } }).object.spec;
  expect(behavior?.scaleDown).toEqual({
    stabilizationWindowSeconds: 60,
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  });
  expect(behavior?.scaleUp?.policies).toHaveLength(2);
});

test.each<[spec: object, errors: string[]]>([
  [
    { scaleTargetRef: { name: '' }, minReplicas: 5, maxReplicas: 3, metrics: [{ type: 'Resource' }] },
    [
      'spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`',
      'spec.scaleTargetRef.kind: Required value',
      'spec.scaleTargetRef.name: Required value',
      'spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group',
      'spec.metrics[0].resource: Required value: must populate information for the given metric source',
    ],
  ],
  [{ scaleTargetRef: { apiVersion: 'v1', kind: 'ReplicationController', name: 'rc' } }, []],
  [
    { minReplicas: 0 },
    [
      'spec.minReplicas: Invalid value: 0: must be greater than or equal to 1',
      'spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas',
    ],
  ],
  [
    { metrics: [{ ...cpu(50), pods: { metric: { name: 'x' }, target: { type: 'AverageValue', averageValue: '1' } } }] },
    ['spec.metrics[0].pods: Forbidden: must populate the given metric source only'],
  ],
  [
    { metrics: [{ type: 'toString' }] },
    Array<string>(2).fill(
      'spec.metrics[0].type: Unsupported value: "toString": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"',
    ),
  ],
  [
    { metrics: [{ type: 'Pods', pods: { metric: { name: '' }, target: { type: 'Often', averageValue: '0' } } }] },
    [
      'spec.metrics[0].pods.metric.name: Required value: must specify a metric name',
      'spec.metrics[0].pods.target.type: Invalid value: "Often": must be either Utilization, Value, or AverageValue',
      'spec.metrics[0].pods.target.averageValue: Invalid value: "0": must be positive',
    ],
  ],
  [
    {
      behavior: {
        scaleUp: {
          selectPolicy: 'Any',
          stabilizationWindowSeconds: 3601,
          policies: [{ type: 'Pods', value: 0, periodSeconds: 1801 }],
        },
      },
    },
    [
      'spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: 3601: must be less than or equal to 3600',
      'spec.behavior.scaleUp.selectPolicy: Unsupported value: "Any": supported values: "Disabled", "Max", "Min"',
      'spec.behavior.scaleUp.policies[0].value: Invalid value: 0: must be greater than zero',
      'spec.behavior.scaleUp.policies[0].periodSeconds: Invalid value: 1801: must be less than or equal to 1800',
    ],
  ],
])('an autoscaler of %j', (spec, errors) => {
  expect(create(spec).errors).toEqual(errors);
});

test('an autoscaler that points at nothing good may be changed in other ways', () => {
  const { object: old } = create({ scaleTargetRef: { kind: 'Deployment', name: 'web' } });
  const next = draft({ scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 9 });
  expect(updateByRules(horizontalPodAutoscalerResource, next, { old }).errors).toEqual([]);
});

describe('autoscaling/v1', () => {
  const stored = (spec: object, rest: object = {}) => ({ ...create(spec).object, ...rest }) as V2;

  test('knows the CPU as one number', () => {
    const v1 = fromV2(stored({ metrics: [cpu(70)] }));
    expect(v1).toMatchObject({ apiVersion: 'autoscaling/v1', spec: { targetCPUUtilizationPercentage: 70 } });
    expect(v1.metadata).not.toHaveProperty('annotations');
    expect(toV2(v1).spec.metrics).toEqual([cpu(70)]);
  });

  test('carries the rest in annotations, and gives it back', () => {
    const object = { target: { type: 'Value', value: '10' }, metric: { name: 'rps' }, describedObject: scaleTargetRef };
    const metrics = [
      {
        type: 'Pods',
        pods: { metric: { name: 'x', selector: {} }, target: { type: 'AverageValue', averageValue: '3' } },
      },
      { type: 'Object', object },
      { type: 'External', external: { metric: { name: 'q' }, target: { type: 'AverageValue', averageValue: '1' } } },
      cpu(70),
    ];
    const conditions = [{ type: 'AbleToScale', status: 'True' }];
    const currentMetrics = [
      { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 5, averageValue: '1m' } } },
    ];
    const before = stored(
      { metrics, behavior: { scaleUp: { selectPolicy: 'Min' } } },
      { status: { desiredReplicas: 1, currentReplicas: 2, currentMetrics, conditions } },
    );
    const v1 = fromV2(before);
    expect(Object.keys(v1.metadata.annotations ?? {}).sort()).toEqual(
      ['behavior', 'conditions', 'current-metrics', 'metrics'].map((name) => `autoscaling.alpha.kubernetes.io/${name}`),
    );
    expect(v1.status.currentCPUUtilizationPercentage).toBe(5);
    expect(toV2(v1)).toEqual({ ...before, apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' });
  });

  test('is not led astray by annotations that are no JSON', () => {
    const annotations = {
      'autoscaling.alpha.kubernetes.io/metrics': '{',
      'autoscaling.alpha.kubernetes.io/behavior': '7',
    };
    const v1 = { ...fromV2(stored({})), metadata: { name: 'h', annotations } } as unknown as V1;
    expect(toV2(v1).spec).toMatchObject({ metrics: [cpu(80)] });
  });
});

test('a table shows two metrics and how many more there are', () => {
  const { object } = create({ metrics: [cpu(50), cpu(60), cpu(70)] });
  const status = {
    currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 9 } } }],
  };
  const row = horizontalPodAutoscalerResource.rules.row?.({ ...object, status } as never, { now: 0 });
  expect(row?.[2]).toBe('cpu: 9%/50%, cpu: <unknown>/60% + 1 more...');
});
