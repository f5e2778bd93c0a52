import { defineConfig } from 'vitest/config';

/** What is close to the code runs in seconds; what starts a whole cluster or a program may take longer. */
const PROJECTS = {
  unit: { include: ['test/unit/**/*.test.ts', 'test/*.test.ts'], testTimeout: 10_000 },
  storage: { include: ['test/storage/**/*.test.ts'], testTimeout: 60_000 },
  api: { include: ['test/api/**/*.test.ts'], testTimeout: 30_000 },
  cluster: { include: ['test/cluster/**/*.test.ts'], testTimeout: 60_000 },
  testing: { include: ['test/testing/**/*.test.ts'], testTimeout: 60_000 },
  // The recorded conversations wait for one controller at a time; on a busy machine another may be late.
  parity: { include: ['test/parity/**/*.test.ts'], testTimeout: 60_000, retry: 3 },
  // What is typed into a terminal is read in the pieces in which a busy machine brings it.
  clients: { include: ['test/clients/**/*.test.ts'], testTimeout: 120_000, retry: 1 },
};

export default defineConfig({
  test: {
    projects: Object.entries(PROJECTS).map(([name, project]) => ({
      // No module keeps state, so files may share a process and what it has loaded.
      test: {
        name,
        hookTimeout: project.testTimeout,
        isolate: false,
        setupFiles: ['test/support/draws.ts'],
        ...project,
      },
    })),
  },
});
