import { type FieldError, forbidden, notSupported, required, tooLong } from '../../api/field-error.ts';
import { dns1123LabelErrors } from '../../api/names.ts';
import { ingressClasses } from '../../api/resource-types.gen.ts';
import type { IngressClass, IngressClassParametersReference, IngressClassSpec } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { validateDomainPath } from '../domain-path.ts';
import { immutable, invalidFor } from '../field-checks.ts';
import { age } from '../table-cells.ts';
import { validateTypedReference } from '../typed-reference.ts';

const MAX_CONTROLLER = 250;

export const ingressClassResource = defineResource<IngressClass>(ingressClasses, {
  generation: 'spec',
  default: (draft) => {
    if (draft.spec?.parameters) draft.spec.parameters.scope ??= 'Cluster';
  },
  validate: ({ spec }) => validateSpec(spec ?? {}, 'spec'),
  validateUpdateAlone: true,
  validateUpdate: ({ spec }, old) => [
    ...immutable('spec.controller', spec?.controller, old.spec?.controller),
    ...validateSpec(spec ?? {}, 'spec'),
  ],
  row: (object, context) => [
    object.metadata.name,
    object.spec?.controller ?? '',
    parametersCell(object.spec?.parameters),
    age(object, context),
  ],
});

function validateSpec({ controller = '', parameters }: IngressClassSpec, field: string): FieldError[] {
  return [
    ...(controller.length > MAX_CONTROLLER ? [tooLong(`${field}.controller`, MAX_CONTROLLER)] : []),
    ...validateDomainPath(`${field}.controller`, controller),
    ...(parameters ? validateParameters(parameters, `${field}.parameters`) : []),
  ];
}

function validateParameters(parameters: IngressClassParametersReference, field: string): FieldError[] {
  const { scope, namespace } = parameters;
  const errors = validateTypedReference(parameters, field);
  if (scope === undefined) return [...errors, required(`${field}.scope`)];
  if (scope === 'Cluster') {
    return namespace === undefined
      ? errors
      : [...errors, forbidden(`${field}.namespace`, "`parameters.scope` is set to 'Cluster'")];
  }
  if (scope !== 'Namespace') return [...errors, notSupported(`${field}.scope`, scope, ['Cluster', 'Namespace'])];
  if (!namespace) return [...errors, required(`${field}.namespace`, "`parameters.scope` is set to 'Namespace'")];
  return [...errors, ...invalidFor(`${field}.namespace`, namespace, dns1123LabelErrors(namespace))];
}

/** `Params.example.com/name` */
function parametersCell(parameters: IngressClassParametersReference | undefined): string {
  if (!parameters) return '<none>';
  const { apiGroup, kind, name } = parameters;
  return `${kind}${apiGroup ? `.${apiGroup}` : ''}/${name}`;
}
