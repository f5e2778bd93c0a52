import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { configMaps } from '../../server/api/resource-types.gen.ts';
import { runSnapshotCommand } from '../../server/cli/snapshot-command.ts';
import { startCluster } from '../../server/cluster.ts';
import { UsageError } from '../../server/config.ts';

const folder = await mkdtemp(join(tmpdir(), 'kubeling-snapshot-'));
afterAll(() => rm(folder, { recursive: true }));

const MAIN = new URL('../../server/main.ts', import.meta.url).pathname;
const program = (...args: string[]) => promisify(execFile)(process.execPath, ['--import', 'tsx', MAIN, ...args]);

test('snapshot save and restore carry the objects of a server to a file and back', async () => {
  const kubeconfigFile = join(folder, 'kubeconfig');
  await using cluster = await startCluster({ kubeconfigFile });
  await cluster.started;
  const key = { namespace: 'default', name: 'kept' };
  const made = await cluster.client.create(configMaps, { metadata: key, data: { a: 'b' } });
  const file = join(folder, 'state.json');

  await runSnapshotCommand(['save', file, '--kubeconfig', kubeconfigFile]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await cluster.client.delete(configMaps, key);
  await runSnapshotCommand(['restore', file, '--server', cluster.url]);
  const back = await cluster.client.get(configMaps, key);
  expect(back).toEqual({ ...made, metadata: { ...made.metadata, resourceVersion: back.metadata.resourceVersion } });
  expect(Number(back.metadata.resourceVersion)).toBeGreaterThan(Number(made.metadata.resourceVersion));
});

test('the program writes a snapshot to standard output, and says in one line what is wrong', async () => {
  await using cluster = await startCluster();
  const { stdout } = await program('snapshot', 'save', '-', '--server', cluster.url);
  expect(JSON.parse(stdout)).toMatchObject({ apiVersion: 'kubeling.dev/v1', kind: 'Snapshot' });
  const command = `${process.execPath} --import tsx ${MAIN} snapshot save - --server ${cluster.url} | head -c 1`;
  const cut = await promisify(execFile)('bash', ['-o', 'pipefail', '-c', command]);
  expect(cut).toEqual({ stdout: '{', stderr: '' });
  const failure = { code: 1, stdout: '', stderr: expect.stringMatching(/^kubeling: no server answers: .*\n$/) };
  await expect(program('snapshot', 'save', '-', '--server', 'http://127.0.0.1:1')).rejects.toMatchObject(failure);
});

test.each([
  [['save'], 'snapshot must be followed by save FILE or restore FILE'],
  [['save', 'a', 'b'], 'snapshot must be followed by save FILE or restore FILE'],
  [['burn', 'file'], 'snapshot must be followed by save FILE or restore FILE'],
  [['save', 'file', '--colour'], "Unknown option '--colour'"],
])('snapshot %j is a wrong usage', async (args, message) => {
  await expect(runSnapshotCommand(args)).rejects.toThrow(new UsageError(message));
});

test('snapshot restore refuses what is no snapshot', async () => {
  await using cluster = await startCluster();
  const file = join(folder, 'no-snapshot');
  const restore = () => runSnapshotCommand(['restore', file, '--server', cluster.url]);
  await expect(restore()).rejects.toThrow('ENOENT');
  await writeFile(file, 'a: b');
  await expect(restore()).rejects.toThrow(`${file} is no snapshot: it is not JSON`);
  await writeFile(file, '{"kind":"Pod"}');
  await expect(restore()).rejects.toThrow('Snapshot is invalid');
});
