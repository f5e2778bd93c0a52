/** The examples of the documents, run where their language is installed. */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCluster, type TestCluster } from '../../../server/testing/index.ts';

const run = promisify(execFile);

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({ nodes: 1 });
});
afterAll(() => cluster[Symbol.asyncDispose]());

interface Example {
  program: string;
  args: readonly string[];
  /** Succeeds where the language is there. */
  check: readonly string[];
}

/** Debian's python3 stands in /usr/bin; one on PATH may be another, without Debian's packages. */
const EXAMPLES: readonly Example[] = [
  { program: 'bash', args: ['examples/shell/faults-with-curl.sh'], check: ['-c', 'command -v curl'] },
  { program: 'python3', args: ['examples/python/faults_with_urllib.py'], check: ['--version'] },
  { program: '/usr/bin/python3', args: ['examples/python/faults_with_client.py'], check: ['-c', 'import kubernetes'] },
  { program: 'java', args: ['examples/java/FaultsWithJava.java'], check: ['--version'] },
];

for (const { program, args, check } of EXAMPLES) {
  const isThere = spawnSync(program, check).status === 0;
  const reason = isThere ? '' : ` (not run: ${program} ${check.join(' ')} fails here)`;
  test.skipIf(!isThere)(`${args[0]}${reason}`, async () => {
    const { stdout } = await run(program, [...args, cluster.url], { timeout: 90_000 });
    expect(stdout.trim().split('\n').at(-1)).toBe('ok');
  });
}

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
test.skipIf(!hasKubectl)(
  `examples/shell/kubectl-in-ci.sh${hasKubectl ? '' : ' (not run: there is no kubectl)'}`,
  async () => {
    const env = { ...process.env, KUBELING: `${process.execPath} --import tsx server/main.ts` };
    const { stdout } = await run('bash', ['examples/shell/kubectl-in-ci.sh'], { timeout: 110_000, env });
    expect(stdout.trim().split('\n').at(-1)).toBe('ok');
  },
);

test.skipIf(spawnSync('go', ['version']).status !== 0)('examples/go', async () => {
  const env = { ...process.env, KUBELING_URL: cluster.url };
  await run('go', ['test', './...'], { cwd: 'examples/go', timeout: 110_000, env });
});
