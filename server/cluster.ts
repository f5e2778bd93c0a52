/** The composition root: builds every part and joins them. The only file that knows all of them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { admissionRules } from './admission/admission-rules.ts';
import { createClusterIPs } from './allocators/cluster-ips.ts';
import { createNodePorts } from './allocators/node-ports.ts';
import { API_AUDIENCE, type TokenAuthenticator } from './api/authentication.ts';
import type { AuthorizationMode } from './api/authorization.ts';
import type { ExchangeListener } from './api/exchange.ts';
import type { ApiObject } from './api/object.ts';
import type { PodRuntime } from './api/pod-runtime.ts';
import { services } from './api/resource-types.gen.ts';
import type { Service } from './api/types.gen.ts';
import { writeYaml } from './api/yaml/write-yaml.ts';
import { openAuditLog } from './audit/audit-log.ts';
import { authenticateWith } from './authentication/authenticate-with.ts';
import { loadRootCa, loadSigningKey } from './authentication/credentials.ts';
import { createTokenIssuer } from './authentication/issue-token.ts';
import { jsonWebKeySet, openIdConfiguration } from './authentication/openid-documents.ts';
import { createServiceAccountAuthenticator } from './authentication/service-account-authenticator.ts';
import type { SigningKey } from './authentication/signing-key.ts';
import {
  adminToken,
  createTokenFileAuthenticator,
  readTokenFile,
  type StaticToken,
} from './authentication/token-file.ts';
import { bootstrap } from './bootstrap/bootstrap.ts';
import { dnsAddress, furnish } from './bootstrap/furnish.ts';
import type { Client } from './client/client.ts';
import { createInformers } from './client/create-informers.ts';
import type { Informers } from './client/informer.ts';
import { runController } from './client/run-controller.ts';
import { createControlApi } from './control/control-api.ts';
import { allControllers } from './controllers/controllers.ts';
import { advertisedAddress } from './controllers/kubernetes-service/advertised-address.ts';
import {
  kubernetesServiceController,
  reconcileKubernetesService,
} from './controllers/kubernetes-service/controller.ts';
import { loadBalancerController } from './controllers/load-balancer/controller.ts';
import { schedulerController } from './controllers/scheduler/controller.ts';
import { type DnsServer, startDns } from './dns/start-dns.ts';
import { type Behaviour, createBehaviour } from './faults/behaviour.ts';
import { createFaults, type FaultParts, type Faults } from './faults/faults.ts';
import { createHttpServer, type HttpServerOptions, type Mount } from './http/http-server.ts';
import { createJournal, type Journal, type JournalParts } from './journal/journal.ts';
import { type Activity, createActivity } from './lib/activity.ts';
import { type Clock, type ManualClock, manualClock, runningClock, systemClock } from './lib/clock.ts';
import { createLifetime, type Lifetime } from './lib/lifetime.ts';
import { type Logger, silentLogger } from './lib/logger.ts';
import type { SocketAddress } from './lib/socket-address.ts';
import { timestamp } from './lib/timestamps.ts';
import { createTurns, type Turns } from './lib/turns.ts';
import { type ClusterMetrics, createClusterMetrics } from './metrics/cluster-metrics.ts';
import { runsLive } from './node/live/runs-live.ts';
import type { Pace } from './node/pace.ts';
import { startExec } from './node/start-exec.ts';
import { startNodes } from './node/start-nodes.ts';
import { compact } from './registry/compact.ts';
import { createLocalClient } from './registry/local-client.ts';
import { openRegistry, type Registry } from './registry/registry.ts';
import type { CacheEvent } from './registry/resource-cache.ts';
import { type Snapshot, storeEntries } from './registry/snapshot.ts';
import { reviewAccess } from './resources/authorization/access.ts';
import { followServices, type ServiceAddresses } from './resources/core/service/follow-services.ts';
import type { ServiceAllocators } from './resources/core/service/service-allocators.ts';
import { builtinResources } from './resources/resources.ts';
import { type ClusterState, createClusterState } from './state/cluster-state.ts';
import { openMemoryStore } from './storage/memory/open-memory-store.ts';
import { openSqliteStore } from './storage/sqlite/open-sqlite-store.ts';
import type { Store } from './storage/store.ts';
import { GIT_VERSION, VERSION } from './version.ts';

export interface ClusterOptions {
  /** 127.0.0.1 when left out. */
  host?: string;
  /** 0, the default, picks a free one. */
  port?: number;
  /** Where the state is kept; in memory when left out. */
  dataDir?: string;
  /** A file to write a kubeconfig to. */
  kubeconfigFile?: string;
  /** Simulated nodes. */
  nodes?: number;
  /** How long things take on them. */
  pace?: Partial<Pace>;
  serviceCidr?: string;
  podCidr?: string;
  clusterDomain?: string;
  /** Where load balancers get their addresses; none are given out without it, or without nodes. */
  loadBalancerCidr?: string;
  /** The cluster's DNS server; on a free port unless said otherwise, and only turned off by `false`. */
  dns?: false | ClusterDnsOptions;
  /** Turns authentication on: these tokens are let in, and those of service accounts. Otherwise everybody is. */
  tokens?: readonly StaticToken[];
  /** A file of tokens in kube-apiserver's form, in place of `tokens`. */
  tokenFile?: string;
  /**
   * `RBAC`: everybody may do what the stored roles say. `AlwaysAllow`, the default: whoever is let in may do everything,
   * and roles are asked only for those who bring no token, and for those in whose name somebody else asks.
   */
  authorizationMode?: AuthorizationMode;
  /** Goes with the system's time, but can be moved ahead, when left out. */
  clock?: ManualClock;
  /** What is applied at the start, in this order. */
  manifests?: readonly ApiObject[];
  log?: Logger;
  /** A random integer below the number. */
  random?: (below: number) => number;
  /** How many requests the journal keeps: 1000 when left out, none with 0. */
  journal?: number;
  /**
   * Requests are counted and written to the journal from the start, or, with `when asked`, from the first request to
   * `/metrics` or `/kubeling/`: it costs some microseconds each. An audit log begins at the start.
   */
  observe?: 'always' | 'when asked';
  /** A file for audit events, as kube-apiserver's `--audit-log-path`. */
  auditLog?: string;
  /** The control API, `/kubeling/v1/`; only turned off by `false`. It is open to this machine, and to who has the token. */
  control?: false | { token?: string | undefined };
}

