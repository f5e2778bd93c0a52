import { type FieldError, required } from '../../api/field-error.ts';
import { dns1123LabelErrors } from '../../api/names.ts';
import { validateLabels } from '../../api/object-meta-validation.ts';
import { runtimeClasses } from '../../api/resource-types.gen.ts';
import type { RuntimeClass } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { immutable, invalidFor } from '../field-checks.ts';
import { age } from '../table-cells.ts';

export const runtimeClassResource = defineResource<RuntimeClass>(runtimeClasses, {
  requiresResourceVersion: true,
  validate: validateClass,
  validateUpdateAlone: true,
  validateUpdate: (object, old) => immutable('handler', object.handler, old.handler),
  row: (object, context) => [object.metadata.name, object.handler, age(object, context)],
});

function validateClass({ handler, scheduling }: RuntimeClass): FieldError[] {
  return [
    ...invalidFor('handler', handler, dns1123LabelErrors(handler)),
    ...validateLabels(scheduling?.nodeSelector, 'scheduling.nodeSelector'),
    ...(scheduling?.tolerations ?? []).flatMap(({ key, operator }, i) =>
      !key && operator !== 'Exists' ? [required(`scheduling.tolerations[${i}].operator`)] : [],
    ),
  ];
}
