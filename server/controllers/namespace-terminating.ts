import { ApiError } from '../api/errors.ts';

/** Nothing can be created in a namespace that is being deleted: to try again would never help. */
export function isNamespaceTerminating(error: unknown): boolean {
  return (
    error instanceof ApiError && (error.status.details?.causes ?? []).some((c) => c.reason === 'NamespaceTerminating')
  );
}
