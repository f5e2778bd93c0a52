/** What was sent and answered, as objects: in JSON, whatever it came in. */
import { Buffer } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import type { Asked, Exchange } from '../api/exchange.ts';
import { decodeProtobuf } from '../api/protobuf/decode.ts';
import { DecodeError, decode } from '../api/schema/decode.ts';
import { findSchema } from '../api/schema/schemas.ts';
import { parseYaml } from '../api/yaml/parse-yaml.ts';

export type Body = Readonly<Record<string, unknown>>;

/** Patches as they are; other objects with kind, defaults and in Kubernetes' order. Undefined for what is no object. */
export function requestObject({ asked, requestBody }: Exchange): unknown {
  if (!requestBody || requestBody.length === 0 || asked.resource === '') return undefined;
  const body = bodyIn(requestBody);
  return asked.verb === 'patch' ? body : isObject(body) ? withDefaults(body, asked) : undefined;
}

/** The Status of refusals, too. */
export function responseObject({ asked, responseBody }: Exchange): Body | undefined {
  if (!responseBody || asked.resource === '') return undefined;
  const body = bodyIn(responseBody);
  return isObject(body) && typeof body.kind === 'string' ? body : undefined;
}

export function withoutManagedFields(body: unknown): unknown {
  if (!isObject(body)) return body;
  const { metadata, items, rows } = body;
  return {
    ...body,
    ...(isObject(metadata) && { metadata: { ...metadata, managedFields: undefined } }),
    ...(Array.isArray(items) && { items: items.map(withoutManagedFields) }),
    ...(Array.isArray(rows) && { rows: rows.map((row) => ({ ...row, object: withoutManagedFields(row.object) })) }),
  };
}

const PROTOBUF = Buffer.from('k8s\0');
const GZIP = Buffer.from([0x1f, 0x8b]);

function bodyIn(bytes: Uint8Array): unknown {
  const given = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const plain = given.subarray(0, 2).equals(GZIP) ? gunzipSync(given) : given;
    if (plain.subarray(0, 4).equals(PROTOBUF)) return protobufBody(plain);
    const text = plain.toString('utf8');
    return /^\s*[[{]/.test(text) ? JSON.parse(text) : parseYaml(text).value;
  } catch {
    // What nobody can read was refused.
    return undefined;
  }
}

function protobufBody(bytes: Buffer): Body {
  const { apiVersion, kind, json } = decodeProtobuf(bytes);
  return { kind, apiVersion, ...json };
}

function withDefaults(body: Body, asked: Asked): Body | undefined {
  const group = asked.group === '' ? asked.version : `${asked.group}/${asked.version}`;
  const { kind = kindOf(asked), apiVersion = group, ...rest } = body;
  if (typeof kind !== 'string' || typeof apiVersion !== 'string') return body;
  const [version = '', ...groups] = apiVersion.split('/').reverse();
  const schema = findSchema({ group: groups.join('/'), version, kind });
  if (!schema) return { kind, apiVersion, ...rest };
  try {
    const { kind: _kind, apiVersion: _apiVersion, ...value } = decode(schema, body).value;
    return { kind, apiVersion, ...value };
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** Undefined for parts that are of another kind than the whole: those say it. */
function kindOf({ verb, kind, subresource }: Asked): string | undefined {
  if (verb === 'delete' || verb === 'deletecollection') return 'DeleteOptions';
  return subresource === '' || subresource === 'status' ? kind : undefined;
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
