import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommandCall, exitCodeOf, UpgradeRefused } from '../../support/remote-command.ts';
import { type RunningPods, startRunningPods } from '../../support/running-pods.ts';
import { runOverSpdy } from '../../support/spdy-command.ts';
import { openWebSocketCommand, runOverWebSocket } from '../../support/websocket-command.ts';

let running: RunningPods;
beforeAll(async () => {
  running = await startRunningPods({ dns: false });
  await running.runPod('box');
  await running.runPod('two', {
    image: 'nginx',
    initContainers: [{ name: 'first', image: 'busybox', command: ['true'] }] as never,
  });
});
afterAll(() => running[Symbol.asyncDispose]());

const PROTOCOLS = [
  ['version 5 over a WebSocket', (call: CommandCall) => runOverWebSocket(running.cluster, call)],
  ['version 4 over a WebSocket', (call: CommandCall) => runOverWebSocket(running.cluster, call, 'v4.channel.k8s.io')],
  ['version 4 over SPDY', (call: CommandCall) => runOverSpdy(running.cluster, call)],
] as const;

describe.each(PROTOCOLS)('exec in %s', (name, run) => {
  test('gives what is printed, each stream for itself', async () => {
    const { stdout, stderr, status } = await run({ pod: 'box', command: ['sh', '-c', 'echo out; echo err >&2'] });
    expect({ stdout, stderr, status: status.status }).toEqual({ stdout: 'out\n', stderr: 'err\n', status: 'Success' });
  });

  test('gives the exit code', async () => {
    const { status } = await run({ pod: 'box', command: ['sh', '-c', 'exit 7'] });
    expect(status).toMatchObject({ status: 'Failure', reason: 'NonZeroExitCode' });
    expect(exitCodeOf(status)).toBe(7);
    expect(status.message).toMatch(/^command terminated with non-zero exit code: .*exit code 7$/);
  });

  test('carries a long output whole', async () => {
    const { stdout } = await run({ pod: 'box', command: ['seq', '200000'] });
    expect(stdout.length).toBe(1_288_895);
    expect(stdout.endsWith('199999\n200000\n')).toBe(true);
  });

  test('says what the runtime says when there is no such command', async () => {
    const { status } = await run({ pod: 'box', command: ['nope', 'x'] });
    expect(status.message).toMatch(
      /error executing command in container: failed to exec in container: failed to start exec "[0-9a-f]{64}": OCI runtime exec failed: exec failed: unable to start container process: exec: "nope": executable file not found in \$PATH: unknown$/,
    );
  });

  // Before version 5 a WebSocket cannot say that the input has ended.
  test.skipIf(name === 'version 4 over a WebSocket')('passes on the input, and its end', async () => {
    const { stdout } = await run({ pod: 'box', command: ['wc', '-c'], stdin: 'x'.repeat(100_000) });
    expect(stdout.trim()).toBe('100000');
  });
});

test('the oldest protocols carry the output, and the failure as text', async () => {
  const bytes = await runOverWebSocket(
    running.cluster,
    { pod: 'box', command: ['echo', 'hi'] },
    'base64.channel.k8s.io',
  );
  expect(bytes.stdout).toBe('hi\n');
  const spdy = await runOverSpdy(running.cluster, { pod: 'box', command: ['sh', '-c', 'exit 3'] }, ['channel.k8s.io']);
  expect(spdy.status.message).toContain('exit code 3');
});

describe('what is refused', () => {
  const refusalOf = async (call: CommandCall, run = runOverSpdy) => {
    const error = await run(running.cluster, call).catch((reason: unknown) => reason);
    if (!(error instanceof UpgradeRefused)) throw new Error('it was not refused');
    const text = error.body.startsWith('{') ? JSON.parse(error.body).message : error.body;
    return `${error.code} ${text}`;
  };
  test.each<[string, CommandCall, string]>([
    ['a pod that is not there', { pod: 'nope', command: ['ls'] }, '404 pods "nope" not found'],
    [
      'a container that the pod has not',
      { pod: 'box', container: 'nope', command: ['ls'] },
      '400 container nope is not valid for pod box',
    ],
    [
      'a container that does not run',
      { pod: 'two', container: 'first', command: ['ls'] },
      '500 container not found ("first")\n',
    ],
  ])('%s', async (_, call, expected) => {
    expect(await refusalOf(call)).toBe(expected);
  });

  test('a container of a pod without a node', async () => {
    await running.createPod('waiting', { schedulerName: 'nobody' });
    expect(await refusalOf({ pod: 'waiting', command: ['ls'] })).toBe('400 pod waiting does not have a host assigned');
  });

  test('in version 5 the node refuses within the stream', async () => {
    const { status } = await runOverWebSocket(running.cluster, { pod: 'two', container: 'first', command: ['ls'] });
    expect(status.message).toBe('Internal error occurred: unable to upgrade connection: container not found ("first")');
  });
});

describe('a terminal', () => {
  const openShell = async () => {
    const shell = await openWebSocketCommand(running.cluster, { pod: 'box', command: ['sh'], stdin: '', tty: true });
    await expect.poll(() => shell.stdout).toBe('/ # ');
    return shell;
  };

  test('shows a prompt, echoes what is typed, and gives the exit code of the shell', async () => {
    const shell = await openShell();
    shell.type('echo $((6*7))\r');
    shell.type('exit 5\r');
    const { stdout, status } = await shell.ended;
    expect(stdout).toBe('/ # echo $((6*7))\r\n42\r\n/ # exit 5\r\n');
    expect(exitCodeOf(status)).toBe(5);
  });

  test('lets a line be edited, and brings back earlier ones', async () => {
    const shell = await openShell();
    shell.type('ecko hi\x1b[D\x1b[D\x1b[D\x1b[D\x7fh\r');
    shell.type('\x1b[A\r');
    shell.type('exit\r');
    const { stdout } = await shell.ended;
    expect(stdout.split('\r\n').filter((line) => line === 'hi')).toHaveLength(2);
  });

  test('ends a command by ^C, and the shell by ^D', async () => {
    const shell = await openShell();
    shell.type('sleep 1000\r');
    await expect.poll(() => running.sh('box', 'ps')).toContain('sleep 1000');
    shell.type('\x03');
    await expect.poll(() => shell.stdout).toMatch(/\^C\r\n.*# $/s);
    shell.type('echo $?\r');
    shell.type('\x04');
    const { stdout } = await shell.ended;
    expect(stdout).toMatch(/sleep 1000\r\n\^C\r\n.*echo \$\?\r\n130\r\n/s);
  });

  test('knows its size', async () => {
    const shell = await openShell();
    shell.resize(132, 43);
    shell.type('stty size\r');
    shell.type('exit\r');
    expect((await shell.ended).stdout).toContain('43 132\r\n');
  });

  test('ends its commands when the client goes away', async () => {
    const shell = await openShell();
    shell.type('sleep 4321\r');
    await expect.poll(() => running.sh('box', 'ps')).toContain('sleep 4321');
    shell.terminate();
    await expect.poll(() => running.sh('box', 'ps')).not.toContain('sleep 4321');
  });
});
