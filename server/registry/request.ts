/** Who asks, and what they say about the way a write is done. */

import type { AccessQuestion } from '../api/authorization.ts';
import { invalidObject } from '../api/errors.ts';
import { invalid, notSupported } from '../api/field-error.ts';
import type { UserInfo } from '../api/types.gen.ts';
import type { WriteContext } from './define-resource.ts';
import type { Registry } from './registry.ts';

export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

export interface WriteOptions {
  dryRun: boolean;
  /** The name under which field ownership is kept. */
  fieldManager: string;
  fieldValidation: FieldValidation;
}

export interface Requester {
  user: UserInfo;
  /** Whether the user may do something else, too. Without it everything. */
  allows?: ((question: AccessQuestion) => boolean) | undefined;
  /** Collects the texts of Warning headers. */
  warn(text: string): void;
}

/**
 * What a write brings: a JSON text, or data that came in another form with what was wrong with that (`faults`, such as
 * a key that is set twice in YAML).
 */
export type Body = { text: string } | { json: unknown; faults: readonly string[] };

export function writeContext(registry: Registry, requester: Requester, dryRun: boolean): WriteContext {
  return {
    now: registry.clock.now(),
    dryRun,
    user: requester.user,
    allows: requester.allows,
    objects: registry.objects,
    warn: requester.warn,
  };
}

const OPTION_KINDS = {
  create: 'CreateOptions',
  update: 'UpdateOptions',
  patch: 'PatchOptions',
  delete: 'DeleteOptions',
};

const NOTHING_SAID = Object.freeze({ dryRun: false, fieldValidation: 'Warn' } as const);

/** Throws 422 for options that Kubernetes refuses. */
export function checkedWriteOptions(
  verb: keyof typeof OPTION_KINDS,
  raw: { dryRun: readonly string[]; fieldManager: string | undefined; fieldValidation: string | undefined },
): { dryRun: boolean; fieldValidation: FieldValidation } {
  const { fieldManager = '', fieldValidation = '' } = raw;
  if (raw.dryRun.length === 0 && fieldManager === '' && fieldValidation === '') return NOTHING_SAID;
  const errors = [
    ...(raw.dryRun.length > 0 && raw.dryRun.some((value) => value !== 'All')
      ? [notSupported('dryRun', raw.dryRun, ['All'])]
      : []),
    ...(fieldManager.length > 128 ? [invalid('fieldManager', fieldManager, 'may not be more than 128 bytes')] : []),
    ...(['', 'Ignore', 'Strict', 'Warn'].includes(fieldValidation)
      ? []
      : [notSupported('fieldValidation', fieldValidation, ['', 'Ignore', 'Strict', 'Warn'])]),
  ];
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: OPTION_KINDS[verb] }, '', errors);
  return { dryRun: raw.dryRun.length > 0, fieldValidation: (fieldValidation || 'Warn') as FieldValidation };
}
