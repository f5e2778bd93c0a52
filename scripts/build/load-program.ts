import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

/** Where the compiled code of a file is kept. */
export const compiledCodeOf = (file: string): string => `${file}.code`;

/** A CommonJS file, compiled or taken as compiled before. V8 refuses code of another version or of other flags itself. */
export function loadProgram(file: string): { script: Script; run(): void } {
  const source = readFileSync(file, 'utf8').replace(/^#!.*/, '');
  const kept = compiledCodeOf(file);
  const script = new Script(`(function (require, __filename, __dirname, module, exports) {${source}\n})`, {
    filename: file,
    ...(existsSync(kept) && { cachedData: readFileSync(kept) }),
  });
  return {
    script,
    run() {
      const module = { exports: {} };
      script.runInThisContext()(createRequire(file), file, dirname(file), module, module.exports);
    },
  };
}
