/** Requests for objects: URL, method and headers → one call of the registry → an answer in the wanted form. */
import type { IncomingHttpHeaders } from 'node:http';
import { badRequest, methodNotAllowed, unknownResource } from '../../api/errors.ts';
import { pathSegmentNameErrors } from '../../api/names.ts';
import type { Clock } from '../../lib/clock.ts';
import { createObject } from '../../registry/create.ts';
import { deleteObject } from '../../registry/delete.ts';
import { deleteCollection } from '../../registry/delete-collection.ts';
import { getObject } from '../../registry/get.ts';
import { listObjects } from '../../registry/list.ts';
import { patchObject, patchView } from '../../registry/patch-object.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Resource } from '../../registry/resource.ts';
import type { StoredObject } from '../../registry/stored-object.ts';
import { updateTarget, type ViewTarget, viewTarget } from '../../registry/targets.ts';
import { replaceObject } from '../../registry/update.ts';
import { getView, replaceView } from '../../registry/view.ts';
import type { Caller } from '../caller.ts';
import { deletionOptions } from '../deletion-options.ts';
import { type AnswerForm, encodeList, encodeObject, includeObjectOf } from '../encode-answer.ts';
import { negotiate, wantsPretty } from '../negotiation.ts';
import { isWorthPacking, packAnswer } from '../pack-answer.ts';
import { flag, listOptionsOf, type Query, text } from '../query.ts';
import { readPatch } from '../read-patch.ts';
import type { RequestInfo } from '../request-info.ts';
import { postAction } from './actions.ts';
import {
  keyOf,
  NOT_ALLOWED,
  objectBody,
  objectResult,
  patchOptions,
  type ResourceRequest,
  type Result,
  valueResult,
  writeOptions,
} from './resource-request.ts';
import { answerVirtual } from './virtual.ts';

export interface ApiServerParts {
  registry: Registry;
  clock: Clock;
}

/** What is looked at of a request besides its URL. */
interface PlainRequest {
  method: string;
  headers: IncomingHttpHeaders;
  /** A Buffer, if there is one. */
  body: unknown;
}

/** Throws ApiError for everything that is refused. */
export async function answerResource(
  parts: ApiServerParts,
  request: PlainRequest,
  by: { resource: Resource; info: RequestInfo; query: Query; caller: Caller },
): Promise<Result> {
  const { info, query } = by;
  const { headers } = request;
  const userAgent = headers['user-agent'] ?? '';
  const accepted = negotiate(headers.accept, by.resource.rules.virtual?.create ? 'review' : 'read');
  const form: AnswerForm = {
    accepted,
    pretty: wantsPretty(accepted, text(query, 'pretty'), userAgent),
    includeObject: accepted.as?.kind === 'Table' ? includeObjectOf(text(query, 'includeObject')) : 'Metadata',
    now: parts.clock.now(),
  };
  checkName(info);
  const understood: ResourceRequest = {
    resource: by.resource,
    info,
    query,
    caller: by.caller,
    registry: parts.registry,
    method: request.method,
    body: request.body as Buffer | undefined,
    contentType: headers['content-type'],
    userAgent,
    form,
  };
  const result = await answerUnderstood(understood);
  return isWorthPacking(headers['accept-encoding'], result.body) ? packAnswer(result) : result;
}

function answerUnderstood(request: ResourceRequest): Promise<Result> {
  const { subresource, name } = request.info;
  if (request.resource.rules.virtual) return answerVirtual(request);
  if (subresource !== undefined) return answerSubresource(request, subresource);
  return name === undefined ? answerCollection(request) : answerObject(request);
}

function checkName({ name }: RequestInfo): void {
  if (name === undefined) return;
  const [error] = pathSegmentNameErrors(name);
  if (error !== undefined) throw badRequest(`Name parameter invalid: ${JSON.stringify(name)}: ${error}`);
}

