/** POST to subresources that do something: the body is of the action's own kind. */
import { badRequest } from '../../api/errors.ts';
import { type ApiObject, apiVersionOf, type ObjectKey } from '../../api/object.ts';
import { DecodeError, decode } from '../../api/schema/decode.ts';
import { JsonSyntaxError, parseJson } from '../../api/schema/parse-json.ts';
import { schemaOf } from '../../api/schema/schemas.ts';
import { act } from '../../registry/action.ts';
import type { ActionSubresource } from '../../registry/define-resource.ts';
import type { Body } from '../../registry/request.ts';
import type { AnyObject } from '../../registry/stored-object.ts';
import { readBody } from '../read-body.ts';
import { type ResourceRequest, type Result, valueResult, writeOptions } from './resource-request.ts';

export async function postAction(
  request: ResourceRequest,
  { key, rules }: { key: ObjectKey; rules: ActionSubresource<AnyObject> },
): Promise<Result> {
  const { registry, resource, caller } = request;
  const options = writeOptions('create', request);
  const body = decodeAs(
    rules.body,
    readBody(request.body, request.contentType, { type: { ...rules.body, apiVersion: apiVersionOf(rules.body) } }),
  );
  const answer = await act(registry, { resource, key, rules }, { body, options, requester: caller });
  return valueResult(request, answer, rules.code ?? 201);
}

/** Throws 400 for what cannot be read as the kind. */
export function decodeAs(type: { group: string; version: string; kind: string }, body: Body): ApiObject {
  const apiVersion = type.group === '' ? type.version : `${type.group}/${type.version}`;
  try {
    const json = 'text' in body ? (body.text === '' ? {} : parseJson(body.text)) : body.json;
    const object = decode(schemaOf(type), json).value as ApiObject;
    return { ...object, kind: type.kind, apiVersion };
  } catch (error) {
    if (!(error instanceof DecodeError) && !(error instanceof JsonSyntaxError)) throw error;
    throw badRequest(`${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: ${error.message}`);
  }
}
