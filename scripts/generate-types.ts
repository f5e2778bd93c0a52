/** Writes server/api/types.gen.ts and resource-types.gen.ts from schemas/: `npx tsx scripts/generate-types.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './generated-types/generated-files.ts';

for (const [path, source] of generatedFiles()) writeFileSync(join(import.meta.dirname, '..', path), source);