export interface ClusterDnsOptions {
  port?: number | undefined;
  /** Who answers for names outside of the cluster; they are refused when left out. */
  upstream?: SocketAddress | undefined;
  /** Of the records, in seconds. */
  ttl?: number | undefined;
}

export interface Cluster extends ClusterState, AsyncDisposable {
  /** Where the API is: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** A kubeconfig for it, as YAML. */
  readonly kubeconfig: string;
  /** The API in process, without a network between. */
  readonly client: Client;
  /** Unless it was turned off. */
  readonly dns: DnsServer | undefined;
  /** Faults of the API over HTTP, and of DNS. */
  readonly faults: Faults;
  /** What was asked over HTTP, and answered. */
  readonly journal: Journal;
  /** What simulated pods and nodes do. */
  readonly simulate: Behaviour;
  /** See registry/compact.ts. Resolves with the revision. */
  compact(revision?: number): Promise<number>;
  /**
   * Starts another cluster in memory, which begins as this one is now, revisions, keys and time included, and goes its
   * own way. It has the options of this one, but for its ports, where nothing else is said.
   */
  fork(options?: ClusterOptions): Promise<Cluster>;
}

const SERVICE_CIDR = '10.96.0.0/16';
const POD_CIDR = '10.244.0.0/16';
const CLUSTER_DOMAIN = 'cluster.local';

