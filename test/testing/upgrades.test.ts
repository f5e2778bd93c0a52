import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { startCluster, type TestCluster } from '../../server/testing/index.ts';
import { eventually } from '../support/eventually.ts';
import { type CommandCall, UpgradeRefused } from '../support/remote-command.ts';
import { runOverSpdy } from '../support/spdy-command.ts';
import { openWebSocketCommand, runOverWebSocket } from '../support/websocket-command.ts';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({ nodes: 1, dns: false });
  await cluster.apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'box' },
    spec: { containers: [{ name: 'main', image: 'busybox', command: ['sleep', 'infinity'] }] },
  });
  await cluster.settled();
});
let after = 0;
beforeEach(() => {
  after = cluster.journal.sequence;
});
afterEach(() => cluster.faults.clear());
afterAll(() => cluster[Symbol.asyncDispose]());

const requests = () => cluster.journal.requests({ after });

const ECHO: CommandCall = { pod: 'box', command: ['echo', 'hi'] };

/** With the verb by which Kubernetes knows them: that of their method. */
const WAYS = [
  ['a WebSocket', 'get', (call: CommandCall) => runOverWebSocket(cluster, call)],
  ['SPDY', 'create', (call: CommandCall) => runOverSpdy(cluster, call)],
] as const;

describe.each(WAYS)('exec over %s', (_name, verb, run) => {
  test('is in the journal', async () => {
    await run(ECHO);
    await eventually(() =>
      expect(requests()).toMatchObject([
        { verb, resource: 'pods/exec', namespace: 'default', name: 'box', code: 101, done: true },
      ]),
    );
  });

  test('is in the journal when the node refuses it', async () => {
    await run({ ...ECHO, pod: 'none' }).catch(() => {});
    await eventually(() => cluster.journal.expect({ after, verb, resource: 'pods/exec', name: 'none', code: 404 }, 1));
    expect(requests()[0]).toMatchObject({ reason: 'NotFound', message: 'pods "none" not found' });
  });

  test('is answered by a fault', async () => {
    const fault = cluster.faults.add({ verb, resource: 'pods/exec', status: 503 });
    const refused = await run(ECHO).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UpgradeRefused);
    expect((refused as UpgradeRefused).code).toBe(503);
    expect(JSON.parse((refused as UpgradeRefused).body)).toMatchObject({ reason: 'ServiceUnavailable' });
    expect(fault.acted).toBe(1);
    cluster.journal.expect({ after, verb, resource: 'pods/exec', code: 503, fault: fault.id }, 1);
    cluster.faults.clear();
    expect((await run(ECHO)).stdout).toBe('hi\n');
  });

  test('begins late', async () => {
    const fault = cluster.faults.add({ resource: 'pods/exec', delay: '50ms' });
    expect((await run(ECHO)).stdout).toBe('hi\n');
    expect(fault.acted).toBe(1);
  });

  test.each(['drop', 'drop-answer'] as const)('is lost: %s', async (connection) => {
    cluster.faults.add({ verb, resource: 'pods/exec', connection });
    await expect(run(ECHO)).rejects.toThrow(/hang up|ECONNRESET|closed/);
    await eventually(() =>
      expect(requests()).toMatchObject([{ verb, done: true, fault: expect.stringMatching(/^fault/) }]),
    );
  });
});

test('an open session is under way in the journal', async () => {
  const session = await openWebSocketCommand(cluster, { pod: 'box', command: ['cat'], stdin: '' });
  expect(requests()).toMatchObject([{ resource: 'pods/exec', code: 101, done: false }]);
  session.terminate();
  await session.ended;
  await eventually(() => expect(requests()).toMatchObject([{ done: true }]));
});

test('a watch over a WebSocket is refused by a fault, and is in the journal otherwise', async () => {
  const open = () => new WebSocket(`${cluster.url.replace('http', 'ws')}/api/v1/pods?watch=1`);
  cluster.faults.add({ verb: 'watch', status: 410, times: 1 });
  const code = await new Promise((resolve) => {
    open()
      .on('unexpected-response', (_request, { statusCode }) => resolve(statusCode))
      .on('error', () => {});
  });
  expect(code).toBe(410);
  const watch = open();
  await new Promise((resolve) => watch.on('open', resolve));
  watch.close();
  await eventually(() =>
    expect(requests()).toMatchObject([
      { verb: 'watch', code: 410 },
      { verb: 'watch', code: 101, done: true },
    ]),
  );
});

test('a connection that is stalled stays open without a word', async () => {
  const fault = cluster.faults.add({ resource: 'pods/exec', connection: 'stall' });
  const socket = new WebSocket(
    `${cluster.url.replace('http', 'ws')}/api/v1/namespaces/default/pods/box/exec?command=ls&stdout=1`,
    'v5.channel.k8s.io',
  );
  socket.on('error', () => {});
  await eventually(() => expect(fault.acted).toBe(1));
  expect(socket.readyState).toBe(WebSocket.CONNECTING);
  socket.terminate();
  await eventually(() => expect(requests()).toMatchObject([{ code: 0, done: true }]));
});
