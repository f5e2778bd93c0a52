/** The clients of other languages, as Debian packages them: what a program in Python or Ruby sees. */
import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../../server/cluster.ts';

const run = promisify(execFile);

/** Debian's interpreters stand in /usr/bin; one on PATH may be another, without Debian's packages. */
const PYTHON = workingProgram(['/usr/bin/python3', 'python3'], ['-c', 'import kubernetes']);
const RUBY = workingProgram(['/usr/bin/ruby', 'ruby'], ['-e', 'require "kubeclient"']);

let cluster: Cluster;
beforeEach(async () => {
  cluster = await startCluster({ nodes: 1 });
});
afterEach(() => cluster[Symbol.asyncDispose]());

function workingProgram(candidates: readonly string[], check: readonly string[]): string | undefined {
  return candidates.find((program) => spawnSync(program, check).status === 0);
}

async function steps(program: string, script: string): Promise<Record<string, unknown>> {
  const { stdout } = await run(program, [join(import.meta.dirname, script), cluster.url], { timeout: 90_000 });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line): { step: string; value: unknown } => JSON.parse(line));
  return Object.fromEntries(lines.map(({ step, value }) => [step, value]));
}

describe(`a Python program (${PYTHON ?? 'python3-kubernetes is not installed'})`, () => {
  test.skipIf(!PYTHON)('works with Services, Deployments, watches, pages and exec', async () => {
    expect(await steps(PYTHON as string, 'discovery.py')).toEqual({
      nodes: ['node-1'],
      create: 'ClusterIP',
      'create again': [409, 'AlreadyExists', 'services "web" already exists'],
      'ready pods': 2,
      endpoints: [true, true],
      patch: { a: 'b', x: 'y' },
      scale: 3,
      'first page': [1, 1],
      'second page': ['web'],
      exec: 'hello\n',
      dynamic: ['kubernetes', 'web'],
      deleted: [404, 'NotFound', 'services "web" not found'],
    });
  });
});

describe(`a Ruby program (${RUBY ?? 'ruby-kubeclient is not installed'})`, () => {
  test.skipIf(!RUBY)('works with Services, pods, watches and conflicts', async () => {
    expect(await steps(RUBY as string, 'discovery.rb')).toEqual({
      nodes: ['node-1'],
      phase: 'Running',
      endpoint: 'web',
      patch: { a: 'b' },
      update: { x: 'y' },
      'stale update': 409,
      'first page': ['kubernetes'],
      deleted: 'services "web" not found',
    });
  });
});
