/** What bodies and answers of the control API look like: JSON Schema, as OpenAPI 3.1 has it. */
import type { JsonSchema } from './control-route.ts';

const pattern = (description: string): JsonSchema => ({
  description,
  oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
});
const duration: JsonSchema = {
  description: 'A duration such as 250ms, 5s or 1m30s, or milliseconds.',
  oneOf: [
    { type: 'string', pattern: '^(\\d+(\\.\\d+)?(ms|s|m|h|d))+$' },
    { type: 'number', minimum: 0 },
  ],
};
const count = (minimum: number, description: string): JsonSchema => ({ type: 'integer', minimum, description });

const TIMING = {
  id: {
    type: 'string',
    pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$',
    description: 'To know it again; made up when left out.',
  },
  nth: {
    description: 'Only these calls, counted from 1.',
    oneOf: [
      { type: 'integer', minimum: 1 },
      { type: 'array', minItems: 1, items: { type: 'integer', minimum: 1 } },
    ],
  },
  every: count(1, 'Every so manieth call.'),
  skip: count(0, 'So many calls pass first.'),
  times: count(0, 'It acts so often and then no more.'),
  probability: { type: 'number', minimum: 0, maximum: 1, description: 'Of the calls that are left.' },
  seed: { type: 'integer', description: 'Of the probability: the same seed draws the same.' },
};

const MATCH = {
  verb: pattern(
    'As in RBAC: get, list, watch, create, update, patch, delete, deletecollection. `*` stands for any characters.',
  ),
  group: pattern('The API group; the core group is the empty text.'),
  resource: pattern('The plural name, with the subresource: pods, pods/status.'),
  kind: pattern('The kind: Pod.'),
  namespace: pattern('The namespace.'),
  name: pattern('The name in the URL; creations have none.'),
  userAgent: pattern('The User-Agent header.'),
  path: pattern('The path and the query.'),
};

const EFFECTS = {
  status: {
    type: 'integer',
    minimum: 400,
    maximum: 599,
    description: 'Answers with this Status and does nothing else.',
  },
  reason: { type: 'string', description: "Of the Status; Kubernetes' own for the code when left out." },
  message: { type: 'string', description: 'Of the Status.' },
  retryAfter: count(0, 'Seconds, for the Retry-After header; 1 with 429 when left out.'),
  connection: {
    type: 'string',
    enum: ['drop', 'drop-answer', 'stall'],
    description:
      'drop: closed before anything is done; drop-answer: closed after it was done; stall: open, and no answer.',
  },
  delay: duration,
  staleBy: count(1, 'Lists show what was so many writes ago.'),
  watch: {
    type: 'string',
    enum: ['cut', 'expire', 'silence', 'no-bookmarks', 'lag'],
    description: 'What happens to watches, also to those that are open already.',
  },
  afterEvents: count(0, 'After so many events of each watch.'),
};

const DNS = {
  dns: {
    type: 'string',
    enum: ['servfail', 'refused', 'nxdomain', 'drop', 'lag', 'stale'],
    description: 'What happens to questions to the DNS server.',
  },
  type: pattern('A, AAAA, SRV …'),
};

