import type { ApiObject, ResourceType } from '../../server/api/object.ts';
import { decode } from '../../server/api/schema/decode.ts';
import { schemaOf } from '../../server/api/schema/schemas.ts';
import type { Allocation, ResourceDefinition, WriteContext } from '../../server/registry/define-resource.ts';

/** What came of a write that went through a kind's rules: the object as it would be stored, or what is wrong. */
export interface Outcome<T> {
  object: T;
  /** `field: message`, none for a good object. */
  errors: string[];
  warnings: string[];
  allocation: Allocation | undefined;
}

export const writeContext: WriteContext = {
  now: Date.UTC(2026, 0, 1),
  dryRun: false,
  user: {},
  objects: { get: () => undefined, list: () => [] },
  warn: () => {},
};

/** Decodes and runs the rules of one kind in the order of the registry, without metadata, admission and storage. */
export function createByRules<T extends ApiObject>(
  { type, rules }: ResourceDefinition<T>,
  draft: unknown,
  context: Partial<WriteContext> = {},
): Outcome<T> {
  const object = decoded(type, draft);
  const all = { ...writeContext, ...context };
  rules.default?.(object);
  const allocation = rules.allocate?.(object, undefined, all);
  rules.prepareForCreate?.(object, all);
  return outcome(object, rules.validate?.(object, all) ?? [], {
    allocation,
    warnings: rules.warnings?.(object, undefined, all),
  });
}

export function updateByRules<T extends ApiObject>(
  { type, rules }: ResourceDefinition<T>,
  draft: unknown,
  options: { old: T; context?: Partial<WriteContext> },
): Outcome<T> {
  const object = decoded(type, draft) as T & { status?: unknown };
  const old = options.old as T & { status?: unknown };
  const all = { ...writeContext, ...options.context };
  rules.default?.(object);
  const allocation = rules.allocate?.(object, old, all);
  if (rules.subresources?.status) object.status = structuredClone(old.status);
  rules.prepareForUpdate?.(object, old, all);
  const errors = [
    ...(rules.validateUpdateAlone ? [] : (rules.validate?.(object, all) ?? [])),
    ...(rules.validateUpdate?.(object, old, all) ?? []),
  ];
  return outcome(object, errors, { allocation, warnings: rules.warnings?.(object, old, all) });
}

function decoded<T extends ApiObject>(type: ResourceType<T>, draft: unknown): T {
  return decode(schemaOf(type), JSON.parse(JSON.stringify(draft))).value as T;
}

function outcome<T>(
  object: T,
  errors: readonly { field: string; message: string }[],
  rest: { allocation: Allocation | undefined; warnings: string[] | undefined },
): Outcome<T> {
  return {
    object,
    errors: errors.map((error) => `${error.field}: ${error.message}`),
    warnings: rest.warnings ?? [],
    allocation: rest.allocation,
  };
}
