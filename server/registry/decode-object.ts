/** From a request's JSON to a draft: the right kind, known fields, right types, defaults. */
import { type ApiError, badRequest } from '../api/errors.ts';
import { goQuote } from '../api/field-error.ts';
import { apiVersionOf } from '../api/object.ts';
import { DecodeError, decode } from '../api/schema/decode.ts';
import { decodeText } from '../api/schema/decode-text.ts';
import { JsonSyntaxError } from '../api/schema/parse-json.ts';
import { findSchema, type KindOf } from '../api/schema/schemas.ts';
import { summariseBody, typeMetaOf } from '../api/schema/type-meta.ts';
import { decodeChange, defaultsFor, type StoredPart } from './decode-change.ts';
import { isOtherVersion } from './old-versions.ts';
import type { Body, FieldValidation, Requester } from './request.ts';
import type { Resource } from './resource.ts';
import type { AnyObject } from './stored-object.ts';

/** Go's name of the table of kinds, which its errors quote. */
const SCHEME = 'pkg/api/legacyscheme/scheme.go:30';

/** The draft is in the form of `resource`, with the kind's defaults. `change`: of what is stored. Throws 400. */
export function decodeObject(
  resource: Resource,
  body: Body,
  options: { fieldValidation: FieldValidation; requester: Requester },
  change?: StoredPart,
): AnyObject {
  let named = { apiVersion: resource.apiVersion, kind: resource.type.kind };
  const refused = (text: string) => unfit(named, resource.type, text);
  let untracked = false;
  const inspect = (json: unknown) => {
    untracked = namesNoManagers(json);
    named = namedKind(json, resource, body);
    checkKind(named, resource.type);
  };
  const { value, faults } = decodeBody(resource, body, { inspect, refused, change });
  reportFaults(faults, options, refused);
  const draft = asDraft(resource, value as unknown as AnyObject, change && defaultsFor(change, value));
  if (untracked) draft.metadata.managedFields = [];
  return draft;
}

/** An empty list ends the tracking of ownership, which is another thing than none. */
export function namesNoManagers(json: unknown): boolean {
  const entries = (json as Partial<AnyObject> | null)?.metadata?.managedFields;
  return Array.isArray(entries) && entries.length === 0;
}

function decodeBody(
  resource: Resource,
  body: Body,
  by: { inspect: (json: unknown) => void; refused: (text: string) => ApiError; change: StoredPart | undefined },
): { value: Record<string, unknown>; faults: readonly string[] } {
  try {
    if ('text' in body) {
      const { value, strictErrors } = decodeText(resource.schema, body.text, by.inspect);
      return { value, faults: strictErrors };
    }
    by.inspect(body.json);
    const { value, unknownFields } = by.change
      ? decodeChange(resource.schema, body.json, by.change)
      : decode(resource.schema, body.json);
    return { value, faults: [...body.faults, ...unknownFields.map(unknownField)] };
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw unrecognized(resource, body, error.message);
    if (error instanceof DecodeError) throw by.refused(error.message);
    throw error;
  }
}

function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** What an object says to be. */
export interface KindName {
  apiVersion: string;
  kind: string;
}

/** Throws 400 for an object that says to be of another kind, or of another version of the kind. */
export function checkKind(named: KindName, type: KindOf): void {
  const wanted = apiVersionOf(type);
  if (named.kind === type.kind && isOtherVersion(named.apiVersion, { kind: type.kind, apiVersion: wanted })) {
    throw badRequest(
      `the API version in the data (${named.apiVersion}) does not match the expected API version (${wanted})`,
    );
  }
  const fault = kindFault(named, type);
  if (fault !== undefined) throw unfit(named, type, fault);
}

/** The object cannot be read as the kind that is wanted. */
export function unfit({ apiVersion, kind }: KindName, type: KindOf, text: string): ApiError {
  return badRequest(
    `${kind} in version ${goQuote(versionOf(apiVersion))} cannot be handled as a ${type.kind}: ${text}`,
  );
}

/** The body does not even say what it is. */
function unrecognized(resource: Resource, body: Body, detail: string): ApiError {
  const start = summariseBody(Buffer.from('text' in body ? body.text : JSON.stringify(body.json)));
  return badRequest(
    `the object provided is unrecognized (must be of type ${resource.type.kind}): couldn't get version/kind; json parse error: ${detail} (${start})`,
  );
}

/** A draft of what a patch made, or of an object that another part of the server writes: no faults to report. */
export function asDraft(resource: Resource, object: AnyObject, defaults = resource.rules.default): AnyObject {
  object.apiVersion = resource.apiVersion;
  object.kind = resource.type.kind;
  object.metadata ??= {} as AnyObject['metadata'];
  defaults?.(object);
  return object;
}

export function unknownField(path: string): string {
  return `unknown field ${goQuote(path)}`;
}

/** Warns of what is wrong with a document, or refuses it, as the request wants. */
export function reportFaults(
  faults: readonly string[],
  options: { fieldValidation: FieldValidation; requester: Requester },
  refused: (text: string) => ApiError,
): void {
  if (faults.length === 0 || options.fieldValidation === 'Ignore') return;
  if (options.fieldValidation === 'Strict') throw refused(`strict decoding error: ${faults.join(', ')}`);
  for (const fault of faults) options.requester.warn(fault);
}

function namedKind(json: unknown, resource: Resource, body: Body): KindName {
  try {
    const { apiVersion, kind } = typeMetaOf(json);
    return { apiVersion: apiVersion || resource.apiVersion, kind: kind || resource.type.kind };
  } catch (error) {
    if (error instanceof DecodeError) throw unrecognized(resource, body, error.message);
    throw error;
  }
}

/** Why an object that says to be of this kind is none of the resource's; undefined when it is. */
export function kindFault(named: KindName, type: KindOf): string | undefined {
  const { apiVersion, kind } = named;
  if (apiVersion === apiVersionOf(type) && kind === type.kind) return undefined;
  const [version, group] = apiVersion.split('/').reverse() as [string, string?];
  const known = findSchema({ group: group ?? '', version, kind }) ?? listOf({ group: group ?? '', version, kind });
  if (!known) {
    return `no kind ${goQuote(kind)} is registered for version ${goQuote(apiVersion)} in scheme ${goQuote(SCHEME)}`;
  }
  const wanted = type.group.split('.')[0] || 'core';
  return `converting (${version}.${kind}) to (${wanted}.${type.kind}): unknown conversion`;
}

function listOf(type: { group: string; version: string; kind: string }) {
  return type.kind.endsWith('List') ? findSchema({ ...type, kind: type.kind.slice(0, -4) }) : undefined;
}
