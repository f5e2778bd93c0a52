/** Operations as the paths of an OpenAPI document. */
import type { Operation } from './operation.ts';
import { META } from './operation.ts';
import { PRETTY, type QueryParameter } from './parameters.ts';
import type { Dialect, JsonSchema } from './property-schemas.ts';

type PathItem = Record<string, unknown>;

const TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const WATCH_TYPES = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];
const PATCH_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];
const CODE_TEXTS: Readonly<Record<number, string>> = { 200: 'OK', 201: 'Created', 202: 'Accepted' };

export function pathsDocument(operations: readonly Operation[], dialect: Dialect): Record<string, PathItem> {
  const paths: Record<string, PathItem> = {};
  for (const operation of operations) {
    paths[operation.path] ??= { parameters: pathParameters(operation, dialect) };
    const item = paths[operation.path] as PathItem;
    item[operation.method] = dialect.version === 2 ? operation2(operation, dialect) : operation3(operation, dialect);
  }
  return paths;
}

/** The types that the operations name. */
export function namedTypes(operations: readonly Operation[]): Set<string> {
  const names = operations.flatMap(({ body, answer }) => [body === 'patch' ? `${META}.Patch` : body, answer]);
  return new Set(names.filter((name): name is string => name !== undefined && name !== 'text'));
}

function pathParameters({ path, kind }: Operation, { version }: Dialect): object[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
  const string =
    version === 2 ? { type: 'string', uniqueItems: true } : { schema: { type: 'string', uniqueItems: true } };
  const described: Record<string, string> = {
    name: `The name of the ${kind?.kind ?? 'object'}.`,
    namespace: 'The namespace: where the object is.',
  };
  const inPath = names.map((name) => ({
    name,
    in: 'path',
    description: described[name] ?? name,
    required: true,
    ...string,
  }));
  return kind === undefined ? inPath : [...inPath, queryParameter(PRETTY, version)];
}

function queryParameter({ name, type, description, repeated }: QueryParameter, version: 2 | 3): object {
  const schema = repeated ? { type: 'array', items: { type } } : { type, uniqueItems: true };
  return { name, in: 'query', description, ...(version === 2 ? schema : { schema }) };
}

function common({ id, tag, description, action, kind }: Operation) {
  return {
    head: { tags: [tag], description, operationId: id },
    extensions: {
      ...(action !== undefined && { 'x-kubernetes-action': action }),
      ...(kind && { 'x-kubernetes-group-version-kind': kind }),
    },
  };
}

function operation3(operation: Operation, dialect: Dialect): object {
  const { head, extensions } = common(operation);
  const { body, query, codes } = operation;
  const content = answerContent(operation, dialect);
  const responses = Object.fromEntries(codes.map((code) => [code, { description: CODE_TEXTS[code], content }]));
  return {
    ...head,
    ...(query.length > 0 && { parameters: query.map((parameter) => queryParameter(parameter, 3)) }),
    ...(body !== undefined && { requestBody: bodyContent(operation, dialect) }),
    responses: { ...responses, 401: { description: 'Unauthorized' } },
    ...extensions,
  };
}

function answerContent({ answer, watchable }: Operation, dialect: Dialect): object {
  if (answer === 'text') return { '*/*': { schema: { type: 'string' } } };
  const types = watchable ? [...TYPES, ...WATCH_TYPES] : TYPES;
  return Object.fromEntries(types.map((type) => [type, { schema: reference(answer, dialect) }]));
}

function bodyContent({ body, method }: Operation, dialect: Dialect): object {
  const types = body === 'patch' ? PATCH_TYPES : ['*/*'];
  const content = Object.fromEntries(types.map((type) => [type, { schema: bodySchema(body, dialect) }]));
  return method === 'delete' ? { content } : { content, required: true };
}

function operation2(operation: Operation, dialect: Dialect): object {
  const { head, extensions } = common(operation);
  const { body, method, query, codes, answer, watchable } = operation;
  const schema = answer === 'text' ? { type: 'string' } : reference(answer, dialect);
  const responses = Object.fromEntries(codes.map((code) => [code, { description: CODE_TEXTS[code], schema }]));
  const inBody = {
    name: 'body',
    in: 'body',
    ...(method !== 'delete' && { required: true }),
    schema: bodySchema(body, dialect),
  };
  return {
    ...head,
    consumes: body === 'patch' ? PATCH_TYPES : ['*/*'],
    produces: answer === 'text' ? ['*/*'] : watchable ? [...TYPES, ...WATCH_TYPES] : TYPES,
    parameters: [...(body === undefined ? [] : [inBody]), ...query.map((parameter) => queryParameter(parameter, 2))],
    responses: { ...responses, 401: { description: 'Unauthorized' } },
    ...extensions,
  };
}

function bodySchema(body: string | undefined, dialect: Dialect): JsonSchema {
  return reference(body === 'patch' || body === undefined ? `${META}.Patch` : body, dialect);
}

function reference(name: string, dialect: Dialect): JsonSchema {
  return { $ref: dialect.refPrefix + name };
}