async function answerCollection(request: ResourceRequest): Promise<Result> {
  const { registry, resource, info, form, caller, query } = request;
  const target = { resource, namespace: info.namespace };
  const placed = !resource.type.namespaced || info.namespace !== undefined;
  switch (request.method) {
    case 'GET': {
      const list = await listObjects(registry, target, listOptionsOf(query));
      return { code: 200, ...encodeList(resource, list, form) };
    }
    case 'POST': {
      if (!placed) throw methodNotAllowed(NOT_ALLOWED);
      const options = writeOptions('create', request);
      const body = objectBody(request, options);
      const stored = await createObject(registry, target, { body, options, requester: caller });
      return objectResult(request, stored, 201);
    }
    case 'DELETE': {
      if (!placed || !resource.facts.verbs.includes('deletecollection')) throw methodNotAllowed(NOT_ALLOWED);
      const options = deletionOptions(request);
      const list = await deleteCollection(registry, target, { list: listOptionsOf(query), options, requester: caller });
      return { code: 200, ...encodeList(resource, list, form) };
    }
    default:
      throw methodNotAllowed(NOT_ALLOWED);
  }
}

async function answerObject(request: ResourceRequest): Promise<Result> {
  const { registry, resource, query, caller } = request;
  const key = keyOf(request.info);
  switch (request.method) {
    case 'GET':
      if (flag(query, 'export')) {
        throw badRequest('the export parameter, deprecated since v1.14, is no longer supported');
      }
      return objectResult(request, getObject(registry, { resource, key }, text(query, 'resourceVersion')), 200);
    case 'PUT':
    case 'PATCH':
      return writeObject(request, undefined);
    case 'DELETE': {
      const options = deletionOptions(request);
      const deletion = await deleteObject(registry, { resource, key }, { options, requester: caller });
      return deletionResult(request, deletion, options.orphanDependents);
    }
    default:
      throw methodNotAllowed(NOT_ALLOWED);
  }
}

async function writeObject(request: ResourceRequest, subresource: string | undefined): Promise<Result> {
  const { registry, resource, caller } = request;
  const target = updateTarget(resource, keyOf(request.info), subresource);
  if (request.method === 'PUT') {
    const options = writeOptions('update', request);
    const body = objectBody(request, options);
    const { stored, created } = await replaceObject(registry, target, { body, options, requester: caller });
    return objectResult(request, stored, created ? 201 : 200);
  }
  const patch = readPatch(request);
  const options = patchOptions(request, patch);
  const { stored, created } = await patchObject(registry, target, { patch, options, requester: caller });
  return objectResult(request, stored, created ? 201 : 200);
}

async function answerSubresource(request: ResourceRequest, name: string): Promise<Result> {
  const { registry, resource, method } = request;
  const served = resource.facts.subresources?.find((entry) => entry.name === name);
  const rules = resource.rules.subresources?.[name];
  if (!served || !rules || request.info.name === undefined) throw unknownResource();
  const key = keyOf(request.info);
  if (rules.kind === 'action') {
    if (method !== 'POST') throw methodNotAllowed(NOT_ALLOWED);
    return postAction(request, { key, rules });
  }
  if (method !== 'GET' && method !== 'PUT' && method !== 'PATCH') throw methodNotAllowed(NOT_ALLOWED);
  const view = viewTarget(resource, key, name);
  if (!view) {
    return method === 'GET'
      ? objectResult(request, getObject(registry, { resource, key }), 200)
      : writeObject(request, name);
  }
  if (method === 'GET') return viewResult(request, view, getView(registry, view));
  const requester = request.caller;
  if (method === 'PUT') {
    const options = writeOptions('update', request);
    const body = objectBody(request, options);
    return viewResult(request, view, await replaceView(registry, view, { body, options, requester }));
  }
  const patch = readPatch(request);
  const options = patchOptions(request, patch);
  return viewResult(request, view, await patchView(registry, view, { patch, options, requester }));
}

function viewResult({ form }: ResourceRequest, { rules }: ViewTarget, stored: StoredObject): Result {
  const kind = { type: rules.view, facts: { columns: rules.columns }, rules: { row: rules.row } };
  return { code: 200, ...encodeObject(kind, stored, form) };
}

function deletionResult(
  request: ResourceRequest,
  { stored, gone }: { stored: StoredObject; gone: boolean },
  orphan: boolean | undefined,
): Result {
  const { resource } = request;
  if (!gone) {
    // Kubernetes says "accepted" only to those who ask for it in the old way.
    return objectResult(request, stored, orphan === false ? 202 : 200);
  }
  if (resource.rules.deleteReturnsObject) return objectResult(request, stored, 200);
  const { name, uid } = stored.object.metadata;
  const { group, plural } = resource.type;
  const details = { name, ...(group !== '' && { group }), kind: plural, uid };
  return valueResult(request, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details }, 200);
}
