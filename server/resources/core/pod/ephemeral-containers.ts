import { type FieldError, forbidden, goQuote } from '../../../api/field-error.ts';
import { semanticEqual } from '../../../api/semantic-equal.ts';
import type { ObjectMeta, Pod } from '../../../api/types.gen.ts';
import type { PartSubresource } from '../../../registry/define-resource.ts';
import { MIRROR } from '../../pod-spec/annotations.ts';
import { ALL_METADATA } from '../../subresources.ts';
import { specDiff } from './spec-diff.ts';
import { specOf, validateWholePod } from './validate-pod.ts';
import { validateAnnotationsChange } from './validate-pod-update.ts';

/** Containers for debugging come to a running pod and stay with it. */
export const ephemeralContainers: PartSubresource<Pod> = {
  kind: 'part',
  ownedFields: ['spec.ephemeralContainers'],
  generation: 'spec',
  prepareForUpdate(draft, old) {
    const added = draft.spec?.ephemeralContainers;
    keepEverything(draft, old);
    draft.spec = { ...specOf(old), ephemeralContainers: added };
    if (added === undefined) delete draft.spec.ephemeralContainers;
  },
  validateUpdate: validateEphemeralUpdate,
};

/** Makes the draft what the pod was, for a subresource to put its part into. */
export function keepEverything(draft: Pod, old: Pod): void {
  draft.spec = old.spec;
  draft.status = old.status;
  const metadata = draft.metadata as { -readonly [K in keyof ObjectMeta]: unknown };
  for (const key of ALL_METADATA) {
    if (old.metadata[key] === undefined) delete metadata[key];
    else metadata[key] = old.metadata[key];
  }
}

function validateEphemeralUpdate(pod: Pod, old: Pod): FieldError[] {
  if (old.metadata.annotations?.[MIRROR] !== undefined) {
    return [forbidden('[]', 'static pods do not support ephemeral containers')];
  }
  return [...validateWholePod(pod), ...validateAnnotationsChange(pod, old), ...validateNoneChanged(pod, old)];
}

function validateNoneChanged(pod: Pod, old: Pod): FieldError[] {
  const now = new Map((pod.spec?.ephemeralContainers ?? []).map((container) => [container.name, container]));
  const field = 'spec.ephemeralContainers';
  return (old.spec?.ephemeralContainers ?? []).flatMap((before) => {
    const after = now.get(before.name);
    const which = `existing ephemeral containers ${goQuote(before.name)}`;
    if (!after) return [forbidden(field, `${which} may not be removed\n`)];
    return semanticEqual(after, before)
      ? []
      : [forbidden(field, `${which} may not be changed\n${specDiff(before, after)}`)];
  });
}