/** Clients come first: at 32 connections this leaves them nine tenths of the time. */
const RECONCILES_A_TURN = { least: 2, most: 32 };
/** What is written together is made durable together, so that few at a time would cost more than they leave. */
const WRITES_A_TURN = { least: 16, most: 64 };

/** Starts a whole cluster in this process. Rejects when the port is taken or the folder cannot be used. */
export function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  return launch(options);
}

/** What a cluster has from the one that it was forked from. */
interface Origin {
  snapshot: Snapshot;
  key: SigningKey;
  rootCa: () => Promise<string>;
}

async function launch(options: ClusterOptions, origin?: Origin): Promise<Cluster> {
  const lifetime = createLifetime();
  try {
    return await start(options, { lifetime, origin });
  } catch (error) {
    await lifetime[Symbol.asyncDispose]();
    throw error;
  }
}

/** What the parts of a cluster share. */
interface Parts {
  options: ClusterOptions;
  lifetime: Lifetime;
  clock: Clock;
  log: Logger;
  registry: Registry;
  allocators: ServiceAllocators;
  activity: Activity;
  turns: Turns;
  writeTurns: Turns;
  watched: Watched;
  informers: Informers;
  clientOf(fieldManager: string): Client;
  rootCa: () => Promise<string>;
}

async function start(
  options: ClusterOptions,
  { lifetime, origin }: { lifetime: Lifetime; origin: Origin | undefined },
): Promise<Cluster> {
  const clock = options.clock ?? runningClock();
  const log = options.log ?? silentLogger;
  const host = options.host ?? '127.0.0.1';
  const random = options.random ?? ((below: number) => Math.floor(Math.random() * below));
  const allocators: ServiceAllocators = {
    clusterIPs: [createClusterIPs({ range: options.serviceCidr ?? SERVICE_CIDR, random })],
    nodePorts: createNodePorts({ random }),
  };
  const tokens = options.tokenFile === undefined ? options.tokens : await readTokenFile(options.tokenFile);
  const shared = { clock, allocators, tokens, lifetime, origin };
  const { registry, authenticate, key } = await openClusterRegistry(options, shared);
  const rootCa = origin?.rootCa ?? rootCaOf(options, clock);
  const clientOf = (fieldManager: string) =>
    createLocalClient(registry, {
      fieldManager,
      user: { username: `system:${fieldManager}`, groups: ['system:masters', 'system:authenticated'] },
    });
  if (!origin) {
    const serviceRange = { cidr: options.serviceCidr ?? SERVICE_CIDR, now: timestamp(clock.now()) };
    await bootstrap(clientOf('kube-apiserver'), serviceRange);
  }
  let ready = false;
  let runtime: PodRuntime | undefined;
  let url = '';
  const turns = createTurns(RECONCILES_A_TURN);
  const watched = await watchRequests(options, { registry, clock, log, lifetime });
  let cluster: Cluster | undefined;
  const mounts = mountsOf(options, {
    watched,
    lifetime,
    log,
    token: tokens && adminToken(tokens),
    cluster: () => cluster,
  });
  const writeTurns = createTurns(WRITES_A_TURN);
  const server = lifetime.add(
    createHttpServer({
      registry,
      clock,
      log,
      gitVersion: GIT_VERSION,
      isReady: () => ready,
      onRequest: () => {
        turns.giveWay();
        writeTurns.giveWay();
      },
      runtime: () => runtime,
      random,
      documents: openIdDocuments(key, () => url),
      authorizer: (user, question) => reviewAccess(user, question, registry.objects),
      ...(options.authorizationMode && { authorizationMode: options.authorizationMode }),
      ...(tokens && { authenticator: (token) => authenticate(token, [API_AUDIENCE]) }),
      faults: watched.faults.wire,
      listeners: watched.listeners,
      inflight: watched.metrics.inflight,
      gate: { isOpen: options.observe !== 'when asked' || options.auditLog !== undefined },
      mounts,
    }),
  );
  lifetime.onEnd(watched.journal.end);
  const port = await server.listen({ host, port: options.port ?? 0 });
  url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const activity = createActivity();
  const informers = lifetime.add(createInformers(clientOf('kube-controller-manager'), { clock, log }));
  const parts: Parts = {
    options,
    lifetime,
    clock,
    log,
    registry,
    allocators,
    activity,
    turns,
    writeTurns,
    watched,
    informers,
    clientOf,
    rootCa,
  };
  const dns = await startClusterDns(parts, host);
  // At once, so that what they write first is made durable together.
  [, runtime] = await Promise.all([
    startControllers(parts, { host, port }),
    hasNodes(options) ? startClusterNodes(parts, { dns, random, host, port }) : undefined,
  ]);
  ready = true;
  if (hasNodes(options)) furnishLater(parts);
  lifetime.onEnd(writeTurns.end);

  const kubeconfig = kubeconfigYaml(url, tokens && adminToken(tokens));
  if (options.kubeconfigFile !== undefined) await writeKubeconfig(options.kubeconfigFile, kubeconfig);
  const client = clientOf('kubeling');
  const state = createClusterState({ registry, activity, clock, client, turns, manifests: options.manifests });
  cluster = {
    ...state,
    url,
    kubeconfig,
    client,
    dns,
    faults: watched.faults.faults,
    journal: watched.journal.journal,
    simulate: createBehaviour({ client, clock, settled: state.settled }),
    compact: (revision) => compact(registry, revision),
    fork: (more) => launch(forkOptions(options, clock, more), { snapshot: state.snapshot(), key, rootCa }),
    [Symbol.asyncDispose]: () => lifetime[Symbol.asyncDispose](),
  };
  return cluster;
}

