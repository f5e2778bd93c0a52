import { describe, expect, test } from 'vitest';
import { limitRangeResource } from '../../../../server/resources/core/limit-range.ts';
import { resourceQuotaResource } from '../../../../server/resources/core/resource-quota.ts';
import { createByRules, updateByRules } from '../../../support/write-rules.ts';

const range = (...limits: object[]) => createByRules(limitRangeResource, { metadata: { name: 'l' }, spec: { limits } });
const quota = (spec: object) => createByRules(resourceQuotaResource, { metadata: { name: 'q' }, spec });

describe('a LimitRange', () => {
  test.each<[limits: object, filled: object]>([
    [{ max: { memory: '1Gi' } }, { default: { memory: '1Gi' }, defaultRequest: { memory: '1Gi' } }],
    [{ min: { cpu: '1' } }, { defaultRequest: { cpu: '1' } }],
    [
      {
        max: { cpu: '1' },
        min: { cpu: '100m' },
        default: { cpu: '500m', memory: '64Mi' },
        defaultRequest: { cpu: '200m' },
      },
      { default: { cpu: '500m', memory: '64Mi' }, defaultRequest: { cpu: '200m', memory: '64Mi' } },
    ],
  ])('of containers fills %j', (limits, filled) => {
    const { object, errors } = range({ type: 'Container', ...limits });
    expect(object.spec?.limits?.[0]).toMatchObject(filled);
    expect(errors).toEqual([]);
  });

  test.each<[limits: object[], errors: string[]]>([
    [
      [{ type: 'Container', max: { cpu: '1' }, min: { cpu: '2' } }, { type: 'Container' }],
      [
        'spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1',
        'spec.limits[0].defaultRequest[cpu]: Invalid value: "1": min value 2 is greater than default request value 1',
        'spec.limits[0].default[cpu]: Invalid value: "2": min value 2 is greater than default value 1',
        'spec.limits[1].type: Duplicate value: "Container"',
      ],
    ],
    [
      [{ type: 'Pod', default: { cpu: '1' } }],
      ["spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'"],
    ],
    [
      [{ type: 'PersistentVolumeClaim' }],
      [
        'spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided',
      ],
    ],
    [
      [{ type: 'Thing' }],
      ['spec.limits[0].type: Invalid value: "Thing": must be a standard limit type or fully qualified'],
    ],
    [
      [{ type: 'Pod', max: { bananas: '1' } }],
      ['spec.limits[0].max[bananas]: Invalid value: "bananas": must be a standard resource type or fully qualified'],
    ],
    [
      [{ type: 'Container', maxLimitRequestRatio: { cpu: '500m' } }],
      ['spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "500m": ratio 500m is less than 1'],
    ],
    [
      [{ type: 'Container', max: { cpu: '2' }, min: { cpu: '1' }, maxLimitRequestRatio: { cpu: '3' } }],
      ['spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "3": ratio 3 is greater than max/min = 2.000000'],
    ],
    [
      [{ type: 'Container', default: { 'example.com/gpu': '2' }, defaultRequest: { 'example.com/gpu': '1' } }],
      [
        'spec.limits[0].defaultRequest[example.com/gpu]: Invalid value: "1": default value 2 must equal to defaultRequest value 1 in example.com/gpu',
      ],
    ],
  ])('of %j', (limits, errors) => {
    expect(range(...limits).errors).toEqual(errors);
  });
});

describe('a ResourceQuota', () => {
  test.each<[spec: object, errors: string[]]>([
    [{ hard: { pods: '1', 'requests.cpu': '1', 'count/deployments.apps': '2', 'example.com/gpu': '1' } }, []],
    [{ hard: { pods: '-1' } }, ['spec.hard[pods]: Invalid value: "-1": must be greater than or equal to 0']],
    [{ hard: { pods: '1500m' } }, ['spec.hard[pods]: Invalid value: "1500m": must be an integer']],
    [
      { hard: { bananas: '1' } },
      ['spec.hard[bananas]: Invalid value: "bananas": must be a standard resource type or fully qualified'],
    ],
    [
      { hard: { storage: '1' } },
      ['spec.hard[storage]: Invalid value: "storage": must be a standard resource for quota'],
    ],
    [
      { scopes: ['BestEffort', 'NotBestEffort'] },
      ['spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes'],
    ],
    [
      { hard: { services: '1' }, scopes: ['Terminating'] },
      ['spec.scopes: Invalid value: ["Terminating"]: unsupported scope applied to resource'],
    ],
    [
      { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In' }] } },
      [
        "spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
      ],
    ],
  ])('of %j', (spec, errors) => {
    expect(quota(spec).errors).toEqual(errors);
  });

  test('keeps its scopes', () => {
    const { object: old } = quota({ scopes: ['BestEffort'] });
    const { errors } = updateByRules(resourceQuotaResource, { metadata: { name: 'q' }, spec: {} }, { old });
    expect(errors).toEqual(['spec.scopes: Invalid value: []: field is immutable']);
  });

  test('shows what is used of what, requests and limits apart', () => {
    const status = {
      hard: { pods: '4', 'requests.cpu': '1', 'limits.cpu': '2' },
      used: { pods: '1', 'limits.cpu': '1' },
    };
    const row = resourceQuotaResource.rules.row?.({ metadata: { name: 'q' }, status } as never, { now: 0 });
    expect(row?.slice(1, 3)).toEqual(['pods: 1/4, requests.cpu: 0/1', 'limits.cpu: 1/2']);
  });
});
