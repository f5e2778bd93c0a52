import { expect, test } from 'vitest';
import { deployments, events, horizontalPodAutoscalers } from '../../../server/api/resource-types.gen.ts';
import { checkKind } from '../../../server/registry/decode-object.ts';

const scale = { group: 'autoscaling', version: 'v1', kind: 'Scale' };

test.each([
  [deployments, 'apps/v1', 'Deployment'],
  [events, 'v1', 'Event'],
  [scale, 'autoscaling/v1', 'Scale'],
])('%o takes %s %s', (type, apiVersion, kind) => {
  expect(() => checkKind({ apiVersion, kind }, type)).not.toThrow();
});

const OTHER_VERSION = (data: string, wanted: string) =>
  `the API version in the data (${data}) does not match the expected API version (${wanted})`;

test.each([
  [deployments, 'extensions/v1beta1', 'Deployment', OTHER_VERSION('extensions/v1beta1', 'apps/v1')],
  [
    horizontalPodAutoscalers,
    'autoscaling/v1',
    'HorizontalPodAutoscaler',
    OTHER_VERSION('autoscaling/v1', 'autoscaling/v2'),
  ],
  [events, 'events.k8s.io/v1', 'Event', OTHER_VERSION('events.k8s.io/v1', 'v1')],
  [
    scale,
    'apps/v1',
    'Deployment',
    'Deployment in version "v1" cannot be handled as a Scale: converting (v1.Deployment) to (autoscaling.Scale): unknown conversion',
  ],
  [
    deployments,
    'apps/v7',
    'Deployment',
    'Deployment in version "v7" cannot be handled as a Deployment: no kind "Deployment" is registered for version "apps/v7" in scheme "pkg/api/legacyscheme/scheme.go:30"',
  ],
])('%o refuses %s %s', (type, apiVersion, kind, message) => {
  expect(() => checkKind({ apiVersion, kind }, type)).toThrow(message);
});
