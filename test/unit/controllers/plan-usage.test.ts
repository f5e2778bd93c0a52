import { describe, expect, test } from 'vitest';
import type { ApiObject } from '../../../server/api/object.ts';
import type { PersistentVolumeClaim, Pod, ResourceQuota, ResourceQuotaSpec } from '../../../server/api/types.gen.ts';
import { planUsage } from '../../../server/controllers/resource-quota/plan-usage.ts';
import { make, makePod, makeService } from './make.ts';

const pod = (name: string, requests: Record<string, string>, options: object = {}): Pod =>
  ofQuality(
    'Burstable',
    makePod(name, { spec: { containers: [{ name: 'c', resources: { requests, limits: requests } }] }, ...options }),
  );
const ofQuality = (qosClass: 'BestEffort' | 'Burstable', object: Pod): Pod => ({
  ...object,
  status: { ...object.status, qosClass },
});
const used = (spec: ResourceQuotaSpec, objects: Record<string, ApiObject[]>) =>
  planUsage(make<ResourceQuota>('ResourceQuota', 'q', { spec, status: {} }), (resource) => objects[resource] ?? [])
    .used;

describe('what is used of a quota', () => {
  test('says zero of what nobody uses, and nothing of what it does not limit', () => {
    expect(used({ hard: { pods: '3', 'requests.cpu': '1' } }, {})).toEqual({ pods: '0', 'requests.cpu': '0' });
  });

  test('sums what pods ask for, in their units', () => {
    const hard = { pods: '9', cpu: '9', 'requests.memory': '9Gi', 'limits.cpu': '9', 'count/pods': '9' };
    const running = [pod('a', { cpu: '250m', memory: '64Mi' }), pod('b', { cpu: '1', memory: '1Gi' })];
    const done = pod('c', { cpu: '8' }, { phase: 'Succeeded' });
    expect(used({ hard }, { pods: [...running, done] })).toEqual({
      pods: '2',
      cpu: '1250m',
      'requests.memory': '1088Mi',
      'limits.cpu': '1250m',
      'count/pods': '3',
    });
  });

  test('takes the largest init container where that asks for more', () => {
    const busy = pod('a', { cpu: '100m' });
    busy.spec.initContainers = [
      { name: 'i', resources: { requests: { cpu: '2' } } },
      { name: 'j', resources: { requests: { cpu: '1' } } },
    ];
    expect(used({ hard: { 'requests.cpu': '9' } }, { pods: [busy] })).toEqual({ 'requests.cpu': '2' });
  });

  test('counts Services by what they take', () => {
    const ports = [{ port: 80 }, { port: 81 }];
    const list = [
      makeService('a'),
      makeService('b', { type: 'NodePort', ports }),
      makeService('c', { type: 'LoadBalancer', ports }),
    ];
    const hard = { services: '9', 'services.nodeports': '9', 'services.loadbalancers': '9' };
    expect(used({ hard }, { services: list })).toEqual({
      services: '3',
      'services.nodeports': '4',
      'services.loadbalancers': '1',
    });
  });

  test('sums storage, by class too, and counts objects of any kind', () => {
    const claim = make<PersistentVolumeClaim>('PersistentVolumeClaim', 'c', {
      spec: { storageClassName: 'fast', resources: { requests: { storage: '5Gi' } } },
      status: {},
    });
    const hard = {
      persistentvolumeclaims: '9',
      'requests.storage': '9Gi',
      'fast.storageclass.storage.k8s.io/requests.storage': '9Gi',
      'count/deployments.apps': '9',
    };
    expect(used({ hard }, { persistentvolumeclaims: [claim], 'deployments.apps': [make('Deployment', 'd')] })).toEqual({
      persistentvolumeclaims: '1',
      'requests.storage': '5Gi',
      'fast.storageclass.storage.k8s.io/requests.storage': '5Gi',
      'count/deployments.apps': '1',
    });
  });

  test.each([
    [{ scopes: ['BestEffort' as const] }, '1'],
    [{ scopes: ['NotBestEffort' as const, 'NotTerminating' as const] }, '1'],
    [{ scopes: ['Terminating' as const] }, '1'],
    [
      {
        scopeSelector: {
          matchExpressions: [{ scopeName: 'PriorityClass' as const, operator: 'In' as const, values: ['high'] }],
        },
      },
      '1',
    ],
  ])('keeps to the scopes %j', (scopes, count) => {
    const list = [
      pod('plain', { cpu: '1' }),
      ofQuality('BestEffort', makePod('free', { spec: { containers: [{ name: 'c' }], activeDeadlineSeconds: 5 } })),
      makePod('important', {
        spec: { containers: [{ name: 'c' }], priorityClassName: 'high', activeDeadlineSeconds: 5 },
      }),
    ].slice(0, 'scopeSelector' in scopes ? 3 : 2);
    expect(used({ hard: { pods: '9' }, ...scopes }, { pods: list, services: [makeService('a')] })).toEqual({
      pods: count,
    });
  });
});
