import { describe, expect, test } from 'vitest';
import { apiVersionOf } from '../../../server/api/object.ts';
import { decode } from '../../../server/api/schema/decode.ts';
import { decodeText } from '../../../server/api/schema/decode-text.ts';
import { resourceFacts, schemaOf, servedGroups } from '../../../server/api/schema/schemas.ts';
import { encodeValue } from '../../../server/http/encode-answer.ts';
import { type Format, MEDIA_TYPES, negotiate } from '../../../server/http/negotiation.ts';
import { readBody } from '../../../server/http/read-body.ts';
import { fullObject } from '../../support/full-object.ts';

const kinds = servedGroups().flatMap(({ name: group, versions }) =>
  versions.flatMap((version) =>
    [...new Set((resourceFacts(group, version) ?? []).map(({ kind }) => kind))].map((kind) => ({
      group,
      version,
      kind,
    })),
  ),
);
type Kind = (typeof kinds)[number];

/** As the registry decodes what a client sends. */
function received(type: Kind, format: Format, bytes: Buffer): unknown {
  const apiVersion = apiVersionOf(type);
  const body = readBody(bytes, MEDIA_TYPES[format], { type: { apiVersion, kind: type.kind } });
  const { value } = 'text' in body ? decodeText(schemaOf(type), body.text) : decode(schemaOf(type), body.json);
  return { ...value, apiVersion, kind: type.kind };
}

const written = (value: unknown, format: Format) =>
  encodeValue(value, { accepted: negotiate(MEDIA_TYPES[format]), pretty: false }).body;

describe.each(kinds)('a $kind of $group/$version that says all it can', (type) => {
  const { value } = decode(schemaOf(type), fullObject(schemaOf(type)));
  const object = { ...value, apiVersion: apiVersionOf(type), kind: type.kind };

  test.each<Format>(['json', 'yaml', 'protobuf'])('is the same after it went out and came in as %s', (format) => {
    expect(received(type, format, written(object, format))).toEqual(object);
  });
});
