import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pods } from '../../../server/api/resource-types.gen.ts';
import type { Pod } from '../../../server/api/types.gen.ts';
import { createInformers } from '../../../server/client/create-informers.ts';
import { createHttpClient } from '../../../server/client/http-client.ts';
import type { Informer, InformerEvent } from '../../../server/client/informer.ts';
import { systemClock } from '../../../server/lib/clock.ts';
import { createDisposables } from '../../support/disposables.ts';
import { eventually } from '../../support/eventually.ts';
import { startTinyApiServer, type TinyApiServer } from '../../support/tiny-api-server.ts';

const pod = (name: string, labels: Record<string, string> = {}) => ({
  metadata: { name, namespace: 'default', uid: `uid-of-${name}`, labels },
});

describe('an informer', () => {
  let server: TinyApiServer;
  let stack: ReturnType<typeof createDisposables>;
  let informer: Informer<Pod>;
  let seen: string[];
  const show = (e: InformerEvent<Pod>) => `${e.type} ${e.object.metadata.name}`;

  beforeEach(async () => {
    stack = createDisposables();
    server = stack.use(await startTinyApiServer());
    server.put('pods', pod('a', { app: 'web' }));
    const client = stack.use(createHttpClient({ server: server.url }));
    informer = stack.use(createInformers(client, { clock: systemClock })).for(pods);
    seen = [];
    informer.onEvent((e) => seen.push(show(e)));
    await informer.synced;
  });
  afterEach(() => stack.disposeAsync());

  test('holds what was there, with kind and version, and reports it as added', () => {
    expect(informer.get('default/a')).toMatchObject({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } });
    expect(seen).toEqual(['ADDED a']);
  });

  test('follows changes in order', async () => {
    server.put('pods', pod('b'));
    server.put('pods', pod('a', { app: 'other' }));
    server.remove('pods', 'default/b');
    await eventually(() => expect(seen).toEqual(['ADDED a', 'ADDED b', 'MODIFIED a', 'DELETED b']));
    expect([...informer.list()].map((p) => p.metadata.name)).toEqual(['a']);
  });

  test('tells a late handler of what is there', () => {
    const late: string[] = [];
    informer.onEvent((e) => late.push(show(e)));
    expect(late).toEqual(['ADDED a']);
  });

  test('a handler that ended or throws does not disturb the others', async () => {
    const stop = informer.onEvent(() => {
      throw new Error('a broken handler');
    });
    const counted: string[] = [];
    const end = informer.onEvent((e) => counted.push(show(e)));
    end();
    server.put('pods', pod('b'));
    await eventually(() => expect(seen).toContain('ADDED b'));
    expect(counted).toEqual(['ADDED a']);
    stop();
  });

  test('keeps indexes, also one that is added late', async () => {
    informer.addIndex('app', (p) => [p.metadata.labels?.app ?? '']);
    const names = (value: string) => [...informer.byIndex('app', value)].map((p) => p.metadata.name);
    expect(names('web')).toEqual(['a']);
    server.put('pods', pod('b', { app: 'web' }));
    server.put('pods', pod('a', { app: 'other' }));
    await eventually(() => expect(names('other')).toEqual(['a']));
    expect(names('web')).toEqual(['b']);
    server.remove('pods', 'default/b');
    await eventually(() => expect(names('web')).toEqual([]));
  });

  test('goes on from where it was after a dropped connection', async () => {
    server.dropConnections();
    server.put('pods', pod('b'));
    await eventually(() => expect(seen).toEqual(['ADDED a', 'ADDED b']));
    expect(server.requests.filter((r) => r.startsWith('GET /api/v1/pods?limit='))).toHaveLength(1);
  });

  test('goes on from the last bookmark', async () => {
    server.put('services', pod('other'));
    server.sendBookmark('pods');
    server.put('pods', pod('b'));
    await eventually(() => expect(seen).toContain('ADDED b'));
    server.dropConnections();
    server.put('pods', pod('c'));
    await eventually(() => expect(seen).toContain('ADDED c'));
    expect(server.requests.at(-1)).toBe('GET /api/v1/pods?resourceVersion=3&watch=true&allowWatchBookmarks=true');
  });

  test('lists again after 410 and reports what it missed', async () => {
    server.put('pods', pod('b'));
    await eventually(() => expect(seen).toContain('ADDED b'));
    server.setDown(true);
    server.dropConnections({ forget: true });
    server.remove('pods', 'default/a');
    server.put('pods', pod('c'));
    server.put('pods', pod('b', { app: 'new' }));
    server.setDown(false);
    await eventually(() => expect(seen.slice(2)).toEqual(['DELETED a', 'ADDED c', 'MODIFIED b']));
  });

  test('takes an object that was made again under its name for another one', async () => {
    server.setDown(true);
    server.dropConnections({ forget: true });
    server.remove('pods', 'default/a');
    server.put('pods', { metadata: { ...pod('a').metadata, uid: 'another' } });
    server.setDown(false);
    await eventually(() => expect(seen).toEqual(['ADDED a', 'DELETED a', 'ADDED a']));
  });

  test('waits until a write has come back to it', async () => {
    const written = server.put('pods', pod('b')) as Pod;
    await informer.seen(written);
    expect(informer.get('default/b')).toBeDefined();
    await informer.seen(written);
    server.remove('pods', 'default/b');
    await informer.seenDeleted('default/b', written.metadata.uid);
    expect(informer.get('default/b')).toBeUndefined();
    await informer.seen(written);
  });

  test('whoever waits is let go at the end', async () => {
    const waiting = informer.seen({ metadata: { ...pod('x').metadata, resourceVersion: '1000' } } as Pod);
    await stack.disposeAsync();
    await waiting;
  });
});

test('informers of one resource are shared', async () => {
  await using server = await startTinyApiServer();
  using client = createHttpClient({ server: server.url });
  await using informers = createInformers(client, { clock: systemClock });
  expect(informers.for(pods)).toBe(informers.for(pods));
});
