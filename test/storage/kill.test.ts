import { expect, it } from 'vitest';
import { runKillTest } from '../../scripts/kill-test.ts';

it('loses no acknowledged write and no event when its process is killed', { timeout: 60_000 }, async () => {
  expect(await runKillTest(5)).toMatchObject({ rounds: 5 });
});
