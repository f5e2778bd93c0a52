/** An OpenAPI 3.1 document, as far as such documents have to have a form; and whether answers are as it says. */
import { Ajv2020 } from 'ajv/dist/2020.js';

export interface OpenApiDocument {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; required?: boolean }[];
  responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>;
}

/** What the specification wants of the objects that we write: https://spec.openapis.org/oas/v3.1.1.html */
const MEDIA = { type: 'object', additionalProperties: { type: 'object', required: ['schema'] } };
const FORM = {
  type: 'object',
  required: ['openapi', 'info', 'paths'],
  additionalProperties: false,
  properties: {
    openapi: { type: 'string', pattern: '^3\\.1\\.\\d+$' },
    info: {
      type: 'object',
      required: ['title', 'version'],
      additionalProperties: false,
      properties: { title: { type: 'string' }, version: { type: 'string' }, description: { type: 'string' } },
    },
    paths: {
      type: 'object',
      propertyNames: { pattern: '^/' },
      additionalProperties: {
        type: 'object',
        propertyNames: { enum: ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] },
        additionalProperties: { $ref: '#/$defs/operation' },
      },
    },
    components: {
      type: 'object',
      additionalProperties: false,
      properties: {
        schemas: { type: 'object', propertyNames: { pattern: '^[a-zA-Z0-9._-]+$' } },
        securitySchemes: {
          type: 'object',
          additionalProperties: { type: 'object', required: ['type'], properties: { type: { const: 'http' } } },
        },
      },
    },
    security: { type: 'array', items: { type: 'object', additionalProperties: { type: 'array' } } },
  },
  $defs: {
    operation: {
      type: 'object',
      required: ['operationId', 'summary', 'responses'],
      additionalProperties: false,
      properties: {
        operationId: { type: 'string' },
        summary: { type: 'string' },
        parameters: {
          type: 'array',
          items: {
            type: 'object',
            required: ['name', 'in', 'schema'],
            additionalProperties: false,
            properties: {
              name: { type: 'string' },
              in: { enum: ['query', 'header', 'path', 'cookie'] },
              description: { type: 'string' },
              required: { type: 'boolean' },
              schema: { type: 'object' },
            },
          },
        },
        requestBody: {
          type: 'object',
          required: ['content'],
          additionalProperties: false,
          properties: { required: { type: 'boolean' }, content: MEDIA },
        },
        responses: {
          type: 'object',
          minProperties: 1,
          propertyNames: { pattern: '^([1-5](\\d\\d|XX)|default)$' },
          additionalProperties: {
            type: 'object',
            required: ['description'],
            additionalProperties: false,
            properties: { description: { type: 'string' }, content: MEDIA },
          },
        },
      },
    },
  },
};

/** Everything that is wrong with the form of the document, in words. */
export function formErrors(document: OpenApiDocument): string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  ajv.validate(FORM, document);
  const errors = (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, operation })),
  );
  const ids = operations.map(({ operation }) => operation.operationId);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `operationId ${id} is there twice`);
  const undeclared = operations.filter(({ path, operation: { parameters = [] } }) => {
    const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    const declared = parameters.filter((one) => one.in === 'path' && one.required === true).map(({ name }) => name);
    return wanted.join() !== declared.sort().join();
  });
  return [...errors, ...twice, ...undeclared.map(({ path }) => `${path}: parameters`), ...schemaErrors(document)];
}

/** All schemas are JSON Schema 2020-12, and what they refer to is there. */
function schemaErrors(document: OpenApiDocument): string[] {
  const ajv = validatorOf(document);
  const refs = new Set([...JSON.stringify(document).matchAll(/"#(\/components\/[^"]+)"/g)].map(([, ref]) => ref));
  return [...refs].flatMap((ref) => {
    try {
      ajv.compile({ $ref: `document#${ref}` });
      return [];
    } catch (error) {
      return [`${ref}: ${(error as Error).message}`];
    }
  });
}

/** What the answer of an operation has, or lacks, against its schema; an answer with a field that is not told, too. */
export function answerErrors(
  document: OpenApiDocument,
  { method, path, code, body }: { method: string; path: string; code: number; body: unknown },
): string[] {
  const template = Object.keys(document.paths).find((one) =>
    new RegExp(`^${one.replace(/\{\w+\}/g, '[^/]+')}$`).test(path.replace(/\?.*/, '')),
  );
  const operation = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()];
  if (!operation) return code === 404 || code === 405 ? [] : [`${method} ${path} is not told`];
  const response = operation.responses[String(code)] ?? operation.responses.default;
  const ref = response?.content?.['application/json']?.schema.$ref;
  if (ref === undefined) return Object.keys(body as object).length === 0 ? [] : [`${method} ${path} tells no schema`];
  const ajv = validatorOf(document);
  ajv.validate({ $ref: `document${ref}` }, body);
  return (ajv.errors ?? []).map(
    ({ instancePath, message, params }) => `${method} ${path}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

function validatorOf({ components }: OpenApiDocument): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, strict: false, formats: { 'date-time': true } });
  const schemas = Object.fromEntries(Object.entries(components.schemas).map(([name, one]) => [name, closed(one)]));
  ajv.addSchema({ $id: 'document', components: { schemas } });
  return ajv;
}

function closed(schema: object): object {
  return 'properties' in schema && !('additionalProperties' in schema)
    ? { ...schema, additionalProperties: false }
    : schema;
}
