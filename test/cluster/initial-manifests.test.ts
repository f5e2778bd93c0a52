import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

const folder = await mkdtemp(join(tmpdir(), 'kubeling-manifests-'));
afterAll(() => rm(folder, { recursive: true }));

const MAIN = new URL('../../server/main.ts', import.meta.url).pathname;
const args = (...more: string[]) => ['--import', 'tsx', MAIN, '--port', '0', '--in-memory', '--no-dns', ...more];

const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;

test('--manifests applies files and folders before the server says that it is ready', async () => {
  await writeFile(join(folder, 'one.yaml'), `${map('one')}---\n${map('two')}`);
  await writeFile(join(folder, 'notes.txt'), 'not a manifest');
  const single = join(folder, 'single.json');
  await writeFile(single, JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'three' } }));
  const program = spawn(process.execPath, args('--manifests', folder, '--manifests', single, '--pace', 'instant'));
  try {
    const url = await new Promise<string>((resolve) => {
      program.stdout.on('data', (text: Buffer) => {
        const found = /http:\S+/.exec(String(text))?.[0];
        if (found) resolve(found);
      });
    });
    const namesAt = async (path: string) => {
      const { items } = (await (await fetch(url + path)).json()) as { items: { metadata: { name: string } }[] };
      return items.map(({ metadata }) => metadata.name);
    };
    expect(await namesAt('/api/v1/namespaces/default/configmaps')).toEqual(expect.arrayContaining(['one', 'two']));
    expect(await namesAt('/api/v1/namespaces')).toContain('three');
  } finally {
    program.kill();
  }
});

test.each([
  ['kind: Nothing\napiVersion: v1\nmetadata: { name: a }\n', /^kubeling: .*Nothing.*\n$/],
  [`${map('a')}spec: {}\n`, /^kubeling: .*\.spec: field not declared in schema\n$/],
  ['a: [', /^kubeling: .*wrong\.yaml: .*\n$/],
])('--manifests ends the server with one line when %j is refused', async (text, line) => {
  const wrong = join(folder, 'wrong.yaml');
  await writeFile(wrong, text);
  const ended = promisify(execFile)(process.execPath, args('--manifests', wrong));
  await expect(ended).rejects.toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(line) });
  await rm(wrong);
});
