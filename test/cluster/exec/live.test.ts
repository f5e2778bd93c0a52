import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configMaps, pods } from '../../../server/api/resource-types.gen.ts';
import type { Pod } from '../../../server/api/types.gen.ts';
import { eventually } from '../../support/eventually.ts';
import { type PodWish, type RunningPods, startRunningPods } from '../../support/running-pods.ts';
import { openWebSocketCommand, runOverWebSocket } from '../../support/websocket-command.ts';

let running: RunningPods;
beforeAll(async () => {
  running = await startRunningPods();
});
afterAll(() => running[Symbol.asyncDispose]());

async function finished(name: string): Promise<Pod> {
  return await eventually(async () => {
    const pod = await running.pod(name);
    if (!/Succeeded|Failed/.test(pod.status.phase ?? '')) throw new Error(`${name} is ${pod.status.phase}`);
    return pod;
  });
}

/** Runs a pod to its end: its log, and how it ended. */
async function runToEnd(name: string, script: string, wish: PodWish = {}) {
  await running.createPod(name, { command: ['sh', '-c', script], restartPolicy: 'Never', ...wish });
  const { status } = await finished(name);
  const { exitCode, message } = status.containerStatuses?.[0]?.state?.terminated ?? {};
  return { log: await running.logs(name), exitCode, message };
}

describe('a program of which nobody can plainly tell what it does is really run', () => {
  test('its output is the log, and its exit code the status', async () => {
    const { log, exitCode } = await runToEnd('reader', 'cat /etc/hostname /nope; exit 4');
    expect(log).toBe("reader\ncat: can't open '/nope': No such file or directory\n");
    expect(exitCode).toBe(4);
  });

  test('with the variables of its Services and configuration', async () => {
    await running.cluster.client.create(configMaps, {
      metadata: { namespace: 'default', name: 'settings' },
      data: { colour: 'green', size: 'L' },
    } as never);
    const { log } = await runToEnd('variables', 'echo $KUBERNETES_SERVICE_PORT $C_colour $(SIZE) $(NOBODY) $HOSTNAME', {
      container: {
        envFrom: [{ prefix: 'C_', configMapRef: { name: 'settings' } }],
        env: [{ name: 'SIZE', valueFrom: { configMapKeyRef: { name: 'settings', key: 'size' } } }],
      } as never,
    });
    // The shell takes what nobody has expanded for a command.
    expect(log).toBe('sh: NOBODY: not found\n443 green L variables\n');
  });

  test('its last words are in the status', async () => {
    expect(await runToEnd('says', 'printf DONE > /dev/termination-log')).toMatchObject({
      exitCode: 0,
      message: 'DONE',
    });
    const wish = { container: { terminationMessagePolicy: 'FallbackToLogsOnError' } } as const;
    const script = 'cat /etc/hostname; exit 1';
    expect(await runToEnd('falls-back', script, { ...wish, command: ['sh', '-c', script] })).toMatchObject({
      exitCode: 1,
      message: 'falls-back\n',
    });
    // Also of a program that is plain.
    expect(await runToEnd('plain', 'printf DONE; exit 1', wish)).toMatchObject({ exitCode: 1, message: 'DONE' });
  });

  test('what an init container leaves in a volume is there for the others', async () => {
    const volumeMounts = [{ name: 'shared', mountPath: '/shared' }];
    const { log } = await runToEnd('hands-over', 'cat /shared/note', {
      volumes: [{ name: 'shared', emptyDir: {} }],
      initContainers: [
        { name: 'first', image: 'busybox', command: ['sh', '-c', 'echo from the first > /shared/note'], volumeMounts },
      ] as never,
      container: { volumeMounts } as never,
    });
    expect(log).toBe('from the first\n');
  });

  test('an init container can wait for a Service', async () => {
    const script = 'until nslookup late.default.svc.cluster.local; do sleep 0.05; done';
    await running.createPod('waits', {
      initContainers: [{ name: 'wait', image: 'busybox:1.36', command: ['sh', '-c', script] }] as never,
    });
    await eventually(async () => expect(await running.logs('waits', '?container=wait')).toContain('NXDOMAIN'));
    await fetch(`${running.cluster.url}/api/v1/namespaces/default/services`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ metadata: { name: 'late' }, spec: { ports: [{ port: 80 }] } }),
    });
    await eventually(async () => expect((await running.pod('waits')).status.phase).toBe('Running'));
  });

  test('its files are there for those who look into it', async () => {
    await running.runPod('writes', { command: ['sh', '-c', 'touch /tmp/healthy; sleep infinity'] });
    await eventually(async () => expect(await running.sh('writes', 'ls /tmp')).toBe('healthy\n'));
  });

  test('it is started again when it ends, with nothing left of the run before', async () => {
    await running.createPod('again', { command: ['sh', '-c', 'ls /tmp/here; touch /tmp/here; exit 1'] });
    await eventually(async () =>
      expect((await running.pod('again')).status.containerStatuses?.[0]?.restartCount).toBeGreaterThan(0),
    );
    await eventually(async () =>
      expect(await running.logs('again', '?previous=true')).toBe('ls: /tmp/here: No such file or directory\n'),
    );
  });

  test('it ends with its pod', async () => {
    await running.runPod('ticks', { command: ['sh', '-c', 'while true; do cat /etc/hostname; sleep 0.01; done'] });
    await eventually(async () => expect(await running.logs('ticks')).toContain('ticks\n'));
    const response = await fetch(`${running.cluster.url}/api/v1/namespaces/default/pods/ticks/log?follow=true`);
    await running.cluster.client.delete(pods, { namespace: 'default', name: 'ticks' }, { gracePeriodSeconds: 0 });
    expect(await response.text()).toMatch(/^(ticks\n)+$/);
  });
});

