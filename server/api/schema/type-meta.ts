import { jsonTypeName } from './decode-scalar.ts';
import { DecodeError } from './decode-state.ts';

/** Where Go looks for the kind first, before it knows the type. */
const GO_TYPE_META =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/**
 * The kind that a JSON value says it is; empty texts where it says nothing. Kubernetes does not mind the case of the
 * two names here. Throws a DecodeError with Go's text.
 */
export function typeMetaOf(json: unknown): { apiVersion: string; kind: string } {
  const meta = { apiVersion: '', kind: '' };
  if (json === null) return meta;
  if (typeof json !== 'object' || Array.isArray(json)) {
    throw new DecodeError(`json: cannot unmarshal ${jsonTypeName(json)} into Go value of type ${GO_TYPE_META}`);
  }
  for (const [key, value] of Object.entries(json)) {
    const name = NAMES.get(key.toLowerCase());
    if (name === undefined || value === null) continue;
    if (typeof value !== 'string') {
      throw new DecodeError(
        `json: cannot unmarshal ${jsonTypeName(value)} into Go struct field .${name} of type string`,
      );
    }
    meta[name] = value;
  }
  return meta;
}

const NAMES: ReadonlyMap<string, 'apiVersion' | 'kind'> = new Map([
  ['apiversion', 'apiVersion'],
  ['kind', 'kind'],
]);

const SUMMARY_LENGTH = 30;

/** How Kubernetes quotes a body that it cannot read: as text when it looks like JSON, as hex otherwise. */
export function summariseBody(body: Uint8Array): string {
  if (body.length === 0) return '<empty>';
  const start = Buffer.from(body.subarray(0, SUMMARY_LENGTH)).toString(body[0] === 0x7b ? 'utf8' : 'hex');
  return body.length > SUMMARY_LENGTH ? `${start} ...` : start;
}
