import { type ApiError, forbiddenError } from '../api/errors.ts';
import type { AdmissionRequest } from '../registry/define-admission.ts';

/** 403 in the words of admission: an object that has no name yet goes by its generateName. */
export function refused({ type, key, object }: AdmissionRequest, detail: string): ApiError {
  const name = key.name || object?.metadata?.name || object?.metadata?.generateName || '';
  return forbiddenError(type, name, detail);
}
