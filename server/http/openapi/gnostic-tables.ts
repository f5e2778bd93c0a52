/** The messages of gnostic's OpenAPIv2.proto and OpenAPIv3.proto, as far as our documents have their fields. */
import type { FieldType, Messages } from './gnostic-encoder.ts';

const schema2: FieldType = { message: 'Schema' };

const parameter2: FieldType = {
  choose: (value) => {
    const place = (value as { in: string }).in;
    if (place === 'body') return { wrapped: 1, type: { wrapped: 1, type: { message: 'BodyParameter' } } };
    const nonBody: FieldType =
      place === 'query'
        ? { wrapped: 3, type: { message: 'QueryParameter' } }
        : { wrapped: 4, type: { message: 'PathParameter' } };
    return { wrapped: 1, type: { wrapped: 2, type: nonBody } };
  },
};

export const OPENAPI_2: Messages = {
  Document: {
    swagger: [1, 'string'],
    info: [2, { message: 'Info' }],
    paths: [8, { named: { message: 'PathItem' }, inside: 2 }],
    definitions: [9, { named: schema2, inside: 1 }],
    security: [12, { list: { named: { message: 'StringArray' }, inside: 1 } }],
    securityDefinitions: [13, { named: { wrapped: 2, type: { message: 'ApiKeySecurity' } }, inside: 1 }],
  },
  Info: { title: [1, 'string'], version: [2, 'string'] },
  StringArray: {},
  ApiKeySecurity: { type: [1, 'string'], name: [2, 'string'], in: [3, 'string'], description: [4, 'string'] },
  PathItem: {
    get: [2, { message: 'Operation' }],
    put: [3, { message: 'Operation' }],
    post: [4, { message: 'Operation' }],
    delete: [5, { message: 'Operation' }],
    patch: [8, { message: 'Operation' }],
    parameters: [9, { list: parameter2 }],
  },
  Operation: {
    tags: [1, 'strings'],
    description: [3, 'string'],
    operationId: [5, 'string'],
    produces: [6, 'strings'],
    consumes: [7, 'strings'],
    parameters: [8, { list: parameter2 }],
    responses: [9, { named: { wrapped: 1, type: { message: 'Response' } }, inside: 1 }],
    'x-': [13, 'any'],
  },
  Response: { description: [1, 'string'], schema: [2, { wrapped: 1, type: schema2 }] },
  BodyParameter: {
    description: [1, 'string'],
    name: [2, 'string'],
    in: [3, 'string'],
    required: [4, 'bool'],
    schema: [5, schema2],
  },
  QueryParameter: {
    required: [1, 'bool'],
    in: [2, 'string'],
    description: [3, 'string'],
    name: [4, 'string'],
    type: [6, 'string'],
    items: [8, { message: 'PrimitivesItems' }],
    uniqueItems: [20, 'bool'],
  },
  PathParameter: {
    required: [1, 'bool'],
    in: [2, 'string'],
    description: [3, 'string'],
    name: [4, 'string'],
    type: [5, 'string'],
    uniqueItems: [19, 'bool'],
  },
  PrimitivesItems: { type: [1, 'string'] },
  Schema: {
    $ref: [1, 'string'],
    format: [2, 'string'],
    description: [4, 'string'],
    default: [5, 'any'],
    required: [19, 'strings'],
    enum: [20, 'anys'],
    additionalProperties: [21, { wrapped: 1, type: schema2 }],
    type: [22, { wrapped: 1, type: 'string' }],
    items: [23, { wrapped: 1, type: schema2 }],
    properties: [25, { named: schema2, inside: 1 }],
    'x-': [31, 'any'],
  },
};

const reference3: FieldType = { wrapped: 2, type: { message: 'Reference' } };
const schema3: FieldType = {
  choose: (value) => ('$ref' in (value as object) ? reference3 : { wrapped: 1, type: { message: 'Schema' } }),
};
const parameters3: FieldType = { list: { wrapped: 1, type: { message: 'Parameter' } } };
const content3: FieldType = { named: { message: 'MediaType' }, inside: 1 };
/** An object or list as default cannot be said in the protobuf form: Kubernetes leaves `{}` out, too. */
const default3: FieldType = {
  choose: (value) => {
    if (typeof value === 'boolean') return { wrapped: 2, type: 'bool' };
    return typeof value === 'string' ? { wrapped: 3, type: 'string' } : { message: 'NoDefault' };
  },
};

export const OPENAPI_3: Messages = {
  Document: {
    openapi: [1, 'string'],
    info: [2, { message: 'Info' }],
    paths: [4, { named: { message: 'PathItem' }, inside: 1 }],
    components: [5, { message: 'Components' }],
  },
  Info: { title: [1, 'string'], version: [6, 'string'] },
  Components: {
    schemas: [1, { named: schema3, inside: 1 }],
    securitySchemes: [7, { named: { wrapped: 1, type: { message: 'SecurityScheme' } }, inside: 1 }],
  },
  SecurityScheme: { type: [1, 'string'], description: [2, 'string'], name: [3, 'string'], in: [4, 'string'] },
  PathItem: {
    get: [4, { message: 'Operation' }],
    put: [5, { message: 'Operation' }],
    post: [6, { message: 'Operation' }],
    delete: [7, { message: 'Operation' }],
    patch: [10, { message: 'Operation' }],
    parameters: [13, parameters3],
  },
  Operation: {
    tags: [1, 'strings'],
    description: [3, 'string'],
    operationId: [5, 'string'],
    parameters: [6, parameters3],
    requestBody: [7, { wrapped: 1, type: { message: 'RequestBody' } }],
    responses: [8, { named: { wrapped: 1, type: { message: 'Response' } }, inside: 2 }],
    'x-': [13, 'any'],
  },
  Parameter: {
    name: [1, 'string'],
    in: [2, 'string'],
    description: [3, 'string'],
    required: [4, 'bool'],
    schema: [10, schema3],
  },
  RequestBody: { content: [2, content3], required: [3, 'bool'] },
  Response: { description: [1, 'string'], content: [3, content3] },
  MediaType: { schema: [1, schema3] },
  Reference: { $ref: [1, 'string'] },
  NoDefault: {},
  Schema: {
    uniqueItems: [20, 'bool'],
    required: [23, 'strings'],
    enum: [24, 'anys'],
    type: [25, 'string'],
    allOf: [26, { list: schema3 }],
    oneOf: [27, { list: schema3 }],
    items: [30, { wrapped: 1, type: schema3 }],
    properties: [31, { named: schema3, inside: 1 }],
    additionalProperties: [32, { wrapped: 1, type: schema3 }],
    default: [33, default3],
    description: [34, 'string'],
    format: [35, 'string'],
    'x-': [36, 'any'],
  },
};
