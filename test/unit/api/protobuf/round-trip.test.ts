import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiVersionOf } from '../../../../server/api/object.ts';
import { decodeProtobuf } from '../../../../server/api/protobuf/decode.ts';
import { encodeProtobuf } from '../../../../server/api/protobuf/encode.ts';
import { ProtobufError } from '../../../../server/api/protobuf/protobuf-error.ts';
import { decode } from '../../../../server/api/schema/decode.ts';
import type { Schema } from '../../../../server/api/schema/schema.ts';
import { findSchema, resourceFacts, schemaOf, servedGroups } from '../../../../server/api/schema/schemas.ts';
import { objectArbitrary } from '../../../support/schema-arbitrary.ts';

const META_KINDS = ['Status', 'DeleteOptions', 'APIGroup', 'APIGroupList', 'APIResourceList', 'APIVersions'];

function kindsOf(group: string, version: string) {
  const resources = resourceFacts(group, version) ?? [];
  const kinds = resources.flatMap(({ kind, subresources = [] }) => [
    { group, version, kind },
    ...subresources.map((s) => ({ group: s.group ?? group, version: s.version ?? version, kind: s.kind })),
  ]);
  return [...new Map(kinds.map((type) => [`${apiVersionOf(type)} ${type.kind}`, type])).values()];
}

const kinds = [
  ...servedGroups().flatMap(({ name, versions }) => versions.flatMap((version) => kindsOf(name, version))),
  ...META_KINDS.map((kind) => ({ group: '', version: 'v1', kind })),
].filter((type) => findSchema(type));

/** As the registry does with what a client sends. */
function normalised(type: { group: string; version: string; kind: string }, json: unknown) {
  const { value } = decode(schemaOf(type), json);
  return { ...(onlyNumbered(schemaOf(type), value) as object), kind: type.kind, apiVersion: apiVersionOf(type) };
}

/** An object within another does not say in protobuf what it is. */
function onlyNumbered(schema: Schema, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (schema.type === 'list') return (value as unknown[]).map((item) => onlyNumbered(schema.items, item));
  const entries = Object.entries(value);
  if (schema.type === 'map') return Object.fromEntries(entries.map(([k, v]) => [k, onlyNumbered(schema.values, v)]));
  if (schema.type !== 'object') return value;
  const kept = entries.filter(([name]) => schema.fields.get(name)?.protobuf);
  return Object.fromEntries(kept.map(([k, v]) => [k, onlyNumbered(schema.fields.get(k)?.schema as Schema, v)]));
}

describe('protobuf', () => {
  it.each(kinds)('carries all of a $kind of $group/$version', (type) => {
    fc.assert(
      fc.property(objectArbitrary(schemaOf(type)), (drawn) => {
        const object = normalised(type, drawn);
        const { apiVersion, kind, json } = decodeProtobuf(encodeProtobuf(object));
        expect(normalised(type, { ...json, apiVersion, kind })).toEqual(object);
      }),
      { numRuns: 20 },
    );
  });

  it('is read or refused, whatever the bytes are', () => {
    const pod = { group: '', version: 'v1', kind: 'Pod' };
    const messages = objectArbitrary(schemaOf(pod)).map((drawn) => encodeProtobuf(normalised(pod, drawn)));
    const damage = fc.array(fc.record({ at: fc.nat(), byte: fc.nat(255) }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(messages, damage, fc.option(fc.nat()), (bytes, changes, cut) => {
        for (const { at, byte } of changes) bytes[4 + (at % (bytes.length - 4))] = byte;
        const damaged = cut === null ? bytes : bytes.subarray(0, cut % bytes.length);
        expect(errorOf(() => decodeProtobuf(damaged)) ?? new ProtobufError('')).toBeInstanceOf(ProtobufError);
      }),
      { numRuns: 500 },
    );
  });
});

function errorOf(call: () => unknown): unknown {
  try {
    call();
    return undefined;
  } catch (error) {
    return error;
  }
}
