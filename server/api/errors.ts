import type { FieldError } from './field-error.ts';
import type { Status } from './types.gen.ts';

/** The only error that crosses the API: it carries the Status that the client gets. */
export class ApiError extends Error {
  readonly status: Status;
  /** Seconds a client should wait before it tries again, sent as a Retry-After header. */
  readonly retryAfter?: number;

  constructor(status: Status, options?: { retryAfter?: number; cause?: unknown }) {
    super(status.message ?? status.reason ?? 'error', { cause: options?.cause });
    this.name = 'ApiError';
    this.status = status;
    if (options?.retryAfter !== undefined) this.retryAfter = options.retryAfter;
  }

  get code(): number {
    return this.status.code ?? 500;
  }

  get reason(): string {
    return this.status.reason ?? '';
  }
}

/** A resource as error messages name it: `services`, `deployments.apps`. */
export interface ResourceName {
  group: string;
  plural: string;
}

interface KindName {
  group: string;
  kind: string;
}

function failure(code: number, reason: string, message: string, details?: Status['details']): Status {
  const status: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message };
  if (reason !== '') status.reason = reason;
  if (details) status.details = details;
  status.code = code;
  return status;
}

export function qualifiedResource({ group, plural }: ResourceName): string {
  return group === '' ? plural : `${plural}.${group}`;
}

export function qualifiedKind({ group, kind }: KindName): string {
  return group === '' ? kind : `${kind}.${group}`;
}

function resourceDetails({ group, plural }: ResourceName, name: string): NonNullable<Status['details']> {
  return { ...(name !== '' && { name }), ...(group !== '' && { group }), kind: plural };
}

export function badRequest(message: string): ApiError {
  return new ApiError(failure(400, 'BadRequest', message));
}

export function unauthorized(message = 'Unauthorized'): ApiError {
  return new ApiError(failure(401, 'Unauthorized', message));
}

export function forbiddenError(resource: ResourceName, name: string, detail: string): ApiError {
  const target = name === '' ? '' : ` "${name}"`;
  const message = `${qualifiedResource(resource)}${target} is forbidden: ${detail}`;
  return new ApiError(failure(403, 'Forbidden', message, resourceDetails(resource, name)));
}

export function notFound(resource: ResourceName, name: string): ApiError {
  const message = `${qualifiedResource(resource)} "${name}" not found`;
  return new ApiError(failure(404, 'NotFound', message, resourceDetails(resource, name)));
}

/** The path leads nowhere in a group and version that exist. */
export function unknownResource(): ApiError {
  return new ApiError(failure(404, 'NotFound', 'the server could not find the requested resource', {}));
}

export function methodNotAllowed(message: string): ApiError {
  return new ApiError(failure(405, 'MethodNotAllowed', message, {}));
}

export function notAcceptable(accepted: readonly string[]): ApiError {
  const message = `only the following media types are accepted: ${accepted.join(', ')}`;
  return new ApiError(failure(406, 'NotAcceptable', message));
}

export function alreadyExists(resource: ResourceName, name: string): ApiError {
  const message = `${qualifiedResource(resource)} "${name}" already exists`;
  return new ApiError(failure(409, 'AlreadyExists', message, resourceDetails(resource, name)));
}

export function conflict(resource: ResourceName, name: string, detail: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualifiedResource(resource)} "${name}": ${detail}`;
  return new ApiError(failure(409, 'Conflict', message, resourceDetails(resource, name)));
}

export const MODIFIED_MEANWHILE =
  'the object has been modified; please apply your changes to the latest version and try again';

export function expired(message: string): ApiError {
  return new ApiError(failure(410, 'Expired', message));
}

export function requestEntityTooLarge(limit: number): ApiError {
  return new ApiError(failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limit}`));
}

/** Kubernetes has no reason for it: Go's server answers before it. */
export function requestHeaderFieldsTooLarge(): ApiError {
  return new ApiError(failure(431, '', 'Request Header Fields Too Large'));
}

export function unsupportedMediaType(message: string): ApiError {
  return new ApiError(failure(415, 'UnsupportedMediaType', message));
}

/** 422 with one cause a field error; `kind` is the object's kind and group. */
export function invalidObject(kind: KindName, name: string, errors: readonly FieldError[]): ApiError {
  const causes = errors.map((e) => ({ reason: e.reason, message: e.message, field: e.field }));
  const texts = [...new Set(errors.map((e) => `${e.field}: ${e.message}`))];
  const summary = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const message = `${qualifiedKind(kind)} "${name}" is invalid: ${errors.length === 0 ? '<nil>' : summary}`;
  return new ApiError(
    failure(422, 'Invalid', message, {
      ...(name !== '' && { name }),
      ...(kind.group !== '' && { group: kind.group }),
      kind: kind.kind,
      ...(causes.length > 0 && { causes }),
    }),
  );
}

export function tooManyRequests(message: string, retryAfter: number): ApiError {
  const details = { retryAfterSeconds: retryAfter };
  return new ApiError(failure(429, 'TooManyRequests', message, details), { retryAfter });
}

/** The client sees this text: pass the cause apart, it goes to the log only. */
export function internalError(text: string, cause?: unknown): ApiError {
  const status = failure(500, 'InternalError', `Internal error occurred: ${text}`, { causes: [{ message: text }] });
  return new ApiError(status, { cause });
}

export function serviceUnavailable(message: string): ApiError {
  return new ApiError(failure(503, 'ServiceUnavailable', message));
}

/** Any other Status, for the few answers that fit no maker above. An empty reason is left out. */
export function statusError(code: number, reason: string, message: string, details?: Status['details']): ApiError {
  return new ApiError(failure(code, reason, message, details));
}

export function isReason(error: unknown, reason: string): error is ApiError {
  return error instanceof ApiError && error.reason === reason;
}

export const isNotFound = (error: unknown): error is ApiError => isReason(error, 'NotFound');
export const isConflict = (error: unknown): error is ApiError => isReason(error, 'Conflict');
export const isAlreadyExists = (error: unknown): error is ApiError => isReason(error, 'AlreadyExists');
export const isExpired = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.reason === 'Expired' || error.reason === 'Gone');
