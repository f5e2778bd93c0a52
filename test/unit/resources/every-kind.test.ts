import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ApiError } from '../../../server/api/errors.ts';
import type { ApiObject } from '../../../server/api/object.ts';
import { decode } from '../../../server/api/schema/decode.ts';
import { resourceFacts, schemaOf, servedGroups } from '../../../server/api/schema/schemas.ts';
import { deepFreeze } from '../../../server/lib/deep-freeze.ts';
import type { ResourceDefinition } from '../../../server/registry/define-resource.ts';
import { builtinResources } from '../../../server/resources/resources.ts';
import { objectArbitrary } from '../../support/schema-arbitrary.ts';
import { writeContext } from '../../support/write-rules.ts';

const definitions = builtinResources({
  allocators: {} as never,
  authenticate: async () => undefined,
  issue: async () => 'token',
  audiences: ['api'],
});

/** Answered by http/, which streams: they are no rules of a kind. */
const STREAMS = ['attach', 'exec', 'log', 'portforward', 'proxy'];

const served = servedGroups().flatMap(({ name: group, versions }) =>
  versions.flatMap((version) => (resourceFacts(group, version) ?? []).map((facts) => ({ group, version, facts }))),
);

const nameOf = (group: string, version: string, plural: string) => `${group}/${version}/${plural}`;
const nameOfType = ({ type }: ResourceDefinition) => nameOf(type.group, type.version, type.plural);

test('each resource of the schemas has a definition, and the other way round', () => {
  const described = served.map(({ group, version, facts }) => nameOf(group, version, facts.name));
  expect(definitions.map(nameOfType).sort()).toEqual(described.sort());
});

const factsOf = ({ type }: ResourceDefinition) =>
  resourceFacts(type.group, type.version)?.find(({ name }) => name === type.plural);
const named = definitions.map((definition) => [nameOfType(definition), definition] as const);

test.each(named)('%s has the subresources of the schemas', (_, definition) => {
  const described = (factsOf(definition)?.subresources ?? []).map(({ name }) => name);
  const ruled = Object.keys(definition.rules.subresources ?? {});
  expect(ruled.sort()).toEqual(described.filter((name) => !STREAMS.includes(name)).sort());
});

test.each(named.filter(([, { rules }]) => rules.storedAs))(
  '%s is kept in a resource that is served',
  (_, { rules }) => {
    expect(definitions.map(({ type }) => type)).toContain(rules.storedAs?.type);
  },
);

test.each(named.filter(([, { rules }]) => !rules.virtual))(
  '%s judges, and shows as a row, whatever its schema allows',
  (_, definition) => {
    const { type, rules } = definition;
    fc.assert(
      fc.property(objectArbitrary(schemaOf(type)), (json) => {
        const object = writtenObject(definition, json);
        if (!object || !rules.row) return;
        expect(rules.row(object, { now: 0 })).toHaveLength(factsOf(definition)?.columns?.length ?? 2);
      }),
      { numRuns: 30, examples: [[{}]] },
    );
  },
);

// A writer of the object shares the stored status, a writer of the status all the rest.
test.each(named.filter(([, { rules }]) => rules.subresources?.status))(
  '%s has no defaults for what has them already',
  (_, { type, rules }) => {
    fc.assert(
      fc.property(objectArbitrary(schemaOf(type)), (json) => {
        const metadata = { name: 'a', namespace: 'ns' };
        const object = decode(schemaOf(type), { ...json, metadata }).value as ApiObject & { status?: object };
        if (!isTaken(() => rules.default?.(object))) return;
        const { status, ...rest } = object;
        rules.default?.({ ...structuredClone(object), ...(status && { status: deepFreeze(status) }) });
        rules.defaultStatus?.({ ...deepFreeze(rest), ...(status && { status: structuredClone(status) }) });
      }),
      { numRuns: 30 },
    );
  },
);

function isTaken(rule: () => void): boolean {
  try {
    rule();
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

/** The object after a kind's rules for creation, or undefined when they refuse it; anything but a refusal is a fault. */
function writtenObject(definition: ResourceDefinition, json: Record<string, unknown>): ApiObject | undefined {
  const { type, rules } = definition;
  const metadata = { name: 'a', namespace: 'ns', uid: 'u' };
  const object = decode(schemaOf(type), { ...json, metadata }).value as ApiObject;
  try {
    rules.default?.(object);
    rules.prepareForCreate?.(object, writeContext);
    rules.validate?.(object, writeContext);
    rules.validateUpdate?.(object, structuredClone(object), writeContext);
    rules.warnings?.(object, undefined, writeContext);
    for (const read of Object.values(rules.selectableFields ?? {})) expect(typeof read(object)).toBe('string');
    if (rules.storedAs) rules.storedAs.fromStored(rules.storedAs.toStored(object));
    return object;
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}
