import { expect, test } from 'vitest';
import type { Pod } from '../../../../server/api/types.gen.ts';
import { podRow } from '../../../../server/resources/core/pod/pod-row.ts';

type Json = Record<string, unknown>;

const T = '2026-01-01T00:00:00Z';
const now = Date.parse(T) + 130_000;
const run = { running: { startedAt: T } };
const wait = (reason: string) => ({ waiting: { reason } });
const end = (exitCode: number, reason = '', signal = 0) => ({
  terminated: { exitCode, reason, signal, finishedAt: T },
});
const cs = (name: string, state: Json, more: Json = {}) => ({ name, ready: false, restartCount: 0, state, ...more });

const ofOne = [{ name: 'c', image: 'x' }];
const init = [
  { name: 'i1', image: 'x' },
  { name: 'i2', image: 'x' },
];
const sidecar = [{ name: 's', image: 'x', restartPolicy: 'Always' }];

function row(spec: Json, status: Json, metadata: Json = {}): unknown[] {
  const pod = {
    metadata: { name: 'p', creationTimestamp: T, ...metadata },
    spec: { containers: ofOne, ...spec },
    status,
  };
  return podRow(pod as unknown as Pod, { now });
}

test.each<[what: string, spec: Json, status: Json, ready: string, text: string, restarts: string]>([
  ['waits', {}, { phase: 'Pending' }, '0/1', 'Pending', '0'],
  ['runs', {}, { phase: 'Running', containerStatuses: [cs('c', run, { ready: true })] }, '1/1', 'Running', '0'],
  [
    'crashes',
    {},
    {
      phase: 'Running',
      containerStatuses: [cs('c', wait('CrashLoopBackOff'), { restartCount: 4, lastState: end(1, 'Error') })],
    },
    '0/1',
    'CrashLoopBackOff',
    '4 (2m10s ago)',
  ],
  ['is done', {}, { phase: 'Succeeded', containerStatuses: [cs('c', end(0, 'Completed'))] }, '0/1', 'Completed', '0'],
  [
    'failed without a reason',
    {},
    { phase: 'Failed', containerStatuses: [cs('c', end(137))] },
    '0/1',
    'ExitCode:137',
    '0',
  ],
  ['was killed', {}, { phase: 'Failed', containerStatuses: [cs('c', end(0, '', 9))] }, '0/1', 'Signal:9', '0'],
  [
    'starts',
    { initContainers: init },
    {
      phase: 'Pending',
      initContainerStatuses: [cs('i1', end(0, 'Completed')), cs('i2', run)],
      containerStatuses: [cs('c', wait('PodInitializing'))],
    },
    '0/1',
    'Init:1/2',
    '0',
  ],
  [
    'cannot start',
    { initContainers: init },
    {
      phase: 'Pending',
      initContainerStatuses: [cs('i1', wait('CrashLoopBackOff'), { restartCount: 2, lastState: end(1) })],
    },
    '0/1',
    'Init:CrashLoopBackOff',
    '2 (2m10s ago)',
  ],
  [
    'failed to start',
    { initContainers: init },
    { phase: 'Pending', initContainerStatuses: [cs('i1', end(3))] },
    '0/1',
    'Init:ExitCode:3',
    '0',
  ],
  [
    'runs with a sidecar',
    { initContainers: sidecar },
    {
      phase: 'Running',
      initContainerStatuses: [cs('s', run, { ready: true, started: true, restartCount: 1 })],
      containerStatuses: [cs('c', run, { ready: true })],
    },
    '2/2',
    'Running',
    '1',
  ],
  [
    'has one container that is done and one that is not ready',
    { containers: [...ofOne, { name: 'd', image: 'x' }] },
    { phase: 'Running', containerStatuses: [cs('c', end(0, 'Completed')), cs('d', run, { ready: true })] },
    '1/2',
    'NotReady',
    '0',
  ],
  ['was evicted', {}, { phase: 'Failed', reason: 'Evicted' }, '0/1', 'Evicted', '0'],
  [
    'is gated',
    {},
    { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
    '0/1',
    'SchedulingGated',
    '0',
  ],
])('a pod that %s says so', (_what, spec, status, ready, text, restarts) => {
  expect(row(spec, status).slice(0, 5)).toEqual(['p', ready, text, restarts, '2m10s']);
});

test('a pod that is being deleted is terminating, unless it has ended or its node is lost', () => {
  const deleted = { deletionTimestamp: T };
  expect(row({}, { phase: 'Running' }, deleted)[2]).toBe('Terminating');
  expect(row({}, { phase: 'Succeeded' }, deleted)[2]).toBe('Succeeded');
  expect(row({}, { phase: 'Running', reason: 'NodeLost' }, deleted)[2]).toBe('Unknown');
});

test('wide rows say where the pod is and how many gates are open', () => {
  const spec = { nodeName: 'n', readinessGates: [{ conditionType: 'a.b/c' }, { conditionType: 'a.b/d' }] };
  const status = { podIPs: [{ ip: '10.0.0.1' }], conditions: [{ type: 'a.b/c', status: 'True' }] };
  expect(row(spec, status).slice(5)).toEqual(['10.0.0.1', 'n', '<none>', '1/2']);
});
