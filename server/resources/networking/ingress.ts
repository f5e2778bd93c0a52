import { type FieldError, invalid } from '../../api/field-error.ts';
import { ingresses } from '../../api/resource-types.gen.ts';
import type { Ingress, IngressRule, IngressStatus } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { statusSubresource } from '../subresources.ts';
import { age } from '../table-cells.ts';
import { validateIngressSpec } from './ingress-spec.ts';
import { validateIngressStatus } from './ingress-status.ts';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

export const ingressResource = defineResource<Ingress>(ingresses, {
  generation: 'spec',
  prepareForCreate: (draft) => {
    draft.status = { loadBalancer: {} };
  },
  validate: (object) => [...validateClassAnnotation(object), ...validateIngressSpec(object.spec, 'spec')],
  validateUpdateAlone: true,
  validateUpdate: ({ spec }) => validateIngressSpec(spec, 'spec'),
  warnings: ({ metadata }, old) =>
    !old && metadata.annotations?.[CLASS_ANNOTATION] !== undefined
      ? [`annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`]
      : [],
  row: (object, context) => [
    object.metadata.name,
    object.spec.ingressClassName ?? '<none>',
    hostsCell(object.spec.rules ?? []),
    addressCell(object.status),
    object.spec.tls?.length ? '80, 443' : '80',
    age(object, context),
  ],
  subresources: { status: statusSubresource<Ingress>({ validateUpdate: validateIngressStatus }) },
});

function validateClassAnnotation({ metadata, spec }: Ingress): FieldError[] {
  const annotation = metadata.annotations?.[CLASS_ANNOTATION];
  if (annotation === undefined || spec.ingressClassName === undefined || annotation === spec.ingressClassName) {
    return [];
  }
  const detail = 'must match `ingressClassName` when both are specified';
  return [invalid(`annotations.${CLASS_ANNOTATION}`, annotation, detail)];
}

const SHOWN_HOSTS = 3;

function hostsCell(rules: readonly IngressRule[]): string {
  const hosts: string[] = [];
  let more = false;
  for (const { host } of rules) {
    if (hosts.length === SHOWN_HOSTS) more = true;
    else if (host) hosts.push(host);
  }
  if (hosts.length === 0) return '*';
  return hosts.join(',') + (more ? ` + ${rules.length - SHOWN_HOSTS} more...` : '');
}

function addressCell(status: IngressStatus | undefined): string {
  const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '');
  return [...new Set(addresses.filter((address) => address !== ''))].sort().join(',');
}