describe('attach', () => {
  const interactive = { stdin: true, stdinOnce: true, tty: true } as const;

  test('leads to the terminal of the program from its first word on', async () => {
    await running.runPod('shell', { command: ['sh'], restartPolicy: 'Never', container: interactive });
    const attached = await openWebSocketCommand(running.cluster, { pod: 'shell', stdin: '', tty: true });
    await expect.poll(() => attached.stdout).toBe('/ # ');
    attached.type('hostname\r');
    attached.type('exit 3\r');
    const { stdout, status } = await attached.ended;
    expect(stdout).toBe('/ # hostname\r\nshell\r\n/ # exit 3\r\n');
    expect(status.status).toBe('Success');
    expect((await finished('shell')).status.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(3);
    expect(await running.logs('shell')).toBe('/ # hostname\r\nshell\r\n/ # exit 3\r\n');
  });

  test('passes on the input of a program without a terminal, whose end ends it', async () => {
    const container = { stdin: true, stdinOnce: true };
    await running.runPod('sorts', { command: ['sort'], restartPolicy: 'Never', container });
    const { stdout } = await runOverWebSocket(running.cluster, { pod: 'sorts', stdin: 'b\nc\na\n' });
    expect(stdout).toBe('a\nb\nc\n');
    await finished('sorts');
  });

  test('a program outlives those who look on, when its input does', async () => {
    await running.runPod('stays', { command: ['sh'], container: { stdin: true, tty: true } });
    const first = await openWebSocketCommand(running.cluster, { pod: 'stays', stdin: '', tty: true });
    first.type('X=7\r');
    await expect.poll(() => first.stdout).toContain('X=7\r\n');
    first.terminate();
    const second = await openWebSocketCommand(running.cluster, { pod: 'stays', stdin: '', tty: true });
    second.type('echo $X\r');
    await expect.poll(() => second.stdout).toContain('7\r\n');
    second.terminate();
  });

  test('shows what a program prints that takes no input', async () => {
    await running.runPod('prints', { command: ['sh', '-c', 'while true; do echo on; sleep 0.05; done'] });
    const attached = await openWebSocketCommand(running.cluster, { pod: 'prints' });
    await expect.poll(() => attached.stdout).toMatch(/^(on\n)+$/);
    attached.terminate();
  });

  test('the image says what runs where nothing else does', async () => {
    await running.runPod('says-nothing', {
      image: 'busybox:1.28',
      command: [],
      restartPolicy: 'Never',
      container: interactive,
    });
    const attached = await openWebSocketCommand(running.cluster, { pod: 'says-nothing', stdin: '', tty: true });
    await expect.poll(() => attached.stdout).toBe('/ # ');
    attached.type('exit\r');
    expect((await attached.ended).stdout).toBe('/ # exit\r\n');
  });

  test('an ephemeral container can be attached to', async () => {
    await running.runPod('debugged', { image: 'nginx' });
    const debuggers = [{ name: 'debugger', image: 'busybox', stdin: true, tty: true }];
    const patched = await fetch(`${running.cluster.url}/api/v1/namespaces/default/pods/debugged/ephemeralcontainers`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/strategic-merge-patch+json' },
      body: JSON.stringify({ spec: { ephemeralContainers: debuggers } }),
    });
    expect(patched.status).toBe(200);
    const open = () =>
      openWebSocketCommand(
        running.cluster,
        { pod: 'debugged', container: 'debugger', stdin: '', tty: true },
        'v4.channel.k8s.io',
      );
    const attached = await eventually(open);
    attached.type('hostname\r');
    attached.type('exit\r');
    expect((await attached.ended).stdout).toContain('debugged\r\n');
  });
});
