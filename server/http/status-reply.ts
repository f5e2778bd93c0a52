/** Any error → the Status that the client gets, and nothing of what should stay inside. */
import { ApiError, badRequest, internalError, requestEntityTooLarge } from '../api/errors.ts';
import type { Logger } from '../lib/logger.ts';
import { unknownMediaType } from './read-body.ts';

export const MAX_BODY_BYTES = 3 * 1024 * 1024;

export function toApiError(error: unknown, log: Logger): ApiError {
  if (error instanceof ApiError) return error;
  const code = (error as { code?: unknown }).code;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return unknownMediaType();
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return requestEntityTooLarge(MAX_BODY_BYTES);
  if (code === 'FST_ERR_BAD_URL') return badRequest('invalid URL escape');
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH' || code === 'ECONNRESET') return badRequest('unexpected EOF');
  log.error({ err: error }, 'request failed');
  return internalError('the server could not complete the request', error);
}
