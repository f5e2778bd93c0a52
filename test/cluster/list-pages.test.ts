import { expect, test } from 'vitest';
import { startCluster } from '../../server/cluster.ts';
import { manualClock } from '../../server/lib/clock.ts';

const MINUTE = 60_000;
const CONFIG_MAPS = '/api/v1/namespaces/kube-public/configmaps';

test('a token for the next page is good for five minutes, and comes with another one then', async () => {
  const clock = manualClock(Date.parse('2026-01-01T00:00:00Z'));
  await using cluster = await startCluster({ dns: false, clock });
  const ask = async (query: string) => {
    const answer = await fetch(`${cluster.url}${CONFIG_MAPS}?labelSelector=page&limit=1${query}`);
    return { code: answer.status, body: (await answer.json()) as Record<string, never> };
  };
  const create = (name: string) => {
    const body = JSON.stringify({ metadata: { name, labels: { page: name } } });
    const headers = { 'content-type': 'application/json' };
    return fetch(cluster.url + CONFIG_MAPS, { method: 'POST', headers, body });
  };
  for (const name of ['a', 'b', 'd']) await create(name);
  const namesIn = (body: Record<string, unknown>) =>
    (body.items as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name);
  const tokenIn = (body: Record<string, { continue: string }>) => `&continue=${body.metadata?.continue}`;

  const first = await ask('');
  await create('c');
  await clock.advance(4 * MINUTE);
  const second = await ask(tokenIn(first.body));
  expect(namesIn(second.body)).toEqual(['b']);
  await clock.advance(2 * MINUTE);
  const late = await ask(tokenIn(second.body));
  expect([late.code, late.body.reason]).toEqual([410, 'Expired']);
  const third = await ask(tokenIn(late.body));
  expect(namesIn(third.body)).toEqual(['c']);
  expect(namesIn((await ask(tokenIn(third.body))).body)).toEqual(['d']);
});
