import { afterAll, beforeAll, expect, test } from 'vitest';
import { pods } from '../../../server/api/resource-types.gen.ts';
import { eventually } from '../../support/eventually.ts';
import { type RunningPods, startRunningPods } from '../../support/running-pods.ts';

let running: RunningPods;
let handler: string;
beforeAll(async () => {
  running = await startRunningPods({ dns: false });
  const image = 'registry.k8s.io/e2e-test-images/agnhost:2.56';
  const pod = await running.runPod('handler', { image, container: { args: ['netexec'] } });
  handler = pod.status.podIP ?? '';
});
afterAll(() => running[Symbol.asyncDispose]());

test('what a container wants done after its start is done', async () => {
  const command = ['/bin/sh', '-c', 'echo Hello from the hook > /usr/share/message'];
  await running.runPod('greets', { image: 'nginx', container: { lifecycle: { postStart: { exec: { command } } } } });
  await eventually(async () =>
    expect(await running.sh('greets', 'cat /usr/share/message')).toBe('Hello from the hook\n'),
  );
});

test('what it wants done before its end is done too', async () => {
  const httpGet = { host: handler, port: 8080, path: '/echo?msg=prestop' };
  await running.runPod('leaves', { image: 'nginx', container: { lifecycle: { preStop: { httpGet } } } });
  await running.cluster.client.delete(pods, { namespace: 'default', name: 'leaves' });
  await eventually(async () => expect(await running.logs('handler')).toContain('GET /echo?msg=prestop'));
});

test('a container whose root is read-only can only write to its volumes', async () => {
  await running.runPod('sealed', {
    volumes: [{ name: 'scratch', emptyDir: {} }],
    container: {
      securityContext: { readOnlyRootFilesystem: true },
      volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }],
    },
  });
  expect(await running.sh('sealed', 'touch /file')).toBe('touch: /file: Read-only file system\nexit 1\n');
  expect(await running.sh('sealed', 'touch /scratch/file; ls /scratch; echo x > /dev/null')).toBe('file\n');
});

test('kill 1 ends a server, and it is started again', async () => {
  await running.runPod('server', { image: 'nginx' });
  await running.sh('server', 'kill 1');
  await eventually(async () =>
    expect((await running.pod('server')).status.containerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      lastState: { terminated: { exitCode: 0, reason: 'Completed' } },
    }),
  );
});
