import { badRequest, notFound } from '../../api/errors.ts';
import { formatSocketAddress } from '../../lib/socket-address.ts';
import { PACES, type Pace } from '../../node/pace.ts';
import type { SnapshotFile } from '../../registry/snapshot.ts';
import type { Controlled, ControlRoute, Fork, ForkOptions } from '../control-route.ts';

const FORKS = { group: 'kubeling.dev', plural: 'forks' };

const shown = (id: string, { url, kubeconfig, dns }: Fork) => ({
  id,
  url,
  kubeconfig,
  ...(dns && { dns: formatSocketAddress(dns) }),
});

export const stateRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/state',
    id: 'readState',
    summary: 'All objects as they are now: a snapshot',
    answers: 'Snapshot',
    answer: (_request, { cluster }) => ({ code: 200, body: cluster.snapshot() }),
  },
  {
    method: 'PUT',
    path: '/state',
    id: 'replaceState',
    summary: 'Makes all objects what they were in the snapshot; watchers see what happens',
    body: 'Snapshot',
    answer: async ({ body }, { cluster }) => {
      try {
        await cluster.restore(body as SnapshotFile);
      } catch (error) {
        throw badRequest((error as Error).message);
      }
      return { code: 200, body: {} };
    },
  },
  {
    method: 'POST',
    path: '/reset',
    id: 'reset',
    summary: 'Goes back to the start: objects, faults and journal',
    answer: async (_request, { cluster }) => {
      cluster.faults.clear();
      await cluster.reset();
      cluster.journal.clear();
      return { code: 200, body: {} };
    },
  },
  {
    method: 'POST',
    path: '/settle',
    id: 'settle',
    summary: 'Answers when no controller has anything left to do',
    answer: async (_request, { cluster }) => {
      await cluster.settled();
      return { code: 200, body: {} };
    },
  },
  {
    method: 'POST',
    path: '/compaction',
    id: 'compact',
    summary: 'Forgets history: who watches or pages from before is told 410',
    body: 'Compaction',
    answers: 'Compaction',
    answer: async ({ body }, { cluster }) => {
      const { revision } = body as { revision?: number };
      try {
        return { code: 200, body: { revision: await cluster.compact(revision) } };
      } catch (error) {
        throw badRequest((error as Error).message);
      }
    },
  },
  {
    method: 'GET',
    path: '/forks',
    id: 'listForks',
    summary: 'The clusters that were forked from this one',
    answers: 'ForkList',
    answer: (_request, { forks }) => ({ code: 200, body: { items: [...forks].map(([id, fork]) => shown(id, fork)) } }),
  },
  {
    method: 'POST',
    path: '/forks',
    id: 'fork',
    summary: 'Starts another cluster, in memory and on a port of its own, that begins as this one is now',
    body: 'ForkOptions',
    answers: 'Fork',
    answer: async ({ body }, { cluster, forks }) => {
      const fork = await startFork(cluster, body as ForkWish);
      const id = new URL(fork.url).port;
      forks.set(id, fork);
      return { code: 201, body: shown(id, fork) };
    },
  },
  {
    method: 'DELETE',
    path: '/forks/{id}',
    id: 'endFork',
    summary: 'Ends a fork',
    answers: 'Fork',
    answer: async ({ params: { id = '' } }, { forks }) => {
      const fork = forks.get(id);
      if (!fork) throw notFound(FORKS, id);
      forks.delete(id);
      await fork[Symbol.asyncDispose]();
      return { code: 200, body: shown(id, fork) };
    },
  },
];

interface ForkWish extends Omit<ForkOptions, 'pace' | 'dns'> {
  pace?: keyof typeof PACES | Partial<Pace>;
  dns?: boolean;
  running?: boolean;
}

/** Throws 400 for a manifest that is refused, and for a port that is taken. */
async function startFork(cluster: Controlled, { pace, dns, running, ...same }: ForkWish): Promise<Fork> {
  try {
    const fork = await cluster.fork({
      ...same,
      ...(pace !== undefined && { pace: typeof pace === 'string' ? PACES[pace] : pace }),
      ...(dns !== undefined && { dns: dns && { port: 0 } }),
    });
    if (running === true) fork.clock.resume();
    if (running === false) fork.clock.pause();
    await fork.started.catch(async (error: unknown) => {
      await fork[Symbol.asyncDispose]();
      throw error;
    });
    return fork;
  } catch (error) {
    throw badRequest((error as Error).message);
  }
}