export const SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  FaultRule: {
    type: 'object',
    description: 'One effect (status, connection, staleBy, watch, dns, or a delay alone), and what it is for.',
    additionalProperties: false,
    properties: { ...TIMING, ...MATCH, ...EFFECTS, ...DNS },
  },
  Fault: {
    type: 'object',
    properties: {
      id: { type: 'string' },
      rule: { $ref: '#/components/schemas/FaultRule' },
      calls: { type: 'integer', description: 'Requests, watches or questions that matched.' },
      acted: { type: 'integer', description: 'Those of them that it hurt.' },
    },
  },
  FaultList: {
    type: 'object',
    properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Fault' } } },
  },
  JournalFilter: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...Object.fromEntries(
        ['verb', 'method', 'group', 'resource', 'namespace', 'name', 'user', 'userAgent', 'uri', 'fault'].map(
          (field) => [field, pattern('`*` stands for any characters; of several any one may fit.')],
        ),
      ),
      code: {
        description: 'Such as 409 or 4xx.',
        oneOf: [{ type: 'integer' }, { type: 'string', pattern: '^([1-5](\\d\\d|xx)|0)$' }],
      },
      after: count(0, 'Only what came after the record of this number.'),
    },
  },
  JournalExpectation: {
    type: 'object',
    additionalProperties: false,
    properties: {
      filter: { $ref: '#/components/schemas/JournalFilter' },
      times: count(0, 'Exactly so many.'),
      atLeast: count(0, 'So many or more; 1 when nothing is said.'),
      atMost: count(0, 'So many or fewer.'),
    },
  },
  JournalRecord: {
    type: 'object',
    description: 'A request and its answer.',
    properties: {
      sequence: { type: 'integer' },
      time: { type: 'string', format: 'date-time' },
      ...Object.fromEntries(
        ['verb', 'method', 'uri', 'group', 'version', 'resource', 'namespace', 'name', 'user', 'impersonated'].map(
          (field) => [field, { type: 'string' }],
        ),
      ),
      userAgent: { type: 'string' },
      sourceIP: { type: 'string' },
      code: { type: 'integer', description: '0: it got no answer, or none yet.' },
      reason: { type: 'string' },
      message: { type: 'string' },
      seconds: { type: 'number' },
      done: { type: 'boolean', description: 'False for what is still under way, such as a watch.' },
      requestObject: { description: 'What was sent, of writes in JSON.' },
      fault: { type: 'string', description: 'The id of the fault that was put in its way.' },
    },
  },
  Journal: {
    type: 'object',
    properties: {
      sequence: { type: 'integer', description: 'Of the latest record: for `after`.' },
      items: { type: 'array', items: { $ref: '#/components/schemas/JournalRecord' } },
    },
  },
  Time: {
    type: 'object',
    properties: { time: { type: 'string', format: 'date-time' }, running: { type: 'boolean' } },
  },
  TimeChange: {
    type: 'object',
    additionalProperties: false,
    properties: {
      advance: duration,
      running: { type: 'boolean', description: 'False: from now on only `advance` moves time.' },
    },
  },
  Compaction: {
    type: 'object',
    additionalProperties: false,
    properties: { revision: count(1, 'The resourceVersion up to which history is forgotten; now when left out.') },
  },
  PodBehaviour: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ready: { type: 'boolean', description: 'Whether readiness probes pass.' },
      live: { type: 'boolean', description: 'Whether liveness probes pass.' },
      kill: {
        description: 'The containers end now, with this exit code (true: 137), and are started again.',
        oneOf: [{ type: 'boolean' }, { type: 'integer', minimum: 0, maximum: 255 }],
      },
    },
  },
  NodeBehaviour: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ready: { type: 'boolean', description: 'What the node says of itself.' },
      heartbeat: { type: 'boolean', description: 'False: the node falls silent.' },
    },
  },
  Snapshot: {
    type: 'object',
    required: ['kind', 'metadata', 'items'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { const: 'Snapshot' },
      metadata: { type: 'object' },
      items: { type: 'array', items: { type: 'object', required: ['apiVersion', 'kind', 'metadata'] } },
    },
  },
  Fork: {
    type: 'object',
    properties: {
      id: { type: 'string' },
      url: { type: 'string' },
      kubeconfig: { type: 'string', description: 'YAML.' },
      dns: { type: 'string', description: 'Where its DNS server is: 127.0.0.1:34567. Left out where it has none.' },
    },
  },
  ForkOptions: {
    type: 'object',
    description: 'What the fork has otherwise than the cluster that it comes from.',
    additionalProperties: false,
    properties: {
      port: { type: 'integer', minimum: 0, maximum: 65535, description: 'A free one when left out, or 0.' },
      pace: {
        description: 'How long pods take to start and to stop.',
        oneOf: [
          { type: 'string', enum: ['instant', 'natural'] },
          {
            type: 'object',
            description: 'Milliseconds for each step.',
            additionalProperties: false,
            properties: Object.fromEntries(
              ['start', 'ready', 'terminate'].map((step) => [step, { type: 'number', minimum: 0 }]),
            ),
          },
        ],
      },
      dns: { type: 'boolean', description: 'Whether it has a DNS server, on a port of its own.' },
      running: { type: 'boolean', description: 'Whether its time goes on by itself.' },
      manifests: {
        type: 'array',
        description: 'Objects that are applied to it at once.',
        items: { type: 'object', required: ['apiVersion', 'kind'] },
      },
    },
  },
  ForkList: { type: 'object', properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Fork' } } } },
};
