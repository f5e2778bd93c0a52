import type { NodeBehaviour, PodBehaviour } from '../../faults/behaviour.ts';
import type { ControlRoute } from '../control-route.ts';

export const simulationRoutes: readonly ControlRoute[] = [
  {
    method: 'POST',
    path: '/pods/{namespace}/{name}',
    id: 'changePod',
    summary: 'Makes a simulated pod ready or not, or kills its containers',
    body: 'PodBehaviour',
    answer: async ({ params: { namespace, name = '' }, body }, { cluster }) => {
      await cluster.simulate.pod({ namespace, name }, body as PodBehaviour);
      return { code: 200, body: {} };
    },
  },
  {
    method: 'POST',
    path: '/nodes/{name}',
    id: 'changeNode',
    summary: 'Makes a simulated node ready or not, or silent',
    body: 'NodeBehaviour',
    answer: async ({ params: { name = '' }, body }, { cluster }) => {
      await cluster.simulate.node(name, body as NodeBehaviour);
      return { code: 200, body: {} };
    },
  },
];
