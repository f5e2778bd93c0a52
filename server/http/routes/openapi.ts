/** `/openapi/v2` and `/openapi/v3`: documents with ETags, as JSON or as protobuf. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { methodNotAllowed } from '../../api/errors.ts';
import {
  type OpenApiDocument,
  type OpenApiDocuments,
  type OpenApiResource,
  openApiDocuments,
} from '../openapi/openapi-documents.ts';
import { takesGzip } from '../pack-answer.ts';
import { splitUrl, text } from '../query.ts';
import { NOT_ALLOWED } from './resource-request.ts';

export interface OpenApiRoutes {
  answer(path: string, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined;
}

type Form = 'json' | 'protobuf';

export function createOpenApiRoutes(served: readonly OpenApiResource[]): OpenApiRoutes {
  let made: OpenApiDocuments | undefined;
  // What they are of is worked out when somebody asks: most never do.
  const documents = () => {
    made ??= openApiDocuments(served);
    return made;
  };
  const answerV2 = (request: FastifyRequest, reply: FastifyReply) => {
    const form = formOf(request.headers.accept, 'v2');
    if (!form) return reply.code(406).send();
    return sendDocument(
      form === 'json' ? documents().v2Json() : documents().v2Protobuf(),
      typeOf(form, 'v2'),
      request,
      reply,
    );
  };
  const answerV3 = (path: string, request: FastifyRequest, reply: FastifyReply) => {
    const form = formOf(request.headers.accept, 'v3');
    if (!form) return reply.code(406).send();
    const url = documents().v3Url(path);
    if (url === undefined) return reply.code(404).send();
    const hash = text(splitUrl(request.url).query, 'hash');
    if (hash !== undefined && !url.endsWith(`hash=${hash}`))
      return reply.code(301).header('location', url).header('content-type', typeOf(form, 'v3')).send();
    const document = form === 'json' ? documents().v3Json(path) : documents().v3Protobuf(path);
    if (hash !== undefined) reply.header('cache-control', 'public, immutable');
    return sendDocument(document as OpenApiDocument, typeOf(form, 'v3'), request, reply);
  };
  return {
    answer(path, request, reply) {
      const plain = path.endsWith('/') ? path.slice(0, -1) : path;
      const isV3 = plain === '/openapi/v3' || plain.startsWith('/openapi/v3/');
      if (!isV3 && plain !== '/openapi/v2') return undefined;
      if (request.method !== 'GET') throw methodNotAllowed(NOT_ALLOWED);
      if (plain === '/openapi/v2') return answerV2(request, reply);
      if (plain === '/openapi/v3')
        return sendDocument(documents().v3Index(), 'text/plain; charset=utf-8', request, reply);
      return answerV3(plain.slice('/openapi/v3/'.length), request, reply);
    },
  };
}

const TYPES = {
  v2: {
    asked: /^application\/com\.github\.proto-openapi\.spec\.v2(@|\.)v1\.0\+protobuf$/,
    answered: 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
  },
  v3: {
    asked: /^application\/com\.github\.proto-openapi\.spec\.v3(@|\.)v1\.0\+protobuf$/,
    answered: 'application/com.github.proto-openapi.spec.v3.v1.0+protobuf',
  },
};

/** Undefined when none fits. */
function formOf(accept: string | undefined, version: 'v2' | 'v3'): Form | undefined {
  if (accept === undefined || accept === '') return 'json';
  for (const clause of accept.split(',')) {
    const [type = ''] = clause.trim().split(';');
    if (type === 'application/json' || type === '*/*' || type === 'application/*') return 'json';
    if (TYPES[version].asked.test(type)) return 'protobuf';
  }
  return undefined;
}

function typeOf(form: Form, version: 'v2' | 'v3'): string {
  return form === 'json' ? 'application/json' : TYPES[version].answered;
}

function sendDocument(
  document: OpenApiDocument,
  contentType: string,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { body, etag } = document;
  const vary = varyOf(request.url);
  if (vary !== undefined) reply.header('vary', vary);
  reply.header('etag', etag).header('content-type', contentType);
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  reply.code(200);
  // Version 3 is asked for in parts, which Kubernetes never packs.
  if (!request.url.startsWith('/openapi/v2') || !takesGzip(request.headers['accept-encoding'])) return reply.send(body);
  return reply.header('content-encoding', 'gzip').send(document.packed);
}

/** As Kubernetes says it: the index of version 3 has one form. */
function varyOf(url: string): string | undefined {
  if (url.startsWith('/openapi/v2')) return 'Accept-Encoding, Accept';
  return url.startsWith('/openapi/v3/') ? 'Accept' : undefined;
}
