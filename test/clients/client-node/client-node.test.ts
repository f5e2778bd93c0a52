/** What a program in JavaScript sees through `@kubernetes/client-node`. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import {
  AppsV1Api,
  CoreV1Api,
  DiscoveryV1Api,
  Exec,
  KubeConfig,
  KubernetesObjectApi,
  Log,
  makeInformer,
  PatchStrategy,
  PortForward,
  setHeaderOptions,
  type V1ConfigMap,
  type V1Service,
  type V1Status,
  VersionApi,
  Watch,
} from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../../server/cluster.ts';
import { createDisposables } from '../../support/disposables.ts';
import { eventually } from '../../support/eventually.ts';
import { startRelay } from '../../support/relay.ts';

const namespace = 'default';
const PATCH_TYPES = {
  json: PatchStrategy.JsonPatch,
  merge: PatchStrategy.MergePatch,
  strategic: PatchStrategy.StrategicMergePatch,
  apply: PatchStrategy.ServerSideApply,
};

const disposables = createDisposables();
let cluster: Cluster;
let config: KubeConfig;
let core: CoreV1Api;

beforeEach(async () => {
  cluster = disposables.use(await startCluster({ dns: false, nodes: 1 }));
  config = configFor(cluster.url);
  core = config.makeApiClient(CoreV1Api);
});
afterEach(() => disposables.disposeAsync());

function configFor(server: string): KubeConfig {
  const made = new KubeConfig();
  made.loadFromString(cluster.kubeconfig.replace(cluster.url, server));
  return made;
}

const web: V1Service = {
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] },
};

function refusal(promise: Promise<unknown>) {
  return promise.then(
    () => expect.unreachable(),
    (error: { code: number; body: string }) => ({ code: error.code, ...(JSON.parse(error.body) as V1Status) }),
  );
}

describe('@kubernetes/client-node', () => {
  test('creates, reads, replaces and deletes', async () => {
    const created = await core.createNamespacedService({ namespace, body: web });
    expect(created.spec).toMatchObject({ type: 'ClusterIP', clusterIP: expect.stringMatching(/^10\.96\./) });
    expect(created.metadata?.creationTimestamp).toBeInstanceOf(Date);
    const read = await core.readNamespacedService({ namespace, name: 'web' });
    expect(read).toEqual(created);

    const replaced = await core.replaceNamespacedService({
      namespace,
      name: 'web',
      body: { ...read, metadata: { ...read.metadata, labels: { app: 'other' } } },
    });
    expect(replaced.metadata?.labels).toEqual({ app: 'other' });
    const stale = await refusal(core.replaceNamespacedService({ namespace, name: 'web', body: read }));
    expect(stale).toMatchObject({ code: 409, reason: 'Conflict' });
    const again = await refusal(core.createNamespacedService({ namespace, body: web }));
    expect(again).toMatchObject({ code: 409, message: 'services "web" already exists' });
    const wrong = await refusal(
      core.createNamespacedService({ namespace, body: { metadata: { name: 'A' }, spec: {} } }),
    );
    expect(wrong).toMatchObject({ code: 422, reason: 'Invalid', details: { kind: 'Service' } });

    await core.deleteNamespacedService({ namespace, name: 'web' });
    const gone = await refusal(core.readNamespacedService({ namespace, name: 'web' }));
    expect(gone).toMatchObject({ code: 404, message: 'services "web" not found' });
    const version = await config.makeApiClient(VersionApi).getCode();
    expect(version).toMatchObject({ major: '1', minor: '36' });
  });

  test('patches in four ways', async () => {
    await core.createNamespacedService({ namespace, body: web });
    const patch = async (type: keyof typeof PATCH_TYPES, body: object, options: object = {}) => {
      const answer = await core.patchNamespacedService(
        { namespace, name: 'web', body, ...options },
        setHeaderOptions('Content-Type', PATCH_TYPES[type]),
      );
      return answer.spec?.ports?.map(({ name, port }) => `${name} ${port}`);
    };
    const added = { op: 'add', path: '/spec/ports/-', value: { name: 'b', port: 81 } };
    expect(await patch('json', [added])).toEqual(['http 80', 'b 81']);
    const one = { spec: { ports: [{ name: 'c', port: 82 }] } };
    expect(await patch('strategic', one)).toEqual(['c 82', 'http 80', 'b 81']);
    expect(await patch('merge', one)).toEqual(['c 82']);
    const applied = { apiVersion: 'v1', kind: 'Service', spec: { ports: [{ name: 'd', port: 83 }] } };
    expect(await patch('apply', applied, { fieldManager: 'test' })).toEqual(['c 82', 'd 83']);
    expect(await patch('apply', { ...applied, spec: {} }, { fieldManager: 'test' })).toEqual(['c 82']);
  });

  test('lists in pages, with selectors, at one revision', async () => {
    const names = Array.from({ length: 7 }, (_, i) => `map-${i}`);
    for (const name of names) {
      await core.createNamespacedConfigMap({ namespace, body: { metadata: { name, labels: { page: 'yes' } } } });
    }
    const found: (string | undefined)[] = [];
    const versions = new Set<string | undefined>();
    for (let _continue: string | undefined, page = 0; page === 0 || _continue; page++) {
      const list = await core.listNamespacedConfigMap({
        namespace,
        limit: 3,
        labelSelector: 'page=yes',
        ...(_continue !== undefined && { _continue }),
      });
      // What comes after the first page is in none.
      if (page === 0)
        await core.createNamespacedConfigMap({
          namespace,
          body: { metadata: { name: 'map-9', labels: { page: 'yes' } } },
        });
      found.push(...list.items.map(({ metadata }) => metadata?.name));
      versions.add(list.metadata?.resourceVersion);
      _continue = list.metadata?._continue;
    }
    expect(found).toEqual(names);
    expect(versions.size).toBe(1);
    const one = await core.listConfigMapForAllNamespaces({ fieldSelector: 'metadata.name=map-3' });
    expect(one.items.map(({ metadata }) => metadata?.name)).toEqual(['map-3']);
  });

  test('sees a Deployment come up behind a Service', async () => {
    const labels = { app: 'web' };
    await core.createNamespacedService({ namespace, body: web });
    await config.makeApiClient(AppsV1Api).createNamespacedDeployment({
      namespace,
      body: {
        metadata: { name: 'web' },
        spec: {
          replicas: 2,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
        },
      },
    });
    const slices = config.makeApiClient(DiscoveryV1Api);
    await eventually(async () => {
      const { items } = await slices.listNamespacedEndpointSlice({
        namespace,
        labelSelector: 'kubernetes.io/service-name=web',
      });
      expect(items.flatMap(({ endpoints }) => endpoints ?? []).map(({ conditions }) => conditions?.ready)).toEqual([
        true,
        true,
      ]);
    });
  });

  test('works with objects of any kind', async () => {
    const objects = KubernetesObjectApi.makeApiClient(config);
    const spec = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'any', namespace }, data: { a: '1' } };
    expect(await objects.create(spec)).toMatchObject({ kind: 'ConfigMap', data: { a: '1' } });
    expect(await objects.patch({ ...spec, data: { b: '2' } })).toMatchObject({ data: { a: '1', b: '2' } });
    expect(await objects.read(spec)).toMatchObject({ data: { a: '1', b: '2' } });
    const { items } = await objects.list<V1ConfigMap>('v1', 'ConfigMap', namespace);
    expect(items.map(({ metadata }) => metadata?.name)).toContain('any');
    expect(await objects.delete(spec)).toMatchObject({ status: 'Success' });
  });
});

describe('an informer', () => {
  const create = (name: string) =>
    core.createNamespacedConfigMap({ namespace, body: { metadata: { name, labels: { app: 'x' } } } });
  const remove = (name: string) => core.deleteNamespacedConfigMap({ namespace, name });

  test('goes on after a cut connection, and after 410 from a list', async () => {
    const relay = disposables.use(await startRelay(cluster.url));
    const through = configFor(relay.url);
    const api = through.makeApiClient(CoreV1Api);
    const lists: string[] = [];
    const informer = makeInformer<V1ConfigMap>(
      through,
      `/api/v1/namespaces/${namespace}/configmaps`,
      async () => {
        const list = await api.listNamespacedConfigMap({ namespace, labelSelector: 'app=x' });
        lists.push(`${list.items.length} listed`);
        return list;
      },
      'app=x',
    );
    const events: string[] = [];
    for (const verb of ['add', 'update', 'delete'] as const) {
      informer.on(verb, ({ metadata }) => events.push(`${verb} ${metadata?.name}`));
    }
    let errors = 0;
    // As its documentation has it: start again when the watch has broken.
    const restart = () => informer.start().catch(() => setTimeout(restart, 5));
    informer.on('error', () => {
      errors++;
      void restart();
    });
    await create('a');
    await informer.start();
    await create('b');
    await eventually(() => expect(events).toEqual(['add a', 'add b']));

    expect(relay.cut()).toBeGreaterThan(0);
    await create('c');
    await remove('a');
    await eventually(() => expect(events.slice(2)).toEqual(['add c', 'delete a']));
    expect([errors > 0, lists]).toEqual([true, ['1 listed']]);

    // What it missed is forgotten by the time it asks.
    await create('d');
    await eventually(() => expect(events.at(-1)).toBe('add d'));
    await informer.stop();
    await create('e');
    await remove('b');
    await cluster.compact();
    await informer.start();
    await eventually(() => {
      expect(lists).toEqual(['1 listed', '3 listed']);
      expect(events.slice(5).toSorted()).toEqual(['add e', 'delete b']);
    });
    await create('f');
    await eventually(() => expect(events.at(-1)).toBe('add f'));
    expect(
      informer
        .list()
        .map(({ metadata }) => metadata?.name)
        .toSorted(),
    ).toEqual(['c', 'd', 'e', 'f']);
    await informer.stop();
  });

  test('can do without: a raw watch tells when it ends, and of 410', async () => {
    const watch = new Watch(config);
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const { metadata } = await create('a');
    const events: string[] = [];
    const note = (phase: string, object: { metadata?: { name?: string }; code?: number }) =>
      events.push(`${phase} ${object.metadata?.name ?? object.code}`);
    const before = { resourceVersion: metadata?.resourceVersion };
    const ended = new Promise<unknown>((resolve) => {
      void watch.watch(path, { ...before, timeoutSeconds: 1 }, note, resolve);
    });
    await create('b');
    await remove('a');
    expect(await ended).toBeNull();
    expect(events).toEqual(['ADDED b', 'DELETED a']);

    await cluster.compact();
    const gone = new Promise<unknown>((resolve) => {
      void watch.watch(path, before, note, resolve);
    });
    expect(await gone).toBeNull();
    // The client may say that it is over before it says what it has read.
    await eventually(() => expect(events.at(-1)).toBe('ERROR 410'));
  });
});

describe('in a pod', () => {
  const body = {
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'web', image: 'nginx', ports: [{ containerPort: 80 }] }] },
  };
  beforeEach(async () => {
    await core.createNamespacedPod({ namespace, body });
    await eventually(async () => {
      const { status } = await core.readNamespacedPod({ namespace, name: 'web' });
      expect(status?.phase).toBe('Running');
    });
  });

  test('commands run and their output is read', async () => {
    const status = async (command: string[], stdin: string | null = null) => {
      const [stdout, stderr] = [new PassThrough(), new PassThrough()];
      const input = stdin === null ? null : PassThrough.from([stdin]);
      const result = await new Promise<V1Status>((resolve, reject) => {
        new Exec(config).exec(namespace, 'web', 'web', command, stdout, stderr, input, false, resolve).catch(reject);
      });
      return [`${stdout.read() ?? ''}`, `${stderr.read() ?? ''}`, result.status, result.details?.causes?.[0]?.message];
    };
    expect(await status(['echo', 'hello'])).toEqual(['hello\n', '', 'Success', undefined]);
    expect(await status(['sh', '-c', 'echo bad >&2; exit 3'])).toEqual(['', 'bad\n', 'Failure', '3']);
  });

  test('logs are read', async () => {
    const containers = [{ name: 'talk', image: 'busybox', command: ['sh', '-c', 'echo hello; sleep infinity'] }];
    await core.createNamespacedPod({ namespace, body: { metadata: { name: 'talk' }, spec: { containers } } });
    await eventually(async () => {
      const stream = new PassThrough();
      const text = stream.setEncoding('utf8').toArray();
      await new Log(config).log(namespace, 'talk', 'talk', stream, { tailLines: 1 });
      expect((await text).join('')).toBe('hello\n');
    });
  });

  test('ports are forwarded', async () => {
    const forward = new PortForward(config);
    const server = createServer((socket) => {
      forward.portForward(namespace, 'web', [80], socket, null, socket).catch(() => socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const chunks: string[] = [];
    socket.setEncoding('utf8').pipe(
      new Writable({
        decodeStrings: false,
        write: (chunk: string, _encoding, done) => {
          chunks.push(chunk);
          done();
        },
      }),
    );
    await once(socket, 'connect');
    socket.write('GET / HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n');
    await eventually(() => expect(chunks.join('')).toMatch(/^HTTP\/1\.1 200 OK\r\n/));
    socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});
