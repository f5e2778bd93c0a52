/** Many pods at once: created, scheduled, Ready, and in the slices of their Services. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, Scenario } from './bench.ts';
import { createIn, podText, serviceText } from './objects.ts';
import { residentMemory } from './processes.ts';
import { askAll, askOnce, makeNamespace, withServer } from './with-servers.ts';

const NODES = 100;
const PODS = 10_000;
const SERVICES = 1000;
const LONGEST = 120_000;

export const rollouts: Scenario = {
  name: 'rollouts',
  own: true,
  run: () =>
    withServer(NODES, async (server) => {
      const api = { target: { url: server.url }, pid: server.pid };
      await makeNamespace(api, 'bench');
      await askAll(api, SERVICES, (i) => createIn('bench', 'services', serviceText(`s-${i}`)));
      const begin = performance.now();
      await askAll(api, PODS, (i) => createIn('bench', 'pods', podText(`p-${i}`, { app: `s-${i % SERVICES}` })));
      while ((await readyEndpoints(api)) < PODS) {
        if (performance.now() - begin > LONGEST)
          throw new Error(`${await readyEndpoints(api)} of ${PODS} pods are in slices`);
        await sleep(100);
      }
      const scenario = 'rollouts';
      return [
        {
          scenario,
          measure: `${PODS} pods Ready and in slices`,
          value: (performance.now() - begin) / 1000,
          unit: 's',
          target: { most: 30 },
        },
        {
          scenario,
          measure: 'memory then',
          value: residentMemory(api.pid) ?? Number.NaN,
          unit: 'MiB',
          target: { most: 300 },
        },
      ];
    }),
};

async function readyEndpoints(api: Api): Promise<number> {
  const slices = await askOnce(api, {
    method: 'GET',
    path: '/apis/discovery.k8s.io/v1/namespaces/bench/endpointslices',
  });
  return slices.toString().split('"ready":true').length - 1;
}
