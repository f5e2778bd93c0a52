import { validateAnnotations, validateLabels } from '../../api/object-meta-validation.ts';
import { resourceClaimTemplates } from '../../api/resource-types.gen.ts';
import type { ResourceClaimTemplate } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { immutable } from '../field-checks.ts';
import { age } from '../table-cells.ts';
import { defaultClaimSpec, validateClaimSpec } from './claim-spec.ts';

export const resourceClaimTemplateResource = defineResource<ResourceClaimTemplate>(resourceClaimTemplates, {
  generation: 'none',
  default: ({ spec }) => defaultClaimSpec(spec.spec),
  validate: ({ spec }) => [
    ...validateLabels(spec.metadata?.labels, 'spec.metadata.labels'),
    ...validateAnnotations(spec.metadata?.annotations, 'spec.metadata.annotations'),
    ...validateClaimSpec(spec.spec, 'spec.spec'),
  ],
  validateUpdate: ({ spec }, old) => immutable('spec', spec, old.spec),
  deleteReturnsObject: true,
  row: (template, context) => [template.metadata.name, age(template, context)],
});
