/** How long a namespace takes to go with all that is in it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from './bench.ts';
import { createIn, podText, serviceText } from './objects.ts';
import { askAll, askOnce, exists, withApi } from './with-servers.ts';

const PODS = 1000;
const SERVICES = 100;

export const namespaces: Scenario = {
  name: 'namespaces',
  own: false,
  run: (bench) =>
    withApi(bench, async (api, namespace) => {
      await askAll(api, SERVICES, (i) => createIn(namespace, 'services', serviceText(`s-${i}`)));
      await askAll(api, PODS, (i) => createIn(namespace, 'pods', podText(`p-${i}`, { app: `s-${i % SERVICES}` })));
      await sleep(1000);
      const path = `/api/v1/namespaces/${namespace}`;
      const begin = performance.now();
      await askOnce(api, { method: 'DELETE', path });
      while (await exists(api, path)) await sleep(5);
      const value = performance.now() - begin;
      return [
        {
          scenario: 'namespaces',
          measure: `with ${PODS} pods and ${SERVICES} Services gone`,
          value,
          unit: 'ms',
          target: { most: 3000 },
        },
      ];
    }),
};
