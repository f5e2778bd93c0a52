/** A project of somebody who has installed the package, and its tests: each starts a cluster, applies something and looks. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TESTS = 100;

/** Resolves with the seconds that all take, runner included. Rejects when one fails. */
export async function runHundredTests(runner: 'vitest' | 'node --test'): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'kubeling-bench-'));
  try {
    install(folder);
    const file = join(folder, 'hundred.test.mjs');
    writeFileSync(file, fileOf(runner === 'vitest' ? 'vitest' : 'node:test'));
    const begin = performance.now();
    await run(
      runner === 'vitest' ? ['node_modules/vitest/vitest.mjs', 'run', '--root', folder] : ['--test', file],
      folder,
    );
    return (performance.now() - begin) / 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `npm install` would leave there, without a network. */
function install(folder: string): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'kubeling'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (!name.startsWith('.') && name !== 'kubeling')
      symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  for (const name of ['package.json', 'dist', 'schemas']) {
    cpSync(join(ROOT, name), join(modules, 'kubeling', name), { recursive: true });
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module","private":true}');
}

function fileOf(runner: string): string {
  const tests = Array.from({ length: TESTS }, (_, i) => (i % 2 === 0 ? deploymentTest(i) : serviceTest(i)));
  return [HEAD.replace('RUNNER', runner), ...tests].join('\n');
}

const HEAD = `import assert from 'node:assert/strict';
import { test } from 'RUNNER';
import { resourceTypes, startCluster } from 'kubeling/testing';

const withCluster = (check) => async () => {
  const cluster = await startCluster({ nodes: 3 });
  try {
    await check(cluster);
  } finally {
    await cluster[Symbol.asyncDispose]();
  }
};`;

const deploymentTest = (i: number) => `
test('runs Deployment ${i}', withCluster(async (cluster) => {
  const containers = [{ name: 'web', image: 'nginx' }];
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers } };
  const spec = { replicas: 2, selector: { matchLabels: { app: 'web' } }, template };
  await cluster.apply({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web-${i}' }, spec });
  await cluster.settled();
  const key = { namespace: 'default', name: 'web-${i}' };
  assert.equal((await cluster.client.get(resourceTypes.deployments, key)).status.readyReplicas, 2);
}));`;

const serviceTest = (i: number) => `
test('answers for Service ${i}', withCluster(async (cluster) => {
  const spec = { selector: { app: 'web' }, ports: [{ port: 80 }] };
  await cluster.apply({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web-${i}' }, spec });
  const { answer } = await cluster.dns.resolve('web-${i}.default.svc.cluster.local', 'A');
  assert.equal(answer.length, 1);
}));`;

function run(args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(output))));
  });
}
