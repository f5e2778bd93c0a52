/** The name under which a writer owns fields. */
import { invalidObject } from '../../api/errors.ts';
import { required } from '../../api/field-error.ts';

const MAX_BYTES = 128;

/**
 * The manager of a request that names none: the user agent's first word, `kubectl` for `kubectl/v1.36 (linux)`. Without
 * what cannot be printed, at most 128 bytes.
 */
export function defaultManager(userAgent: string): string {
  const slash = userAgent.indexOf('/');
  const prefix = slash < 0 ? userAgent : userAgent.slice(0, slash);
  if (prefix.length <= MAX_BYTES && PLAIN.test(prefix)) return prefix;
  let manager = '';
  let bytes = 0;
  for (const ch of prefix) {
    if (!PRINTABLE.test(ch)) continue;
    bytes += Buffer.byteLength(ch);
    if (bytes > MAX_BYTES) break;
    manager += ch;
  }
  return manager;
}

const PLAIN = /^[ -~]*$/;
const PRINTABLE = /[ \p{L}\p{M}\p{N}\p{P}\p{S}]/u;

/** Apply has no default: throws 422 without a name. */
export function requireManager(fieldManager: string | undefined): string {
  if (fieldManager) return fieldManager;
  throw invalidObject({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [
    required('fieldManager', 'is required for apply patch'),
  ]);
}
