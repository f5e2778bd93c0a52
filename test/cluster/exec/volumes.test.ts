import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configMaps, secrets } from '../../../server/api/resource-types.gen.ts';
import type { ConfigMap, Secret } from '../../../server/api/types.gen.ts';
import { eventually } from '../../support/eventually.ts';
import { type RunningPods, startRunningPods } from '../../support/running-pods.ts';

let running: RunningPods;
beforeAll(async () => {
  running = await startRunningPods({ dns: false });
  const { client } = running.cluster;
  const metadata = { namespace: 'default', name: 'settings' };
  await client.create(configMaps, {
    metadata,
    data: { colour: 'green', 'deep.conf': 'a=1\n' },
  } as unknown as ConfigMap);
  await client.create(secrets, {
    metadata,
    data: { pass: Buffer.from('word').toString('base64') },
  } as unknown as Secret);
  await running.runPod('box', {
    labels: { app: 'box' },
    volumes: [
      { name: 'config', configMap: { name: 'settings', items: [{ key: 'deep.conf', path: 'a/b.conf' }] } },
      { name: 'whole', configMap: { name: 'settings' } },
      { name: 'secret', secret: { secretName: 'settings', defaultMode: 0o400 } },
      {
        name: 'all',
        projected: {
          sources: [
            { configMap: { name: 'settings', items: [{ key: 'colour', path: 'colour' }] } },
            { secret: { name: 'settings' } },
            { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
            { serviceAccountToken: { path: 'token', audience: 'vault' } },
          ],
        },
      },
      { name: 'optional', configMap: { name: 'nope', optional: true } },
      { name: 'scratch', emptyDir: {} },
    ],
    container: {
      resources: { limits: { cpu: '500m', memory: '64Mi' } },
      volumeMounts: [
        { name: 'config', mountPath: '/config' },
        { name: 'whole', mountPath: '/one.conf', subPath: 'deep.conf' },
        { name: 'whole', mountPath: '/whole' },
        { name: 'secret', mountPath: '/secret', readOnly: true },
        { name: 'all', mountPath: '/all' },
        { name: 'optional', mountPath: '/optional' },
        { name: 'scratch', mountPath: '/scratch' },
      ],
      env: [
        { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
        { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        { name: 'APP', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
        { name: 'LIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
        { name: 'PASS', valueFrom: { secretKeyRef: { name: 'settings', key: 'pass' } } },
        { name: 'MISSING', valueFrom: { configMapKeyRef: { name: 'nope', key: 'x', optional: true } } },
        { name: 'JOINED', value: '$(NODE)/$(PASS) $$(NODE) $(NOBODY)' },
      ],
      envFrom: [{ prefix: 'P_', configMapRef: { name: 'settings' } }],
    },
  } as never);
});
afterAll(() => running[Symbol.asyncDispose]());

describe('mounted volumes', () => {
  test.each([
    ['cat /config/a/b.conf', 'a=1\n'],
    ['cat /one.conf', 'a=1\n'],
    ['ls /whole', 'colour\ndeep.conf\n'],
    ['cat /secret/pass; stat -L -c %a /secret/pass', 'word400\n'],
    ['ls /all', 'colour\nlabels\npass\ntoken\n'],
    ['cat /all/labels', 'app="box"'],
    ['cut -d. -f2 /all/token | base64 -d 2>/dev/null | grep -o \'"aud":."[a-z]*"\'', '"aud":["vault"\n'],
    ['ls /optional', ''],
    ['echo x > /scratch/x; cat /scratch/x', 'x\n'],
    ['echo x > /secret/pass', "sh: can't create /secret/pass: Read-only file system\nexit 1\n"],
    ['cat /var/run/secrets/kubernetes.io/serviceaccount/namespace', 'default'],
    ['head -n 1 /var/run/secrets/kubernetes.io/serviceaccount/ca.crt', '-----BEGIN CERTIFICATE-----\n'],
    ['readlink /whole/colour', '..data/colour\n'],
  ])('%s', async (script, expected) => {
    expect(await running.sh('box', script)).toBe(expected);
  });

  test('show what an object says later', async () => {
    const { client } = running.cluster;
    const key = { namespace: 'default', name: 'settings' };
    const before = await client.get(configMaps, key);
    await client.update(configMaps, { ...before, data: { ...before.data, colour: 'blue' } });
    await eventually(async () => expect(await running.sh('box', 'cat /whole/colour')).toBe('blue'));
    expect(await running.sh('box', 'echo $P_colour')).toBe('green\n');
  });
});

describe('variables', () => {
  test.each([
    ['echo $NODE $APP $LIMIT $PASS "[$MISSING]"', 'node-1 box 64 word []\n'],
    ['echo "$JOINED"', 'node-1/word $(NODE) $(NOBODY)\n'],
    ['[ "$IP" = "$(hostname -i)" ] && echo same', 'same\n'],
    ['printenv P_colour HOSTNAME KUBERNETES_SERVICE_HOST', 'green\nbox\n10.96.0.1\n'],
  ])('%s', async (script, expected) => {
    expect(await running.sh('box', script)).toBe(expected);
  });
});
