import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../server/api/schema/decode.ts';
import { decodeText } from '../../../server/api/schema/decode-text.ts';
import { findSchema, resourceFacts, servedGroups } from '../../../server/api/schema/schemas.ts';
import { objectArbitrary } from '../../support/schema-arbitrary.ts';

const kinds = servedGroups().flatMap(({ name: group, versions }) =>
  versions.flatMap((version) =>
    [...new Set((resourceFacts(group, version) ?? []).map((resource) => resource.kind))].map((kind) => {
      return { group, version, kind };
    }),
  ),
);

describe('an object of any kind', () => {
  it.each(kinds)('is the same after it was written and read again: $kind in $group/$version', (type) => {
    const schema = findSchema(type);
    if (schema === undefined) throw new Error('no schema');
    fc.assert(
      fc.property(objectArbitrary(schema), (object) => {
        const { value, unknownFields } = decode(schema, object);
        expect(unknownFields).toEqual([]);
        const text = JSON.stringify(value);
        const again = decodeText(schema, text);
        expect(again.strictErrors).toEqual([]);
        expect(JSON.stringify(again.value)).toBe(text);
      }),
      { numRuns: 15 },
    );
  });
});
