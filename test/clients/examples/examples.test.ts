/** The examples of the documents, run where their language is installed. */
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseYaml } from '../../../server/api/yaml/parse-yaml.ts';
import { parseCommandLine } from '../../../server/config.ts';
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

for (const cwd of ['examples/go', 'examples/go/client-go']) {
  // Modules come from nowhere else than this machine.
  const options = { cwd, timeout: 110_000, env: { ...process.env, GOPROXY: 'off' } };
  const isThere = spawnSync('go', ['vet', './...'], options).status === 0;
  test.skipIf(!isThere)(`${cwd}${isThere ? '' : ' (not run: go, or its modules, are not there)'}`, async () => {
    const env = { ...options.env, KUBELING_URL: cluster.url };
    await run('go', ['test', '-count=1', './...'], { ...options, env });
  });
}

/** As another container reaches the server. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

test.runIf(outside !== undefined)('the example of docker-compose.yml has the token of the server', async () => {
  const { value } = parseYaml(readFileSync('docker-compose.yml', 'utf8'));
  const { kubeling, example } = (value as { services: Record<string, ComposeService> }).services;
  const config = parseCommandLine(kubeling?.command ?? [], false);
  const { control } = config.kind === 'start' ? config.config : expect.unreachable('no start');
  await using server = await startCluster({ host: '0.0.0.0', dns: false, control });
  const url = `http://${outside}:${new URL(server.url).port}`;
  const args = (example?.command ?? []).map((word) =>
    word.replace('/examples/', 'examples/python/').replace('http://kubeling:8080', url),
  );
  const [program = '', ...rest] = args.map((word) => (word === 'python' ? 'python3' : word));
  const { stdout } = await run(program, rest, { env: { ...process.env, ...example?.environment } });
  expect(stdout.trim()).toBe('ok');
  await expect(run(program, rest, { env: { ...process.env, CONTROL_TOKEN: '' } })).rejects.toThrow('403');
});

interface ComposeService {
  command?: string[];
  environment?: Record<string, string>;
}
