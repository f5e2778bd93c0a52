/** Who may import whom. A folder may always use itself and Node; everything that is not listed here is an error. */
const MAY_IMPORT = {
  lib: [],
  api: ['lib/'],
  storage: ['lib/'],
  allocators: ['lib/', 'storage/store.ts', 'storage/errors.ts'],
  client: ['api/', 'lib/'],
  registry: ['api/', 'lib/', 'client/client.ts', 'storage/store.ts', 'storage/errors.ts'],
  resources: ['api/', 'lib/', 'allocators/', 'registry/define-resource.ts'],
  admission: ['api/', 'lib/', 'registry/define-admission.ts'],
  authentication: ['api/', 'lib/'],
  http: ['api/', 'lib/', 'registry/'],
  controllers: ['api/', 'lib/', 'client/'],
  node: ['api/', 'lib/', 'client/'],
  dns: ['api/', 'lib/', 'client/'],
  faults: ['api/', 'client/client.ts', 'lib/'],
  journal: ['api/', 'lib/'],
  audit: ['api/', 'lib/'],
  metrics: ['api/', 'lib/', 'registry/'],
  control: [
    'api/',
    'lib/',
    'client/client.ts',
    'faults/',
    'journal/',
    'node/pace.ts',
    'registry/snapshot.ts',
    'state/',
  ],
  state: ['api/', 'client/', 'lib/', 'registry/'],
  bootstrap: ['api/', 'lib/', 'client/client.ts'],
  cluster: ['[^/]+/', 'version.ts'],
  'cluster.ts': ['authentication/', 'cluster/', 'lib/'],
  'config.ts': ['lib/'],
  'log.ts': ['config.ts', 'lib/'],
  cli: ['api/', 'client/', 'lib/', 'config.ts'],
  'main.ts': ['cli/', 'client/', 'cluster.ts', 'config.ts', 'lib/', 'log.ts', 'version.ts'],
  'public-types.ts': ['[^/]+/', 'cluster.ts'],
  'index.ts': ['cluster.ts', 'api/', 'client/', 'lib/', 'public-types.ts'],
  testing: ['api/', 'client/', 'lib/', 'cluster.ts', 'node/pace.ts', 'public-types.ts'],
  'version.ts': [],
};

/** Each npm package has one home. */
const HOMES = {
  'better-sqlite3': 'storage/sqlite',
  'dns-packet': 'dns',
  fastify: 'http',
  '@fastify/websocket': 'http',
  ws: 'http',
  ajv: 'control',
  jose: 'authentication',
  pino: 'log.ts',
  'pino-pretty': 'log.ts',
};

/** Siblings that must not know each other: they meet only in the API. */
const STRANGERS = ['controllers', 'storage'];

const within = (part) =>
  `^server/${part.endsWith('.ts') ? `${part.replaceAll('.', '\\.')}$` : `${part.replace(/\/$/, '')}/`}`;
const packages = (name) => `node_modules/(@types/)?${name}/`;

export default {
  allowedSeverity: 'error',
  allowed: [
    { from: {}, to: { dependencyTypes: ['core'] } },
    ...Object.entries(MAY_IMPORT).map(([part, others]) => ({
      from: { path: within(part) },
      to: { path: [...(part.endsWith('.ts') ? [] : [part]), ...others].map(within) },
    })),
    ...Object.entries(HOMES).map(([name, home]) => ({ from: { path: within(home) }, to: { path: packages(name) } })),
  ],
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    ...STRANGERS.map((folder) => ({
      name: `strangers-in-${folder}`,
      severity: 'error',
      from: { path: `^server/${folder}/([^/]+)/` },
      to: { path: `^server/${folder}/[^/]+/`, pathNot: `^server/${folder}/$1/` },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
