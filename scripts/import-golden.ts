/**
 * Turns recorded conversations into the scenarios of test/parity/golden/: `tsx scripts/import-golden.ts FOLDER`, where
 * FOLDER holds `scenarios/*.mjs` and `answers/*.json`.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { convertScenario } from './golden-form/convert-scenario.ts';
import type { RecordedScenario } from './golden-form/recorded.ts';
import { printSchema } from './schema-facts/print-schema.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: tsx scripts/import-golden.ts FOLDER');
const golden = join(import.meta.dirname, '..', 'test', 'parity', 'golden');

rmSync(golden, { recursive: true, force: true });
for (const file of readdirSync(join(folder, 'scenarios')).filter((name) => name.endsWith('.mjs'))) {
  const { default: exported } = await import(pathToFileURL(resolve(folder, 'scenarios', file)).href);
  for (const recorded of [exported].flat() as RecordedScenario[]) importScenario(recorded);
}

function importScenario(recorded: RecordedScenario): void {
  const [area, ...rest] = recorded.name.split('-') as [string, ...string[]];
  const answers = JSON.parse(readFileSync(join(folder as string, 'answers', `${recorded.name}.json`), 'utf8'));
  const scenario = JSON.parse(JSON.stringify(convertScenario(recorded, answers)));
  mkdirSync(join(golden, area), { recursive: true });
  writeFileSync(join(golden, area, `${rest.join('-')}.json`), printSchema(scenario));
}
