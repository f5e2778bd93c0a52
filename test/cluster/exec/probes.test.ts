import { afterAll, beforeAll, expect, test } from 'vitest';
import { events } from '../../../server/api/resource-types.gen.ts';
import type { Container, Probe } from '../../../server/api/types.gen.ts';
import { eventually } from '../../support/eventually.ts';
import { type RunningPods, startRunningPods } from '../../support/running-pods.ts';

let running: RunningPods;
beforeAll(async () => {
  running = await startRunningPods({ dns: false });
});
afterAll(() => running[Symbol.asyncDispose]());

const often = { periodSeconds: 1, failureThreshold: 1 };
const PATIENCE = 15_000;

async function runProbed(
  name: string,
  script: string,
  probes: Partial<Record<'livenessProbe' | 'readinessProbe' | 'startupProbe', Probe>>,
) {
  const container = probes as Partial<Container>;
  return await running.runPod(name, { command: ['sh', '-c', script], container });
}

async function mainOf(name: string) {
  const [status] = (await running.pod(name)).status.containerStatuses ?? [];
  if (!status) throw new Error('it has no status yet');
  return status;
}

async function messagesOf(name: string): Promise<string[]> {
  const { items } = await running.cluster.client.list(events, { fieldSelector: `involvedObject.name=${name}` });
  return items.map(({ reason, message }) => `${reason}: ${message}`);
}

test('a container is ready while its command says so', async () => {
  const readinessProbe = { exec: { command: ['cat', '/tmp/ready'] }, ...often };
  await runProbed('ready', 'rm -f /tmp/ready; sleep infinity', { readinessProbe });
  expect((await mainOf('ready')).ready).toBe(false);
  await running.sh('ready', 'touch /tmp/ready');
  await eventually(async () => expect((await mainOf('ready')).ready).toBe(true), PATIENCE);
  await running.sh('ready', 'rm /tmp/ready');
  await eventually(async () => expect((await mainOf('ready')).ready).toBe(false), PATIENCE);
  const expected = "Unhealthy: Readiness probe failed: cat: can't open '/tmp/ready': No such file or directory\n";
  await eventually(async () => expect(await messagesOf('ready')).toContain(expected), PATIENCE);
});

test('a container whose liveness probe fails is killed and started again', async () => {
  const livenessProbe = { exec: { command: ['cat', '/tmp/health'] }, ...often };
  await runProbed('mortal', 'touch /tmp/health; sleep 1.5; rm /tmp/health; sleep infinity', { livenessProbe });
  await eventually(async () => expect((await mainOf('mortal')).restartCount).toBeGreaterThan(0), PATIENCE);
  expect((await mainOf('mortal')).lastState?.terminated?.exitCode).toBe(137);
  await eventually(
    async () =>
      expect(await messagesOf('mortal')).toContain('Killing: Container main failed liveness probe, will be restarted'),
    PATIENCE,
  );
});

test('servers are asked over HTTP, once they have started', async () => {
  const httpGet = { path: '/healthz', port: 8080 };
  await running.runPod('served', {
    image: 'registry.k8s.io/e2e-test-images/agnhost:2.56',
    container: {
      args: ['netexec'],
      startupProbe: { httpGet, ...often },
      readinessProbe: { httpGet, ...often },
      livenessProbe: { tcpSocket: { port: 8080 }, ...often },
    } as Partial<Container>,
  });
  await eventually(async () => expect(await mainOf('served')).toMatchObject({ started: true, ready: true }), PATIENCE);
});

test('a server that answers with an error is not ready', async () => {
  await running.runPod('broken', {
    image: 'registry.k8s.io/e2e-test-images/agnhost:2.56',
    container: {
      args: ['netexec'],
      readinessProbe: { httpGet: { path: '/echo?code=503', port: 8080 }, ...often },
    } as Partial<Container>,
  });
  await eventually(
    async () =>
      expect(await messagesOf('broken')).toContain(
        'Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503',
      ),
    PATIENCE,
  );
  expect((await mainOf('broken')).ready).toBe(false);
});
