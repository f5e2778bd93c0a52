import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../../server/api/exchange.ts';
import { createKeptRequests } from '../../../server/journal/kept-requests.ts';
import { createPlainReads } from '../../../server/journal/plain-reads.ts';

const READ = {
  type: { group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment', namespaced: true },
  userAgent: 'kubectl/v1.36.0',
  address: '127.0.0.1',
  at: 1,
  took: 2,
};

describe('plain reads', () => {
  test('are the latest, told again as exchanges', () => {
    const reads = createPlainReads(2);
    for (const sequence of [1, 2, 3]) reads.add(sequence, { ...READ, key: `default/d-${sequence}` });
    const kept = reads.all().sort((a, b) => a.sequence - b.sequence);
    expect(kept.map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(kept[1]?.exchange).toMatchObject({
      uri: '/apis/apps/v1/namespaces/default/deployments/d-3',
      asked: { verb: 'get', resource: 'deployments', kind: 'Deployment', namespace: 'default', name: 'd-3' },
      code: 200,
      at: 1,
      took: 2,
    });
    reads.clear();
    expect(reads.all()).toEqual([]);
  });
});

describe('kept requests', () => {
  const exchange = (bytes: number): Exchange => {
    const made = {
      requestBody: new Uint8Array(bytes) as Uint8Array | undefined,
      forgetBodies() {
        made.requestBody = undefined;
      },
    };
    return made as unknown as Exchange;
  };
  const bodies = (kept: ReturnType<typeof createKeptRequests>) =>
    kept
      .all()
      .sort((a, b) => a.sequence - b.sequence)
      .map((entry) => entry.exchange.requestBody?.length);

  test('are the latest, and of these the bodies of the latest, by bytes', () => {
    const kept = createKeptRequests(3, 10);
    for (const [i, bytes] of [4, 5, 6, 2].entries()) kept.add({ sequence: i, exchange: exchange(bytes) });
    expect(bodies(kept)).toEqual([undefined, 6, 2]);
    for (let i = 4; i < 10; i++) kept.add({ sequence: i, exchange: exchange(1) });
    expect(bodies(kept)).toEqual([1, 1, 1]);
    kept.add({ sequence: 10, exchange: exchange(11) });
    expect(bodies(kept)).toEqual([undefined, undefined, undefined]);
  });
});
