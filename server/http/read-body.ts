/** The bytes of a request, in one of the forms that Kubernetes takes, → data. */
import { type ApiError, badRequest, unsupportedMediaType } from '../api/errors.ts';
import { goQuote } from '../api/field-error.ts';
import { decodeProtobuf } from '../api/protobuf/decode.ts';
import { ProtobufError } from '../api/protobuf/protobuf-error.ts';
import { summariseBody } from '../api/schema/type-meta.ts';
import { parseYaml, strictYamlError } from '../api/yaml/parse-yaml.ts';
import { YamlError } from '../api/yaml/yaml-error.ts';
import type { Body } from '../registry/request.ts';
import { MEDIA_TYPES, parseMediaType } from './negotiation.ts';

const ACCEPTED = Object.values(MEDIA_TYPES).join(', ');
const NOTHING = Buffer.alloc(0);

export interface ReadOptions {
  /** Duplicate keys of YAML are one error, not warnings of their own. */
  strict?: boolean;
  /** What a body is that does not say so. */
  type?: { apiVersion: string; kind: string };
}

/** Throws 415 for other media types and 400 for what cannot be read; no media type means JSON. */
export function readBody(
  bytes: Buffer | undefined,
  contentType: string | undefined,
  { strict = false, type: expected }: ReadOptions = {},
): Body {
  const body = bytes ?? NOTHING;
  const { type } = parseMediaType(contentType ?? '');
  switch (contentType === undefined || contentType === '' ? MEDIA_TYPES.json : type) {
    case MEDIA_TYPES.json:
      return { text: body.toString('utf8') };
    case MEDIA_TYPES.yaml:
      return yamlBody(body.toString('utf8'), strict, expected);
    case MEDIA_TYPES.protobuf:
      return protobufBody(body, expected);
    default:
      throw unknownMediaType();
  }
}

export function unknownMediaType(): ApiError {
  return unsupportedMediaType(
    `the body of the request was in an unknown format - accepted media types include: ${ACCEPTED}`,
  );
}

/** Duplicate keys are warnings of their own, but one error. */
function yamlBody(text: string, strict: boolean, expected: ReadOptions['type']): Body {
  try {
    const { value, duplicates } = parseYaml(text);
    return { json: value, faults: strict && duplicates.length > 0 ? [strictYamlError(duplicates)] : duplicates };
  } catch (error) {
    if (error instanceof YamlError) throw unrecognized(Buffer.from(text), expected, error.message);
    throw error;
  }
}

function protobufBody(bytes: Buffer, expected: ReadOptions['type']): Body {
  try {
    const { apiVersion, kind, json } = decodeProtobuf(bytes, expected);
    return { json: { apiVersion, kind, ...json }, faults: [] };
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    const { named } = error;
    if (!named) throw unrecognized(bytes, expected, error.message);
    const wanted = expected?.kind ?? named.kind;
    throw badRequest(
      `${named.kind} in version ${goQuote(named.apiVersion)} cannot be handled as a ${wanted}: ${error.message}`,
    );
  }
}

/** The body does not even say what it is. */
function unrecognized(body: Buffer, expected: ReadOptions['type'], detail: string): ApiError {
  const wanted = expected ? ` (must be of type ${expected.kind})` : '';
  return badRequest(`the object provided is unrecognized${wanted}: ${detail} (${summariseBody(body)})`);
}