/** What is watched of requests, and put in their way. */
interface Watched {
  faults: FaultParts;
  journal: JournalParts;
  metrics: ClusterMetrics;
  listeners: ExchangeListener[];
}

const JOURNAL_SIZE = 1000;

async function watchRequests(
  { journal: size = JOURNAL_SIZE, auditLog }: ClusterOptions,
  { registry, clock, log, lifetime }: Pick<Parts, 'registry' | 'clock' | 'log' | 'lifetime'>,
): Promise<Watched> {
  const faults = createFaults({ clock, random: Math.random });
  const journal = createJournal({ size });
  const metrics = createClusterMetrics(registry, { gitVersion: GIT_VERSION, now: systemClock.now });
  const listeners = [metrics.requests, ...(size > 0 ? [journal.listener] : [])];
  if (auditLog !== undefined) listeners.push(lifetime.add(await openAuditLog(auditLog, { clock, log })).listener);
  return { faults, journal, metrics, listeners };
}

/** What is served beside the API. */
function mountsOf(
  { control }: ClusterOptions,
  by: { watched: Watched; lifetime: Lifetime; log: Logger; token: string | undefined; cluster(): Cluster | undefined },
): ReadonlyMap<string, Mount> {
  const mounts = new Map([['metrics', { listener: by.watched.metrics.listener, isOpen: false }]]);
  if (control === false) return mounts;
  const tokens = [control?.token, by.token].filter((token) => token !== undefined);
  const api = by.lifetime.add(createControlApi({ cluster: by.cluster, tokens, version: VERSION, log: by.log }));
  return mounts.set('kubeling', { listener: api.listener, isOpen: true });
}

/** Ports and files are taken, and what was applied is there. */
function forkOptions(
  {
    port: _port,
    dataDir: _dataDir,
    kubeconfigFile: _file,
    auditLog: _audit,
    manifests: _manifests,
    ...same
  }: ClusterOptions,
  clock: ManualClock,
  more: ClusterOptions | undefined,
): ClusterOptions {
  const time = clock.now();
  return {
    ...same,
    ...(same.dns && { dns: { ...same.dns, port: 0 } }),
    clock: clock.isRunning ? runningClock(time) : manualClock(time),
    ...more,
  };
}

