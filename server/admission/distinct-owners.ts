import { distinctOwners, repeatedOwnersWarning } from '../api/owner-references.ts';
import { defineAdmission } from '../registry/define-admission.ts';

/** An owner that is named twice is kept once, with a warning. */
export const distinctOwnersOnly = defineAdmission({
  name: 'DistinctOwners',
  admit({ object, context }) {
    const references = object?.metadata?.ownerReferences;
    if (!object?.metadata || !references || references.length < 2) return;
    const { distinct, repeated } = distinctOwners(references);
    if (repeated.length === 0) return;
    object.metadata.ownerReferences = distinct;
    context.warn(repeatedOwnersWarning(repeated));
  },
});
