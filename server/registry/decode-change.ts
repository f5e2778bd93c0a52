/** From a changed state of a stored object to a draft, without decoding again what is as it was. */
import { type Decoded, decode } from '../api/schema/decode.ts';
import type { ObjectSchema } from '../api/schema/schema.ts';
import type { ResourceRules } from './define-resource.ts';
import type { Resource } from './resource.ts';
import type { AnyObject } from './stored-object.ts';
import type { UpdateTarget } from './targets.ts';

/** What is written, and what of it is stored now, in the form of the resource. */
export interface StoredPart extends Pick<UpdateTarget, 'resource' | 'part'> {
  stored: AnyObject;
}

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Like `decode`, for what a change has made of what is stored. The same value in the same place is what decoding it
 * would give: the draft shares it, frozen, where it is restored anyway. Ownership is shared always: it is replaced as a
 * whole.
 */
export function decodeChange(schema: ObjectSchema, json: unknown, target: StoredPart): Decoded {
  if (!isObject(json) || !isObject(json.metadata)) return decode(schema, json);
  const { stored } = target;
  const was = stored as unknown as JsonObject;
  const keeps = keptFields(target);
  const shared = (field: string) => field !== 'metadata' && json[field] === was[field] && keeps(field);
  const { managedFields } = json.metadata;
  const ownership = managedFields !== undefined && managedFields === stored.metadata.managedFields;
  const metadata = ownership ? without(json.metadata, (field) => field === 'managedFields') : json.metadata;
  const decoded = decode(schema, { ...without(json, shared), metadata });
  const value: Record<string, unknown> = {};
  for (const field of schema.fields.keys()) {
    const part = shared(field) ? json[field] : decoded.value[field];
    if (part !== undefined) value[field] = part;
  }
  if (ownership)
    (value as unknown as AnyObject).metadata.managedFields = managedFields as NonNullable<
      AnyObject['metadata']['managedFields']
    >;
  return { value, unknownFields: decoded.unknownFields };
}

/** What is restored anyway when the target is written, or left alone by all rules. */
function keptFields({ resource, part }: StoredPart): (field: string) => boolean {
  const { storedAs, subresources, sharesSpec } = resource.rules;
  if (storedAs || !subresources?.status) return () => false;
  if (!part) return sharesSpec ? (field) => field === 'status' || field === 'spec' : (field) => field === 'status';
  return part.name === 'status' && sharesAllButStatus(resource) ? (field) => field !== 'status' : () => false;
}

/** The kind's defaults for what a writer can change. Those of stored parts are in them already. */
export function defaultsFor(
  { resource, part, stored }: StoredPart,
  { spec }: Pick<AnyObject, 'spec'>,
): ResourceRules<AnyObject>['default'] {
  const { rules } = resource;
  if (rules.sharesSpec && spec === stored.spec) return noDefaults;
  return part?.name === 'status' && sharesAllButStatus(resource) ? rules.defaultStatus : rules.default;
}

const noDefaults = () => {};

function sharesAllButStatus({ rules }: Resource): boolean {
  return rules.default === undefined || rules.defaultStatus !== undefined;
}

function without(object: JsonObject, left: (field: string) => boolean): Record<string, unknown> {
  const rest: Record<string, unknown> = {};
  for (const field in object) if (!left(field)) rest[field] = object[field];
  return rest;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
