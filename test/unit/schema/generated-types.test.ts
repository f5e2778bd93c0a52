import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../../scripts/generated-types/generated-files.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

describe('the TypeScript types', () => {
  it.each(generatedFiles())(
    'in %s are those of schemas/: npx tsx scripts/generate-types.ts makes them so',
    (path, source) => {
      expect(readFileSync(join(ROOT, path), 'utf8')).toBe(source);
    },
  );
});
