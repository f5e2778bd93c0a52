import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conflict } from '../../../server/api/errors.ts';
import { keyOf, parseKey } from '../../../server/api/object.ts';
import { configMaps, events } from '../../../server/api/resource-types.gen.ts';
import type { ConfigMap, CoreV1Event } from '../../../server/api/types.gen.ts';
import { createInformers } from '../../../server/client/create-informers.ts';
import { createHttpClient } from '../../../server/client/http-client.ts';
import { type Controller, type ControllerHost, runController } from '../../../server/client/run-controller.ts';
import { createActivity } from '../../../server/lib/activity.ts';
import { systemClock } from '../../../server/lib/clock.ts';
import { type Logger, silentLogger } from '../../../server/lib/logger.ts';
import { createDisposables } from '../../support/disposables.ts';
import { eventually } from '../../support/eventually.ts';
import { startTinyApiServer, type TinyApiServer } from '../../support/tiny-api-server.ts';

const configMap = (name: string, data = {}) => ({ metadata: { name, namespace: 'default' } as never, data });

describe('a running controller', () => {
  let server: TinyApiServer;
  let stack: ReturnType<typeof createDisposables>;
  let host: ControllerHost & { activity: NonNullable<ControllerHost['activity']> };
  let warnings: string[];

  beforeEach(async () => {
    stack = createDisposables();
    server = stack.use(await startTinyApiServer());
    const client = stack.use(createHttpClient({ server: server.url }));
    const informers = stack.use(createInformers(client, { clock: systemClock }));
    warnings = [];
    const log: Logger = { ...silentLogger, warn: (_, message) => void warnings.push(message), child: () => log };
    host = { client, informers, clock: systemClock, log, activity: createActivity() };
  });
  afterEach(() => stack.disposeAsync());

  const run = (reconcile: Controller['reconcile']) =>
    stack.use(
      runController(
        {
          name: 'test-controller',
          start: ({ informers }, queue) => void informers.for(configMaps).onEvent((e) => queue.add(keyOf(e.object))),
          reconcile,
        },
        host,
      ),
    );

  test('begins when its informers are synced and is idle when all is done', async () => {
    for (const name of ['a', 'b', 'c']) server.put('configmaps', configMap(name));
    const done: string[] = [];
    run(async (key) => void done.push(key));
    expect(host.activity.busy).toBe(1);
    await host.activity.idle();
    expect(done).toEqual(['default/a', 'default/b', 'default/c']);
  });

  test('sees its own writes the next time', async () => {
    server.put('configmaps', configMap('a', { count: '0' }));
    const stale: string[] = [];
    run(async (key, { client, informers }) => {
      const now = informers.for(configMaps).get(key);
      const count = Number(now?.data?.count);
      if (!now || count >= 5) return;
      const written = await client.update(configMaps, { ...now, data: { count: String(count + 1) } });
      const seen = informers.for(configMaps).get(key) as ConfigMap;
      if (seen.metadata.resourceVersion !== written.metadata.resourceVersion) stale.push('update');
      const other = { namespace: 'default', name: `b${count}` };
      await client.create(configMaps, { metadata: other, data: { count: '9' } });
      if (!informers.for(configMaps).get(`default/${other.name}`)) stale.push('create');
      await client.delete(configMaps, other);
      if (informers.for(configMaps).get(`default/${other.name}`)) stale.push('delete');
    });
    await eventually(() => expect(host.informers.for(configMaps).get('default/a')?.data?.count).toBe('5'));
    expect(stale).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test('tries again what failed, quietly after a conflict', async () => {
    server.put('configmaps', configMap('a'));
    let attempts = 0;
    run(async () => {
      attempts++;
      if (attempts < 3) throw conflict({ group: '', plural: 'configmaps' }, 'a', 'late');
      if (attempts < 5) throw new Error('broken');
    });
    await eventually(() => expect(attempts).toBe(5));
    expect(warnings).toHaveLength(2);
  });

  test('comes back when it asked for that', async () => {
    server.put('configmaps', configMap('a'));
    let times = 0;
    run(async () => (++times < 3 ? { requeueAfterMs: 1 } : undefined));
    await eventually(() => expect(times).toBe(3));
  });

  test('records what it says of an object as an Event, and counts what it repeats', async () => {
    server.put('configmaps', configMap('a'));
    const seen = host.informers.for(events);
    run(async (key, context) => {
      const object = context.informers.for(configMaps).get(key) as ConfigMap;
      for (let n = 0; n < 3; n++) context.events.record(object, 'Normal', 'Seen', 'Saw it');
    });
    const [event] = (await eventually(() => {
      const all = [...seen.list()];
      return all[0]?.count === 3 && all;
    })) as CoreV1Event[];
    expect(event).toMatchObject({
      metadata: { namespace: 'default', name: expect.stringMatching(/^a\.[0-9a-f]{16}$/) },
      involvedObject: { apiVersion: 'v1', kind: 'ConfigMap', ...parseKey('default/a'), resourceVersion: '1' },
      reason: 'Seen',
      message: 'Saw it',
      type: 'Normal',
      source: { component: 'test-controller' },
      reportingComponent: 'test-controller',
    });
    await host.activity.idle();
  });
});
