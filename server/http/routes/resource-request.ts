/** A request for objects, and the answers to it. */

import type { ObjectKey } from '../../api/object.ts';
import { defaultManager, requireManager } from '../../registry/managed-fields/default-manager.ts';
import type { PatchBody } from '../../registry/patch-object.ts';
import type { Registry } from '../../registry/registry.ts';
import { type Body, checkedWriteOptions, type WriteOptions } from '../../registry/request.ts';
import type { Resource } from '../../registry/resource.ts';
import type { StoredObject } from '../../registry/stored-object.ts';
import type { Caller } from '../caller.ts';
import { type AnswerForm, encodeObject, encodeValue } from '../encode-answer.ts';
import type { Packable } from '../pack-answer.ts';
import { type Query, text } from '../query.ts';
import { readBody } from '../read-body.ts';
import type { RequestInfo } from '../request-info.ts';

/** A request, understood as far as its URL and headers go. */
export interface ResourceRequest {
  registry: Registry;
  resource: Resource;
  info: RequestInfo;
  query: Query;
  caller: Caller;
  method: string;
  body: Buffer | undefined;
  contentType: string | undefined;
  userAgent: string;
  form: AnswerForm;
}

export interface Result extends Packable {
  code: number;
  contentType: string;
}

export const NOT_ALLOWED = 'the server does not allow this method on the requested resource';

export function objectResult(request: ResourceRequest, stored: StoredObject, code: number): Result {
  const { contentType, body } = encodeObject(request.resource, stored, request.form);
  return { code, contentType, body };
}

export function valueResult(request: ResourceRequest, value: unknown, code: number): Result {
  return { code, ...encodeValue(value, request.form) };
}

export function keyOf({ namespace, name }: RequestInfo): ObjectKey {
  return { namespace, name: name ?? '' };
}

export function objectBody({ body, contentType, resource }: ResourceRequest, { fieldValidation }: WriteOptions): Body {
  const type = { apiVersion: resource.apiVersion, kind: resource.type.kind };
  return readBody(body, contentType, { strict: fieldValidation === 'Strict', type });
}

export function patchOptions(request: ResourceRequest, { format }: PatchBody): WriteOptions {
  const options = writeOptions('patch', request);
  return format === 'apply'
    ? { ...options, fieldManager: requireManager(text(request.query, 'fieldManager')) }
    : options;
}

export function writeOptions(verb: 'create' | 'update' | 'patch', request: ResourceRequest): WriteOptions {
  const { query, userAgent } = request;
  const fieldManager = text(query, 'fieldManager');
  const { dryRun, fieldValidation } = checkedWriteOptions(verb, {
    dryRun: query.getAll('dryRun'),
    fieldManager,
    fieldValidation: text(query, 'fieldValidation'),
  });
  return { dryRun, fieldManager: fieldManager || defaultManager(userAgent), fieldValidation };
}
