/** The body of a PATCH: which of the four formats, and its data. */
import { badRequest, statusError } from '../api/errors.ts';
import { parseYaml } from '../api/yaml/parse-yaml.ts';
import { YamlError } from '../api/yaml/yaml-error.ts';
import type { PatchType } from '../client/client.ts';
import type { PatchBody } from '../registry/patch-object.ts';
import { parseMediaType } from './negotiation.ts';
import { flag, type Query } from './query.ts';

const TYPES: readonly PatchType[] = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];

/** Throws 415 for other media types. */
export function readPatch(request: {
  body: Buffer | undefined;
  contentType: string | undefined;
  query: Query;
}): PatchBody {
  const { type } = parseMediaType(request.contentType ?? '');
  const patchType = TYPES.find((known) => known === type);
  if (!patchType) throw statusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
  const text = (request.body ?? Buffer.alloc(0)).toString('utf8');
  const force = flag(request.query, 'force') === true;
  if (patchType !== 'application/apply-patch+yaml') return { type: patchType, body: { text }, force };
  return { type: patchType, body: { json: parseConfiguration(text), faults: [] }, force };
}

function parseConfiguration(text: string): unknown {
  try {
    return parseYaml(text).value;
  } catch (error) {
    if (error instanceof YamlError)
      throw badRequest(`error decoding YAML: error converting YAML to JSON: ${error.message}`);
    throw error;
  }
}
