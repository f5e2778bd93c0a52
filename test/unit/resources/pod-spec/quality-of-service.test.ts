import { expect, test } from 'vitest';
import type { ResourceRequirements } from '../../../../server/api/types.gen.ts';
import { qualityOfService } from '../../../../server/resources/pod-spec/quality-of-service.ts';

test.each<[ResourceRequirements[], string]>([
  [[{}], 'BestEffort'],
  [[{ requests: { 'ephemeral-storage': '1Gi' } }], 'BestEffort'],
  [[{ requests: { cpu: '100m' } }], 'Burstable'],
  [[{ requests: { cpu: '1' }, limits: { cpu: '1' } }], 'Burstable'],
  [[{ requests: { cpu: '1', memory: '1024Mi' }, limits: { cpu: '1000m', memory: '1Gi' } }], 'Guaranteed'],
  [[{ requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } }, {}], 'Burstable'],
  [[{ requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } }], 'Burstable'],
])('containers with %j are %s', (parts, expected) => {
  const containers = parts.map((resources, i) => ({ name: `c${i}`, image: 'x', resources }));
  expect(qualityOfService({ containers })).toBe(expected);
});
