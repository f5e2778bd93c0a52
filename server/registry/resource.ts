/** A kind at run time: its rules, what schemas/ says of it, and its objects in memory. */
import type { ApiObject, ObjectKey, ResourceType } from '../api/object.ts';
import { apiVersionOf } from '../api/object.ts';
import type { ObjectSchema } from '../api/schema/schema.ts';
import type { ResourceEntry } from '../api/schema/schema-file.ts';
import { resourceFacts, schemaOf } from '../api/schema/schemas.ts';
import type { ResourceDefinition, ResourceRules } from './define-resource.ts';
import { createResourceCache, type HistoryLimits, type ResourceCache } from './resource-cache.ts';
import { type AnyObject, encodedObject, type StoredObject } from './stored-object.ts';

export interface Resource {
  readonly type: ResourceType;
  readonly rules: ResourceRules<AnyObject>;
  readonly facts: ResourceEntry;
  readonly apiVersion: string;
  readonly listKind: string;
  /** Compiled on first use. */
  readonly schema: ObjectSchema;
  /** Where its objects are: itself, or the resource whose objects these are in another form. */
  readonly home: Resource;
  /** The other apiVersions in which clients may write the same objects. */
  readonly otherVersions: readonly string[];
  readonly cache: ResourceCache;
  /** New objects that are let in and on their way to the store. */
  readonly arriving: Set<AnyObject>;
  /** What stands before each of its keys in the store. */
  readonly storePrefix: string;
  /** A stored object of `home` in this resource's form. */
  present(stored: StoredObject): StoredObject;
}

export function createResource(
  definition: ResourceDefinition,
  options: {
    history: HistoryLimits;
    homeOf: (type: ResourceType) => Resource;
    versionsOf: (home: Resource) => string[];
  },
): Resource {
  const { type } = definition;
  const rules = definition.rules as unknown as ResourceRules<AnyObject>;
  const facts = resourceFacts(type.group, type.version)?.find((entry) => entry.name === type.plural);
  if (!facts) throw new Error(`schemas/ has no resource ${type.plural} in ${apiVersionOf(type)}`);
  let schema: ObjectSchema | undefined;
  let otherVersions: readonly string[] | undefined;
  const resource: Resource = {
    type,
    rules,
    facts,
    apiVersion: apiVersionOf(type),
    listKind: `${type.kind}List`,
    get schema() {
      schema ??= schemaOf(type);
      return schema;
    },
    get home() {
      return rules.storedAs ? options.homeOf(rules.storedAs.type) : resource;
    },
    get otherVersions() {
      otherVersions ??= options.versionsOf(resource.home).filter((version) => version !== resource.apiVersion);
      return otherVersions;
    },
    cache: createResourceCache(options.history),
    arriving: new Set(),
    storePrefix: `/${type.group || 'core'}/${type.plural}/`,
    present: rules.storedAs ? convertedBy(rules.storedAs.fromStored) : (stored) => stored,
  };
  return resource;
}

/** Each state is converted once, as long as somebody has use for it. */
function convertedBy(convert: (object: ApiObject) => ApiObject): (stored: StoredObject) => StoredObject {
  const converted = new WeakMap<StoredObject, WeakRef<StoredObject>>();
  return (stored) => {
    const known = converted.get(stored)?.deref();
    if (known) return known;
    const made = encodedObject(stored.key, stored.revision, convert(stored.object) as AnyObject);
    converted.set(stored, new WeakRef(made));
    return made;
  };
}

/** The rules for writers who come by this resource: those of the stored kind, but for what this form changes. */
export function writeRules({ home, rules }: Resource): ResourceRules<AnyObject> {
  const changed = rules.storedAs?.rules as Partial<ResourceRules<AnyObject>> | undefined;
  return changed ? { ...home.rules, ...changed } : home.rules;
}

/** The key of an object within its resource. */
export function cacheKey(resource: Resource, { namespace, name }: ObjectKey): string {
  return resource.type.namespaced ? `${namespace}/${name}` : name;
}

/** The store prefix of a key in the store: `/core/services/` of `/core/services/default/web`. */
export function prefixOf(storeKey: string): string {
  return storeKey.slice(0, storeKey.indexOf('/', storeKey.indexOf('/', 1) + 1) + 1);
}

/** A resource as error messages name it. */
export function resourceName(resource: Resource): { group: string; plural: string } {
  return resource.type;
}
