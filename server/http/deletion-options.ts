/** How an object is to be deleted: from the body where there is one, else from the query. */
import { badRequest, invalidObject } from '../api/errors.ts';
import { goQuote, notSupported } from '../api/field-error.ts';
import { DecodeError, decode } from '../api/schema/decode.ts';
import { JsonSyntaxError, parseJson } from '../api/schema/parse-json.ts';
import { schemaOf } from '../api/schema/schemas.ts';
import type { DeletionOptions } from '../registry/delete.ts';
import { integer, type Query, text } from './query.ts';
import { readBody } from './read-body.ts';

interface RawDeleteOptions {
  gracePeriodSeconds?: number;
  propagationPolicy?: string;
  orphanDependents?: boolean;
  preconditions?: { uid?: string; resourceVersion?: string };
  dryRun?: string[];
}

/** Where there is a body, the query is not looked at. Throws 400 and 422. */
export function deletionOptions(request: {
  body: Buffer | undefined;
  contentType: string | undefined;
  query: Query;
}): DeletionOptions {
  const { body, query } = request;
  const raw = body && body.length > 0 ? fromBody(body, request.contentType) : fromQuery(query);
  const { dryRun = [] } = raw;
  if (dryRun.some((value) => value !== 'All')) {
    const kind = { group: 'meta.k8s.io', kind: 'DeleteOptions' };
    throw invalidObject(kind, '', [notSupported('dryRun', dryRun, ['All'])]);
  }
  return { ...raw, dryRun: dryRun.length > 0 };
}

function fromQuery(query: Query): RawDeleteOptions {
  const gracePeriodSeconds = integer(query, 'gracePeriodSeconds');
  const propagationPolicy = text(query, 'propagationPolicy');
  const orphan = text(query, 'orphanDependents');
  return {
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(propagationPolicy && { propagationPolicy }),
    ...(orphan && { orphanDependents: orphan !== 'false' && orphan !== '0' }),
    dryRun: query.getAll('dryRun').filter((value) => value !== ''),
  };
}

function fromBody(bytes: Buffer, contentType: string | undefined): RawDeleteOptions {
  const body = readBody(bytes, contentType, { type: { apiVersion: 'v1', kind: 'DeleteOptions' } });
  try {
    const json = 'text' in body ? parseJson(body.text) : body.json;
    checkKind(json);
    return decode(schemaOf({ group: '', version: 'v1', kind: 'DeleteOptions' }), json).value as RawDeleteOptions;
  } catch (error) {
    if (error instanceof JsonSyntaxError)
      throw badRequest(`couldn't get version/kind; json parse error: ${error.message}`);
    if (error instanceof DecodeError) throw badRequest(error.message);
    throw error;
  }
}

const SCHEME = 'pkg/apis/meta/internalversion/scheme/register.go:27';

function checkKind(json: unknown): void {
  const { kind, apiVersion } = (json ?? {}) as { kind?: unknown; apiVersion?: unknown };
  if (typeof kind !== 'string' || kind === '' || kind === 'DeleteOptions') return;
  const version = typeof apiVersion === 'string' ? apiVersion : '';
  throw badRequest(
    `no kind ${goQuote(kind)} is registered for version ${goQuote(version)} in scheme ${goQuote(SCHEME)}`,
  );
}
