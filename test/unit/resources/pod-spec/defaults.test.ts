import { expect, test } from 'vitest';
import type { PodSpec } from '../../../../server/api/types.gen.ts';
import { defaultPodSpec } from '../../../../server/resources/pod-spec/defaults.ts';
import { defaultPullPolicy } from '../../../../server/resources/pod-spec/image-name.ts';

test.each([
  ['nginx', 'Always'],
  ['nginx:latest', 'Always'],
  ['nginx:1.27', 'IfNotPresent'],
  ['repo.example:5000/web', 'Always'],
  ['repo.example:5000/web:v1', 'IfNotPresent'],
  [`repo.example/web@sha256:${'a'.repeat(64)}`, 'IfNotPresent'],
  ['Nginx', 'IfNotPresent'],
  [' nginx ', 'IfNotPresent'],
])('the image %j is pulled %s', (image, policy) => {
  expect(defaultPullPolicy(image)).toBe(policy);
});

test('what is left out is filled in', () => {
  const spec: PodSpec = {
    serviceAccount: 'sa',
    containers: [
      {
        name: 'c',
        image: 'x:1',
        livenessProbe: { httpGet: { port: 80 } },
        resources: { limits: { cpu: '0.1m', memory: '1Gi' } },
        env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      },
    ],
    volumes: [{ name: 'nothing' }, { name: 'cm', configMap: { name: 'x' } }],
  };
  defaultPodSpec(spec);
  expect(spec).toMatchObject({
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    serviceAccountName: 'sa',
    containers: [
      {
        imagePullPolicy: 'IfNotPresent',
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        livenessProbe: {
          httpGet: { path: '/', port: 80, scheme: 'HTTP' },
          failureThreshold: 3,
          periodSeconds: 10,
          successThreshold: 1,
          timeoutSeconds: 1,
        },
        resources: { limits: { cpu: '1m', memory: '1Gi' } },
        env: [{ valueFrom: { fieldRef: { apiVersion: 'v1' } } }],
      },
    ],
    volumes: [{ emptyDir: {} }, { configMap: { defaultMode: 420 } }],
  });
});
