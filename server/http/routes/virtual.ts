/** Kinds that are computed, not stored: reviews, component statuses, bindings. */
import { methodNotAllowed, notFound, unknownResource } from '../../api/errors.ts';
import { act } from '../../registry/action.ts';
import { writeContext } from '../../registry/request.ts';
import { resourceName } from '../../registry/resource.ts';
import { type AnyObject, encodedObject, type StoredObject } from '../../registry/stored-object.ts';
import { encodeList } from '../encode-answer.ts';
import { readBody } from '../read-body.ts';
import { decodeAs } from './actions.ts';
import {
  keyOf,
  NOT_ALLOWED,
  objectResult,
  type ResourceRequest,
  type Result,
  valueResult,
  writeOptions,
} from './resource-request.ts';

export async function answerVirtual(request: ResourceRequest): Promise<Result> {
  const { resource, info, method } = request;
  const rules = resource.rules.virtual;
  if (info.subresource !== undefined) throw methodNotAllowed(NOT_ALLOWED);
  if (method === 'POST' && info.name === undefined && (rules?.create || rules?.forwardTo)) return create(request);
  if (method === 'GET' && info.name !== undefined && rules?.get) {
    const object = rules.get(keyOf(info));
    if (!object) throw notFound({ ...resourceName(resource), plural: resource.facts.singular }, info.name);
    return objectResult(request, asStored(object as AnyObject), 200);
  }
  if (method === 'GET' && info.name === undefined && rules?.list) {
    const items = rules.list(info.namespace).map((object) => asStored(object as AnyObject));
    return { code: 200, ...encodeList(resource, { items, revision: request.registry.revision }, request.form) };
  }
  if (info.name !== undefined && !rules?.get) throw unknownResource();
  throw methodNotAllowed(NOT_ALLOWED);
}

async function create(request: ResourceRequest): Promise<Result> {
  const { registry, resource, info, caller } = request;
  const rules = resource.rules.virtual;
  const options = writeOptions('create', request);
  const object = decodeAs(
    resource.type,
    readBody(request.body, request.contentType, {
      type: { apiVersion: resource.apiVersion, kind: resource.type.kind },
    }),
  ) as AnyObject;
  if (info.namespace !== undefined) object.metadata = { ...object.metadata, namespace: info.namespace };
  if (rules?.forwardTo) {
    const target = registry.resource(rules.forwardTo.type);
    const action = target.rules.subresources?.[rules.forwardTo.subresource];
    if (action?.kind !== 'action') throw methodNotAllowed(NOT_ALLOWED);
    const key = { namespace: info.namespace, name: object.metadata?.name ?? '' };
    const answer = await act(
      registry,
      { resource: target, key, rules: action },
      { body: object, options, requester: caller },
    );
    return valueResult(request, answer, 201);
  }
  const context = writeContext(registry, caller, options.dryRun);
  return valueResult(request, await rules?.create?.(object, context), 201);
}

function asStored(object: AnyObject): StoredObject {
  return encodedObject(object.metadata?.name ?? '', 0, object);
}
