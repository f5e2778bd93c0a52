/** The bytes of a request, in one of the forms that Kubernetes takes, → data. */
import { badRequest, unsupportedMediaType } from '../api/errors.ts';
import { parseYaml, strictYamlError } from '../api/yaml/parse-yaml.ts';
import { YamlError } from '../api/yaml/yaml-error.ts';
import type { Body } from '../registry/request.ts';
import { MEDIA_TYPES, parseMediaType } from './negotiation.ts';

const ACCEPTED = Object.values(MEDIA_TYPES).join(', ');
const NOTHING = Buffer.alloc(0);

/** Throws 415 for other media types and 400 for what cannot be read; no media type means JSON. */
export function readBody(bytes: Buffer | undefined, contentType: string | undefined, strict: boolean): Body {
  const body = bytes ?? NOTHING;
  const { type } = parseMediaType(contentType ?? '');
  switch (contentType === undefined || contentType === '' ? MEDIA_TYPES.json : type) {
    case MEDIA_TYPES.json:
      return { text: body.toString('utf8') };
    case MEDIA_TYPES.yaml:
      return yamlBody(body.toString('utf8'), strict);
    default:
      throw unsupportedMediaType(
        `the body of the request was in an unknown format - accepted media types include: ${ACCEPTED}`,
      );
  }
}

/** Duplicate keys are warnings of their own, but one error. */
function yamlBody(text: string, strict: boolean): Body {
  try {
    const { value, duplicates } = parseYaml(text);
    return { json: value, faults: strict && duplicates.length > 0 ? [strictYamlError(duplicates)] : duplicates };
  } catch (error) {
    if (error instanceof YamlError) throw badRequest(`error converting YAML to JSON: ${error.message}`);
    throw error;
  }
}
