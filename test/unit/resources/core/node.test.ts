import { describe, expect, it, test } from 'vitest';
import { nodeResource } from '../../../../server/resources/core/node.ts';
import { KEY_RULE } from '../../../support/service-server.ts';
import { createByRules, updateByRules } from '../../../support/write-rules.ts';

type Rest = Record<string, unknown>;
const draft = (spec: Rest, status: Rest = {}, labels: Rest = {}) => ({ metadata: { name: 'n', labels }, spec, status });
const create = (spec: Rest, status: Rest = {}, labels: Rest = {}) =>
  createByRules(nodeResource, draft(spec, status, labels));

describe('a Node', () => {
  it('has one pod CIDR in both fields', () => {
    const both = { podCIDR: '10.200.0.0/24', podCIDRs: ['10.200.0.0/24'] };
    expect(create({ podCIDR: '10.200.0.0/24' }).object.spec).toEqual(both);
    expect(create({ podCIDRs: ['10.200.0.0/24'] }).object.spec).toEqual(both);
    expect(() => create({ podCIDR: '10.200.0.0/24', podCIDRs: ['10.201.0.0/24'] })).toThrow(
      'Node in version "v1" cannot be handled as a Node: conversion Error: v1.PodCIDR and v1.CIDRs[0] do not match',
    );
  });

  it('can give away all that it has, unless it says otherwise', () => {
    expect(create({}, { capacity: { cpu: '4' } }).object.status.allocatable).toEqual({ cpu: '4' });
    expect(create({}, { capacity: { cpu: '4' }, allocatable: { cpu: '3' } }).object.status.allocatable).toEqual({
      cpu: '3',
    });
  });

  it('writes an empty status in full', () => {
    expect(create({}).object.status).toMatchObject({
      daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
      nodeInfo: { kubeletVersion: '', machineID: '' },
    });
  });

  test.each<[Rest, Rest, string[]]>([
    [
      { taints: [{ key: 'a b', effect: 'Nope' }] },
      {},
      [
        `metadata.taints[0].key: Invalid value: "a b": ${KEY_RULE}`,
        'metadata.taints[0].effect: Unsupported value: "Nope": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      ],
    ],
    [{ taints: [{ key: 'a' }] }, {}, ['metadata.taints[0].effect: Required value']],
    [
      {
        taints: [
          { key: 'a', effect: 'NoSchedule' },
          { key: 'a', value: 'b', effect: 'NoSchedule' },
        ],
      },
      {},
      [
        'metadata.taints[1]: Duplicate value: {"Key":"a","Value":"b","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair',
      ],
    ],
    [
      { podCIDR: 'x' },
      {},
      ['spec.podCIDRs[0]: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'],
    ],
    [{ podCIDRs: ['10.0.0.0/24', 'fd00::/64'] }, {}, []],
    [
      { podCIDRs: ['10.0.0.0/24', '10.0.0.0/24'] },
      {},
      [
        'spec.podCIDRs: Invalid value: ["10.0.0.0/24","10.0.0.0/24"]: may specify no more than one CIDR for each IP family',
        'spec.podCIDRs[1]: Duplicate value: "10.0.0.0/24"',
      ],
    ],
    [
      {},
      { capacity: { pods: '1500m' } },
      [
        'status.capacity.pods: Invalid value: "1500m": must be an integer',
        'status.allocatable.pods: Invalid value: "1500m": must be an integer',
      ],
    ],
    [
      {},
      { capacity: { cpu: '-1' }, allocatable: {} },
      [
        'status.capacity.cpu: Invalid value: "-1": must be greater than or equal to 0',
        'status.allocatable.cpu: Invalid value: "-1": must be greater than or equal to 0',
      ],
    ],
  ])('with %j and %j', (spec, status, errors) => {
    expect(create(spec, status).errors).toEqual(errors);
  });

  test.each<[string, Rest, Rest, string[]]>([
    [
      'pod CIDR',
      { podCIDR: '10.0.0.0/24' },
      { podCIDR: '10.0.1.0/24' },
      ['spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid'],
    ],
    ['pod CIDR once', {}, { podCIDR: '10.0.1.0/24' }, []],
    [
      'no pod CIDR',
      { podCIDR: '10.0.0.0/24' },
      {},
      ['spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid'],
    ],
    [
      'provider id',
      { providerID: 'x://1' },
      { providerID: 'x://2' },
      ['spec.providerID: Forbidden: node updates may not change providerID except from "" to valid'],
    ],
    ['provider id once', {}, { providerID: 'x://2' }, []],
    ['external id', {}, { externalID: 'x' }, ['spec.externalID: Forbidden: may not be updated']],
    ['schedulability', {}, { unschedulable: true }, []],
  ])('may change its %s or not', (_, before, after, errors) => {
    const old = create(before).object;
    expect(updateByRules(nodeResource, draft(after), { old }).errors).toEqual(errors);
  });
});

describe('the row of a Node', () => {
  const nodeInfo = {
    kubeletVersion: 'v1.36.0',
    osImage: 'Test OS',
    kernelVersion: '6.1',
    containerRuntimeVersion: 'containerd://2.0',
    architecture: 'amd64',
  };
  const ready = (status: string) => ({ conditions: [{ type: 'Ready', status }] });
  const row = (spec: Rest, status: Rest, labels: Rest = {}) => {
    const { object } = create(spec, status, labels);
    object.metadata.creationTimestamp = '2026-01-01T00:00:00Z';
    return nodeResource.rules.row?.(object, { now: Date.UTC(2026, 0, 1) });
  };

  it('shows roles, version and what the machine is', () => {
    const labels = {
      'node-role.kubernetes.io/worker': '',
      'node-role.kubernetes.io/control-plane': '',
      'kubernetes.io/role': 'worker',
    };
    const addresses = [
      { type: 'InternalIP', address: '192.0.2.10' },
      { type: 'Hostname', address: 'n' },
    ];
    expect(row({}, { ...ready('True'), addresses, nodeInfo }, labels)).toEqual([
      'n',
      'Ready',
      'control-plane,worker',
      '0s',
      'v1.36.0',
      '192.0.2.10',
      '<none>',
      'Test OS',
      '6.1 (amd64)',
      'containerd://2.0',
    ]);
  });

  it('shows what is not known', () => {
    expect(row({}, {})).toEqual([
      'n',
      'Unknown',
      '<none>',
      '0s',
      '',
      '<none>',
      '<none>',
      '<unknown>',
      '<unknown>',
      '<unknown>',
    ]);
  });

  test.each([
    ['True', false, 'Ready'],
    ['True', true, 'Ready,SchedulingDisabled'],
    ['False', false, 'NotReady'],
    ['Unknown', true, 'NotReady,SchedulingDisabled'],
  ])('shows Ready=%s, unschedulable=%s as %s', (status, unschedulable, cell) => {
    expect(row({ unschedulable }, ready(status))?.[1]).toBe(cell);
  });
});
