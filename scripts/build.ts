/**
 * Builds dist/: `main.js` for the command line; `index.mjs` and `testing.mjs` with their types for programs, the latter
 * also as CommonJS for test runners that have no other modules, such as Jest.
 *
 * Reading and compiling six hundred small modules takes longer than all the rest of a start. So the program is one file,
 * and V8's compiled code of it is kept beside it, where the same Node finds it again (another one ignores it).
 */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { type BuildOptions, build } from 'esbuild';

const SHARED: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  // better-sqlite3 is native code; pino starts workers of files of its own.
  external: ['better-sqlite3', 'pino', 'pino-pretty'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
};

const REQUIRE =
  "import { createRequire as requireFrom_ } from 'node:module'; const require = requireFrom_(import.meta.url);";
const OWN_URL = "const ownUrl_ = require('node:url').pathToFileURL(__filename).href;";

/** Fastify loads node:http2 for servers that we do not start. */
const WITHOUT_HTTP2 = { 'node:http2': './scripts/build/no-http2.ts' };

const COMMON_JS: BuildOptions = {
  ...SHARED,
  format: 'cjs',
  banner: { js: `'use strict';${OWN_URL}` },
  alias: WITHOUT_HTTP2,
  define: { 'import.meta.url': 'ownUrl_', 'import.meta.dirname': '__dirname' },
};

rmSync('dist', { recursive: true, force: true });
await build({
  ...COMMON_JS,
  entryPoints: ['server/main.ts'],
  outfile: 'dist/kubeling.cjs',
  // One expression, a function, so that the launcher takes the text as it stands.
  banner: { js: `(function (require, __filename, __dirname) {'use strict';${OWN_URL}` },
  footer: { js: '})' },
  // What runs from kept code cannot import(): it gets require() instead.
  supported: { 'dynamic-import': false },
});
// CommonJS, too, because Node starts with it in less time than with modules.
writeFileSync('dist/package.json', '{ "type": "commonjs" }\n');
await build({
  ...SHARED,
  entryPoints: ['scripts/build/launcher.ts'],
  outfile: 'dist/main.js',
  format: 'cjs',
  define: { 'import.meta.dirname': '__dirname' },
});
const LIBRARY = { index: 'server/index.ts', testing: 'server/testing/index.ts' };
await build({
  ...SHARED,
  entryPoints: LIBRARY,
  outdir: 'dist',
  format: 'esm',
  splitting: true,
  chunkNames: 'shared-[hash]',
  outExtension: { '.js': '.mjs' },
  banner: { js: REQUIRE },
});
await build({ ...COMMON_JS, entryPoints: [LIBRARY.testing], outfile: 'dist/testing.cjs' });
run('scripts/build/keep-compiled-code.ts');
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
writeFileSync('dist/types/package.json', '{ "type": "module" }\n');

function run(...args: string[]): void {
  const { status } = spawnSync(process.execPath, args[0]?.endsWith('.ts') ? ['--import', 'tsx', ...args] : args, {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