async function openClusterRegistry(
  options: ClusterOptions,
  by: {
    clock: Clock;
    allocators: ServiceAllocators;
    tokens: readonly StaticToken[] | undefined;
    lifetime: Lifetime;
    origin: Origin | undefined;
  },
): Promise<{ registry: Registry; authenticate: TokenAuthenticator; key: SigningKey }> {
  const { clock, allocators, tokens = [], lifetime, origin } = by;
  const store = origin ? forkStore(origin, clock) : await openStore(options, clock);
  lifetime.onEnd(() => store.close());
  const key = origin?.key ?? (await loadSigningKey(options.dataDir));
  const addresses = followServices(allocators);
  let registry: Registry | undefined;
  const authenticate = authenticateWith([
    createTokenFileAuthenticator(tokens),
    createServiceAccountAuthenticator({
      key,
      issuer: API_AUDIENCE,
      clock,
      objects: { get: (type, name) => registry?.objects.get(type, name) },
    }),
  ]);
  registry = await openRegistry({
    store,
    clock,
    definitions: builtinResources({
      allocators,
      authenticate,
      issue: createTokenIssuer({ key, issuer: API_AUDIENCE }),
      audiences: [API_AUDIENCE],
    }),
    admission: admissionRules,
    ...(origin && { content: origin.snapshot.objects }),
    onCommit: (resource, event) => {
      if (resource.type === services) followAddresses(addresses, event);
    },
  });
  return { registry: lifetime.add(registry), authenticate, key };
}

function forkStore({ snapshot }: Origin, clock: Clock): Store {
  return openMemoryStore({ clock, content: { revision: snapshot.revision, entries: storeEntries(snapshot) } });
}

async function openStore({ dataDir }: ClusterOptions, clock: Clock): Promise<Store> {
  if (dataDir === undefined) return openMemoryStore({ clock });
  await mkdir(dataDir, { recursive: true });
  return await openSqliteStore({ path: join(dataDir, 'kubeling.db'), clock });
}

/** By these others can check the tokens of service accounts. */
function openIdDocuments(key: SigningKey, url: () => string): NonNullable<HttpServerOptions['documents']> {
  return {
    '/.well-known/openid-configuration': () => ({
      contentType: 'application/json',
      body: openIdConfiguration({ issuer: API_AUDIENCE, baseUrl: url() }),
    }),
    '/openid/v1/jwks': () => ({ contentType: 'application/jwk-set+json', body: jsonWebKeySet(key) }),
  };
}

function followAddresses(addresses: ServiceAddresses, { type, stored, previous }: CacheEvent): void {
  const service = stored.object as unknown as Service;
  if (type === 'ADDED') addresses.added(service);
  else if (type === 'DELETED') addresses.removed(service);
  else if (previous) addresses.changed(previous.object as unknown as Service, service);
}

async function startClusterDns(
  { options, lifetime, informers, clock, log, watched }: Parts,
  host: string,
): Promise<DnsServer | undefined> {
  const { dns = {}, clusterDomain = CLUSTER_DOMAIN, serviceCidr, podCidr } = options;
  if (dns === false) return undefined;
  const { port = 0, upstream, ttl } = dns;
  return lifetime.add(
    await startDns({
      ...{ informers, clock, log, host, port, clusterDomain, serviceCidr, podCidr, upstream, ttl },
      faults: watched.faults.dns,
    }),
  );
}

