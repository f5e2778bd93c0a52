import { forbiddenError } from '../../api/errors.ts';
import { type FieldError, invalid } from '../../api/field-error.ts';
import { validateLabelKey, validateQualifiedFinalizer } from '../../api/object-meta-validation.ts';
import { nameIsDnsLabel } from '../../api/object-names.ts';
import { namespaces } from '../../api/resource-types.gen.ts';
import { IMMORTAL_NAMESPACES } from '../../api/system-namespaces.ts';
import type { Namespace } from '../../api/types.gen.ts';
import { defineResource, type PartSubresource } from '../../registry/define-resource.ts';
import { statusSubresource } from '../subresources.ts';
import { age } from '../table-cells.ts';

/** Holds a Namespace until its contents are gone; the namespace controller takes it away through `finalize`. */
const CONTENT_FINALIZER = 'kubernetes';
const NAME_LABEL = 'kubernetes.io/metadata.name';

export const namespaceResource = defineResource(namespaces, {
  validateName: nameIsDnsLabel,
  default: labelWithName,
  prepareForCreate(draft) {
    // Again, as a generated name is known only now.
    labelWithName(draft);
    draft.status = { phase: 'Active' };
    const finalizers = draft.spec.finalizers ?? [];
    if (!finalizers.includes(CONTENT_FINALIZER)) draft.spec.finalizers = [...finalizers, CONTENT_FINALIZER];
  },
  prepareForUpdate(draft, old) {
    draft.spec = { ...old.spec };
  },
  validate: validateFinalizers,
  validateDelete({ metadata }) {
    if (IMMORTAL_NAMESPACES.includes(metadata.name)) {
      throw forbiddenError(namespaces, metadata.name, 'this namespace may not be deleted');
    }
  },
  markDeleted(draft) {
    draft.status = { ...draft.status, phase: 'Terminating' };
    delete draft.metadata.deletionGracePeriodSeconds;
  },
  outlivesDeletion: ({ spec }) => (spec.finalizers?.length ?? 0) > 0,
  generation: 'none',
  selectableFields: { 'status.phase': ({ status }) => status.phase ?? '' },
  row: (namespace, context) => [namespace.metadata.name, namespace.status.phase, age(namespace, context)],
  subresources: { status: statusSubresource({ validateUpdate: validatePhase }), finalize: finalizeSubresource() },
});

/** Selectors can then name a Namespace: the label comes back whatever a writer does. */
function labelWithName({ metadata }: Namespace): void {
  if (metadata.name) metadata.labels = { ...metadata.labels, [NAME_LABEL]: metadata.name };
}

function validatePhase({ metadata, status }: Namespace): FieldError[] {
  const [phase, state] = metadata.deletionTimestamp ? ['Terminating', 'not empty'] : ['Active', 'empty'];
  if (status.phase === phase) return [];
  return [invalid('status.Phase', status.phase ?? '', `may only be '${phase}' if \`deletionTimestamp\` is ${state}`)];
}

/** The only way to change `spec.finalizers`. */
function finalizeSubresource(): PartSubresource<Namespace> {
  return {
    kind: 'part',
    ownedFields: ['spec'],
    prepareForUpdate(draft, old) {
      draft.status = old.status;
    },
    validateUpdate: ({ spec }) =>
      (spec.finalizers ?? []).flatMap((name, i) => validateFinalizer(name, `spec.finalizers[${i}]`)),
  };
}

function validateFinalizers({ spec }: Namespace): FieldError[] {
  return (spec.finalizers ?? []).flatMap((name) => validateFinalizer(name, 'spec.finalizers'));
}

function validateFinalizer(name: string, field: string): FieldError[] {
  return [...validateLabelKey(name, field), ...validateQualifiedFinalizer(name, field)];
}
