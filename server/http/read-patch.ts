/** The body of a PATCH: which of the four formats, and its data. */
import { badRequest, statusError } from '../api/errors.ts';
import { parseYaml } from '../api/yaml/parse-yaml.ts';
import { YamlError } from '../api/yaml/yaml-error.ts';
import { PATCH_FORMATS } from '../registry/patch/apply-patch.ts';
import type { PatchBody } from '../registry/patch-object.ts';
import type { Body } from '../registry/request.ts';
import { parseMediaType } from './negotiation.ts';
import { flag, type Query } from './query.ts';

/** Throws 415 for other media types, and 400 for a configuration that is no YAML. */
export function readPatch(request: {
  body: Buffer | undefined;
  contentType: string | undefined;
  query: Query;
}): PatchBody {
  const { contentType = '' } = request;
  const format = formatOf(contentType) ?? formatOf(parseMediaType(contentType).type);
  if (!format) throw statusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
  const text = (request.body ?? Buffer.alloc(0)).toString('utf8');
  const force = flag(request.query, 'force') === true;
  if (format !== 'apply') return { format, body: { text }, force };
  return { format, body: configurationOf(text), force };
}

function formatOf(type: string): PatchBody['format'] | undefined {
  return Object.hasOwn(PATCH_FORMATS, type) ? PATCH_FORMATS[type] : undefined;
}

function configurationOf(text: string): Body {
  const { value, duplicates } = readYaml(text);
  const found = Array.isArray(value) ? 'array' : value === null ? 'object' : typeof value;
  if (found === 'object') return { json: value, faults: duplicates };
  const type = found === 'boolean' ? 'bool' : found;
  throw badRequest(
    `error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${type} into Go value of type map[string]interface {}`,
  );
}

function readYaml(text: string): ReturnType<typeof parseYaml> {
  try {
    return parseYaml(text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw badRequest(`error decoding YAML: error converting YAML to JSON: ${error.message}`);
  }
}