async function startControllers(parts: Parts, { host, port }: { host: string; port: number }): Promise<void> {
  const { lifetime, clock, log, activity, turns, writeTurns, informers, clientOf, registry, allocators } = parts;
  const { observeQueue } = parts.watched.metrics;
  const address = {
    clusterIP: allocators.clusterIPs[0].first,
    address: await advertisedAddress(host),
    port,
  };
  await reconcileKubernetesService(clientOf('kube-apiserver'), address);
  const types = registry.resources
    .filter(({ home, facts, rules }) => !rules.storedAs && !rules.virtual && home && facts.verbs.includes('watch'))
    .map(({ type }) => type);
  const controllers = [
    ...allControllers({ types, rootCa: parts.rootCa }),
    kubernetesServiceController(address),
    loadBalancerController({ cidr: hasNodes(parts.options) ? parts.options.loadBalancerCidr : undefined }),
  ];
  for (const controller of controllers) {
    const client = clientOf('kube-controller-manager');
    lifetime.add(
      runController(controller, { client, informers, clock, log, activity, turns, writeTurns, observeQueue }),
    );
  }
}

/** Nodes, the scheduler that puts pods on them, and what runs in the pods. */
async function startClusterNodes(
  parts: Parts,
  by: { dns: DnsServer | undefined; random(below: number): number; host: string; port: number },
): Promise<PodRuntime> {
  const { options, lifetime, informers, clock, log, activity, writeTurns, clientOf } = parts;
  const { nodes: count = 0, podCidr = POD_CIDR, pace } = options;
  const host = { informers, clock, log, activity, writeTurns };
  lifetime.add(runController(schedulerController(), { client: clientOf('kube-scheduler'), ...host }));
  const client = clientOf('kubelet');
  const nodes = lifetime.add(await startNodes({ count, client, podCidr, ...host, runsLive, ...(pace && { pace }) }));
  const { serviceCidr = SERVICE_CIDR, clusterDomain = CLUSTER_DOMAIN } = options;
  const nameserver = dnsAddress(serviceCidr) ?? '';
  const exec = startExec({
    client,
    informers,
    clock,
    ...nodes.runtime,
    outputs: nodes.outputs,
    ended: nodes.ended,
    probed: nodes.probed,
    resolver: { nameserver, clusterDomain, ofNode: NODE_RESOLVER },
    nameServer: by.dns,
    apiServer: { host: connectableHost(by.host), port: by.port },
    random: by.random,
  });
  return lifetime.add(exec).runtime;
}

/** What is in /etc/resolv.conf of the nodes. */
const NODE_RESOLVER = { nameservers: ['172.18.0.1'], search: [], options: ['ndots:0'] };

/** Where a server can be reached that listens everywhere. */
function connectableHost(host: string): string {
  return host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
}

/** Made when it is first asked for, which is not before the server is ready. */
function rootCaOf(options: ClusterOptions, clock: Clock): () => Promise<string> {
  let rootCa: Promise<string> | undefined;
  return () => {
    rootCa ??= loadRootCa(options.dataDir, clock.now());
    return rootCa;
  };
}

/** Without nodes it is a bare API server. */
function hasNodes({ nodes = 0 }: ClusterOptions): boolean {
  return nodes > 0;
}

/** After the first requests could be answered, so that the start does not take longer for it. */
function furnishLater({ options, lifetime, log, activity, clientOf }: Parts): void {
  const { serviceCidr = SERVICE_CIDR, clusterDomain = CLUSTER_DOMAIN } = options;
  activity.begin();
  const furnished = furnish(clientOf('kubeling'), { serviceCidr, clusterDomain })
    .catch((err: unknown) => log.warn({ err }, 'kube-system is not complete'))
    .finally(() => activity.end());
  lifetime.onEnd(() => furnished);
}

function kubeconfigYaml(url: string, token: string | undefined): string {
  const name = 'kubeling';
  return writeYaml({
    apiVersion: 'v1',
    kind: 'Config',
    // Some clients speak plain HTTP only when they are told to trust anybody.
    clusters: [{ name, cluster: { server: url, 'insecure-skip-tls-verify': true } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: 'default' } }],
    'current-context': name,
    users: [{ name, user: token === undefined ? {} : { token } }],
  });
}

async function writeKubeconfig(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { mode: 0o600 });
}
