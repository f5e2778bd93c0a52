/** The Status that a fault answers with: what Kubernetes says with that code, unless the fault says it otherwise. */
import { ApiError, MODIFIED_MEANWHILE } from '../api/errors.ts';
import type { Asked } from '../api/exchange.ts';
import type { Status } from '../api/types.gen.ts';
import type { FaultStatus } from '../api/wire-faults.ts';

interface Meaning {
  reason: string;
  message(asked: Asked): string;
}

export function faultStatus(
  { code, reason, message, retryAfter = DEFAULT_WAITS[code] }: FaultStatus,
  asked: Asked,
): ApiError {
  const meaning = MEANINGS[code];
  const details = detailsOf(asked, retryAfter);
  const status: Status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: message ?? meaning?.message(asked) ?? 'an error on the server has been asked for',
    reason: reason ?? reasonOf(code, asked),
    ...(details && { details }),
    code,
  };
  return new ApiError(status, retryAfter === undefined ? {} : { retryAfter });
}

/** In seconds. */
const DEFAULT_WAITS: Readonly<Record<number, number>> = { 429: 1 };

const qualified = ({ resource, group }: Asked) => (group === '' ? resource : `${resource}.${group}`);

const MEANINGS: Readonly<Record<number, Meaning>> = {
  400: { reason: 'BadRequest', message: () => 'the server rejected our request for an unknown reason' },
  401: { reason: 'Unauthorized', message: () => 'Unauthorized' },
  403: { reason: 'Forbidden', message: (asked) => `${qualified(asked)} "${asked.name}" is forbidden` },
  404: { reason: 'NotFound', message: (asked) => `${qualified(asked)} "${asked.name}" not found` },
  409: {
    reason: 'Conflict',
    message: (asked) =>
      asked.verb === 'create'
        ? `${qualified(asked)} "${asked.name}" already exists`
        : `Operation cannot be fulfilled on ${qualified(asked)} "${asked.name}": ${MODIFIED_MEANWHILE}`,
  },
  410: { reason: 'Expired', message: () => 'The resourceVersion for the provided list is too old.' },
  422: { reason: 'Invalid', message: (asked) => `${asked.kind} "${asked.name}" is invalid: <nil>` },
  429: { reason: 'TooManyRequests', message: () => 'too many requests, please try again later.' },
  500: { reason: 'InternalError', message: () => 'Internal error occurred: the fault was asked for' },
  503: { reason: 'ServiceUnavailable', message: () => 'the server is currently unable to handle the request' },
  504: { reason: 'Timeout', message: () => 'Timeout: request did not complete within the allotted timeout' },
};

function reasonOf(code: number, { verb }: Asked): string {
  if (code === 409 && verb === 'create') return 'AlreadyExists';
  return MEANINGS[code]?.reason ?? (code >= 500 ? 'InternalError' : 'BadRequest');
}

function detailsOf({ name, group, resource }: Asked, retryAfter: number | undefined): Status['details'] | undefined {
  const details = {
    ...(name !== '' && { name }),
    ...(group !== '' && { group }),
    ...(resource !== '' && { kind: resource }),
    ...(retryAfter !== undefined && { retryAfterSeconds: retryAfter }),
  };
  return Object.keys(details).length > 0 ? details : undefined;
}
