/** Lets the built program run and be asked a little, so that what a start needs is compiled, and keeps the code. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledCodeOf, loadProgram } from './load-program.ts';

const program = fileURLToPath(new URL('../../dist/kubeling.cjs', import.meta.url));
const QUESTIONS = ['/readyz', '/api', '/apis', '/version', '/api/v1/pods', '/api/v1/services?limit=5'];

const folder = mkdtempSync(join(tmpdir(), 'kubeling-build-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.argv = [process.execPath, program, '--port', '0', '--data-dir', folder, '--log-level', 'silent'];
const { script, run } = loadProgram(program);
const url = await readyUrl(run);
for (const path of QUESTIONS) await (await fetch(url + path)).text();
writeFileSync(compiledCodeOf(program), script.createCachedData());
process.kill(process.pid, 'SIGTERM');

/** The address on the line that the program writes when it serves. */
function readyUrl(start: () => void): Promise<string> {
  const write = process.stdout.write;
  return new Promise((resolve) => {
    process.stdout.write = (text: string | Uint8Array): boolean => {
      const url = String(text).match(/http:\S+/)?.[0];
      process.stdout.write = write;
      if (url) resolve(url);
      return true;
    };
    start();
  });
}
