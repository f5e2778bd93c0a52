import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/** Where the compiled code of a file is kept. */
export const compiledCodeOf = (file: string): string => `${file}.code`;

/**
 * How V8 keeps memory. Left to itself it lets the old generation grow to four times of what is alive, as long as there is
 * room: with 10 000 pods that would be hundreds of megabytes of nothing. So it is collected when it has grown by two fifths.
 */
const FLAGS = ['--heap-growing-percent=40'];

/** A file in ASCII, compiled or taken as compiled before. V8 refuses code of another version or of other flags itself. */
export function loadProgram(file: string): { script: Script; run(): void } {
  for (const flag of FLAGS) setFlagsFromString(flag);
  const kept = compiledCodeOf(file);
  const script = new Script(readFileSync(file, 'latin1'), {
    filename: file,
    ...(existsSync(kept) && { cachedData: readFileSync(kept) }),
  });
  return { script, run: () => script.runInThisContext()(createRequire(file), file, dirname(file)) };
}
