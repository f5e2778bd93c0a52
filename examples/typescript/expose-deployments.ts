/**
 * A controller, as small as one can be that gets everything right: each Deployment with the annotation
 * `example.dev/port` has a Service of its name that leads to its pods; without the annotation it has none.
 *
 * It looks at what is, never at what happened; it works on one name at a time; whatever goes wrong, it tries again.
 */
import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  type Informer,
  type KubeConfig,
  type KubernetesObject,
  makeInformer,
  type ObjectCache,
  type V1Deployment,
  type V1Service,
} from '@kubernetes/client-node';

export const PORT = 'example.dev/port';
const LABELS = { 'app.kubernetes.io/managed-by': 'expose-deployments' };

/** Milliseconds. */
const REQUEST_TIMEOUT = 1000;
const FIRST_RETRY = 5;
const LAST_RETRY = 500;

/** Mistakes that people make; the tests want to see that they are found. */
export type Mistake = 'no retry on 409' | 'no list on 410';

export interface RunningController {
  stop(): Promise<void>;
}

export async function runController(config: KubeConfig, mistake?: Mistake): Promise<RunningController> {
  const apps = config.makeApiClient(AppsV1Api);
  const core = config.makeApiClient(CoreV1Api);
  const failures = new Map<string, number>();
  const busy = new Set<string>();
  const again = new Set<string>();
  let stopped = false;

  const deployments = makeInformer<V1Deployment>(config, '/apis/apps/v1/deployments', () =>
    inTime(apps.listDeploymentForAllNamespaces()),
  );
  const services = makeInformer<V1Service>(config, '/api/v1/services', () =>
    inTime(core.listServiceForAllNamespaces()),
  );

  async function reconcile(namespace: string, name: string): Promise<void> {
    const wanted = wantedService(deployments.get(name, namespace));
    const present = await orUndefined(inTime(core.readNamespacedService({ namespace, name })));
    if (
      present &&
      present.metadata?.labels?.['app.kubernetes.io/managed-by'] !== LABELS['app.kubernetes.io/managed-by']
    )
      return;
    if (!wanted) {
      if (present) await orUndefined(inTime(core.deleteNamespacedService({ namespace, name })));
    } else if (!present) {
      await inTime(core.createNamespacedService({ namespace, body: wanted }));
    } else if (!isAsWanted(present, wanted)) {
      const spec = { ...present.spec, ...wanted.spec };
      await inTime(core.replaceNamespacedService({ namespace, name, body: { ...present, spec } }));
    }
  }

  async function work(key: string): Promise<void> {
    if (stopped) return;
    if (busy.has(key)) {
      again.add(key);
      return;
    }
    busy.add(key);
    const [namespace = '', name = ''] = key.split('/');
    try {
      await reconcile(namespace, name);
      failures.delete(key);
    } catch (error) {
      if (!(mistake === 'no retry on 409' && codeOf(error) === 409)) retryLater(key);
    }
    busy.delete(key);
    if (again.delete(key)) await work(key);
  }

  function retryLater(key: string): void {
    const count = failures.get(key) ?? 0;
    failures.set(key, count + 1);
    setTimeout(() => void work(key), Math.min(FIRST_RETRY * 2 ** count, LAST_RETRY));
  }

  function follow<T extends KubernetesObject>(informer: Informer<T> & ObjectCache<T>): void {
    const enqueue = ({ metadata }: T) => void work(`${metadata?.namespace}/${metadata?.name}`);
    informer.on('add', enqueue);
    informer.on('update', enqueue);
    informer.on('delete', enqueue);
    informer.on('error', (error) => {
      if (mistake === 'no list on 410' && codeOf(error) === 410) return;
      setTimeout(() => void start(informer), 20);
    });
  }

  async function start<T extends KubernetesObject>(informer: Informer<T>): Promise<void> {
    if (stopped) return;
    try {
      await informer.start();
    } catch {
      setTimeout(() => void start(informer), 20);
    }
  }

  follow(deployments);
  follow(services);
  await Promise.all([start(deployments), start(services)]);
  return {
    async stop() {
      stopped = true;
      await Promise.all([deployments.stop(), services.stop()]);
    },
  };
}

function wantedService(deployment: V1Deployment | undefined): V1Service | undefined {
  const port = Number(deployment?.metadata?.annotations?.[PORT]);
  if (!deployment?.metadata?.name || !(port > 0)) return undefined;
  return {
    metadata: { name: deployment.metadata.name, labels: LABELS },
    spec: { selector: deployment.spec?.selector.matchLabels ?? {}, ports: [{ port }] },
  };
}

function isAsWanted({ spec }: V1Service, { spec: wanted }: V1Service): boolean {
  const differsIn = (field: 'selector') => JSON.stringify(spec?.[field]) !== JSON.stringify(wanted?.[field]);
  return !differsIn('selector') && spec?.ports?.length === 1 && spec.ports[0]?.port === wanted?.ports?.[0]?.port;
}

/** A connection may be silent for ever: somebody has to give up. */
async function inTime<T>(request: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), REQUEST_TIMEOUT);
  });
  request.catch(() => {});
  return await Promise.race([request, late]).finally(() => clearTimeout(timer));
}

async function orUndefined<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (codeOf(error) === 404) return undefined;
    throw error;
  }
}

function codeOf(error: unknown): number | undefined {
  if (error instanceof ApiException) return error.code;
  return (error as { statusCode?: number } | undefined)?.statusCode;
}
