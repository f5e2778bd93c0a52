import type { Clock } from '../../lib/clock.ts';
import type { Controlled, ControlRoute } from '../control-route.ts';

const shown = ({ now, isRunning }: Clock & { isRunning: boolean }) => ({
  time: new Date(now()).toISOString(),
  running: isRunning,
});

export const timeRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/time',
    id: 'readTime',
    summary: "The cluster's time",
    answers: 'Time',
    answer: (_request, { cluster }) => ({ code: 200, body: shown(cluster.clock) }),
  },
  {
    method: 'POST',
    path: '/time',
    id: 'changeTime',
    summary: 'Stops time, lets it go on, or moves it ahead with all that is due meanwhile',
    body: 'TimeChange',
    answers: 'Time',
    answer: async ({ body }, { cluster }) => {
      await change(cluster, body as { advance?: string | number; running?: boolean });
      return { code: 200, body: shown(cluster.clock) };
    },
  },
];

async function change({ clock }: Controlled, { advance, running }: { advance?: string | number; running?: boolean }) {
  if (running === true) clock.resume();
  if (running === false) clock.pause();
  if (advance !== undefined) await clock.advance(advance);
}
