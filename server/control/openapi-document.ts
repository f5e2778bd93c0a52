/** The OpenAPI document of the control API, made of its routes and schemas. */

import type { ControlRoute } from './control-route.ts';
import { CONTROL_ROUTES } from './control-routes.ts';
import { SCHEMAS } from './schemas.ts';

export const CONTROL_PATH = '/kubeling/v1';

export function openApiDocument(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of CONTROL_ROUTES) {
    const path = CONTROL_PATH + route.path;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'kubeling control API',
      version,
      description:
        'State, time, faults and the journal of a cluster. Open to callers on loopback, and to who has the token.',
    },
    paths,
    components: {
      schemas: { ...SCHEMAS, Status: STATUS },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
    security: [{}, { token: [] }],
  };
}

const STATUS = {
  type: 'object',
  description: "A refusal, as Kubernetes' API answers it.",
  properties: {
    kind: { const: 'Status' },
    apiVersion: { const: 'v1' },
    metadata: { type: 'object' },
    status: { const: 'Failure' },
    message: { type: 'string' },
    reason: { type: 'string' },
    details: { type: 'object', description: 'What it is about; `causes` has a field and a message for each mistake.' },
    code: { type: 'integer' },
  },
};

function operationOf({ id, summary, path, query = {}, body, answers, lines, method }: ControlRoute): object {
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...Object.entries(query).map(([name, { description, ...schema }]) => ({ name, in: 'query', description, schema })),
  ];
  const answered = answers === undefined ? EMPTY : jsonOf(answers);
  const created = method === 'POST' && (answers === 'Fault' || answers === 'Fork') ? '201' : '200';
  return {
    operationId: id,
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: { required: NEEDED.has(body), content: jsonOf(body) } }),
    responses: {
      [created]: { description: 'OK', content: { ...answered, ...(lines !== undefined && linesOf(lines)) } },
      default: { description: 'Refused', content: jsonOf('Status') },
    },
  };
}

/** Bodies without which a request makes no sense. */
const NEEDED: ReadonlySet<string> = new Set(['FaultRule', 'Snapshot', 'TimeChange', 'PodBehaviour', 'NodeBehaviour']);

const EMPTY = { 'application/json': { schema: { type: 'object' } } };

function jsonOf(schema: string): object {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } };
}

function linesOf(schema: string): object {
  return { 'application/x-ndjson': { schema: { $ref: `#/components/schemas/${schema}` } } };
}
