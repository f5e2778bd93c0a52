import { badRequest, notFound } from '../../api/errors.ts';
import type { FaultRule } from '../../faults/fault-rule.ts';
import type { FaultState } from '../../faults/faults.ts';
import type { ControlRoute } from '../control-route.ts';

const FAULTS = { group: 'kubeling.dev', plural: 'faults' };

export const faultRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/faults',
    id: 'listFaults',
    summary: 'The faults there are, and how often they acted',
    answers: 'FaultList',
    answer: (_request, { cluster }) => ({ code: 200, body: { items: cluster.faults.list() } }),
  },
  {
    method: 'POST',
    path: '/faults',
    id: 'addFault',
    summary: 'Puts a fault in the way of requests, watches or DNS questions',
    body: 'FaultRule',
    answers: 'Fault',
    answer: ({ body }, { cluster }) => {
      try {
        const { id } = cluster.faults.add(body as FaultRule);
        return { code: 201, body: cluster.faults.get(id) };
      } catch (error) {
        if (error instanceof RangeError) throw badRequest(error.message);
        throw error;
      }
    },
  },
  {
    method: 'DELETE',
    path: '/faults',
    id: 'clearFaults',
    summary: 'Takes all faults back',
    answers: 'FaultList',
    answer: (_request, { cluster }) => {
      const items = cluster.faults.list();
      cluster.faults.clear();
      return { code: 200, body: { items } };
    },
  },
  {
    method: 'GET',
    path: '/faults/{id}',
    id: 'readFault',
    summary: 'One fault',
    answers: 'Fault',
    answer: ({ params }, { cluster }) => ({
      code: 200,
      body: requireFault(cluster.faults.get(params.id ?? ''), params.id),
    }),
  },
  {
    method: 'DELETE',
    path: '/faults/{id}',
    id: 'removeFault',
    summary: 'Takes one fault back',
    answers: 'Fault',
    answer: ({ params: { id = '' } }, { cluster }) => {
      const body = requireFault(cluster.faults.get(id), id);
      cluster.faults.remove(id);
      return { code: 200, body };
    },
  },
];

function requireFault(fault: FaultState | undefined, id = ''): FaultState {
  if (!fault) throw notFound(FAULTS, id);
  return fault;
}
