/** What the documents lead to is there. Their programs run in testing/documents.test.ts, their commands in clients/. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const DOCUMENTS = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'schemas/README.md'],
  ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
];

const read = (document: string) => readFileSync(join(ROOT, document), 'utf8');

test.each(DOCUMENTS)('the links of %s lead to files', (document) => {
  const links = [...read(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  const paths = links.filter((target) => !/^[a-z]+:/.test(target)).map((target) => target.replace(/#.*$/, ''));
  const missing = paths.filter((path) => !existsSync(join(ROOT, document, '..', path)));
  expect(missing).toEqual([]);
});

test('the scripts that documents name are there', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = DOCUMENTS.flatMap((document) => [...read(document).matchAll(/npm run ([a-z:-]+)/g)]);
  for (const [, script = ''] of named) expect(Object.keys(scripts)).toContain(script);
});
