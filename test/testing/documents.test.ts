import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');

/** The examples of a page by the file that runs them. */
async function examplesOf(page: string): Promise<[file: string, code: string][]> {
  const text = await read(`../../${page}`);
  return [...text.matchAll(/<!-- example: (\S+) -->\n```ts\n([^`]*(?:`(?!``)[^`]*)*)```/g)].map(
    ([, file = '', code = '']) => [file, code],
  );
}

test.each([
  ['README.md', 1],
  ['docs/testing.md', 5],
])('the examples of %s are those that the tests run', async (page, count) => {
  const examples = await examplesOf(page);
  expect(examples).toHaveLength(count);
  for (const [file, code] of examples) {
    const source = await read(`examples/${file}`);
    expect(code, file).toBe(source.replace('../../../server/testing/index.ts', 'kubeling/testing'));
  }
});

test('the example for node:test passes', async () => {
  const file = new URL('examples/node-test.ts', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', '--test-reporter=tap', file]);
  expect(stdout).toContain('# pass 2');
});
