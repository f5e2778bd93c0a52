import type { FieldError } from '../../api/field-error.ts';
import { resourceQuotas } from '../../api/resource-types.gen.ts';
import type { ResourceQuota, ResourceQuotaSpec } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { immutable } from '../field-checks.ts';
import { statusSubresource } from '../subresources.ts';
import { age } from '../table-cells.ts';
import { validateQuotaResourceName, validateResourceAmount } from './quota-resource-names.ts';
import { validateQuotaScopes } from './quota-scopes.ts';

export const resourceQuotaResource = defineResource<ResourceQuota>(resourceQuotas, {
  generation: 'none',
  prepareForCreate: (draft) => {
    draft.status = {};
  },
  validate: validateQuota,
  validateUpdate: (quota, old) => immutable('spec.scopes', sortedScopes(quota.spec), sortedScopes(old.spec)),
  deleteReturnsObject: true,
  row: (quota, context) => [
    quota.metadata.name,
    usageCell(quota, (name) => !name.startsWith('limits.')),
    usageCell(quota, (name) => name.startsWith('limits.')),
    age(quota, context),
  ],
  subresources: {
    status: statusSubresource<ResourceQuota>({ validateUpdate: validateStatus }),
  },
});

function validateQuota(quota: ResourceQuota): FieldError[] {
  return [...validateAmounts('spec.hard', quota.spec?.hard), ...validateQuotaScopes(quota.spec ?? {}, 'spec')];
}

function validateStatus(quota: ResourceQuota): FieldError[] {
  return [...validateAmounts('status.hard', quota.status?.hard), ...validateAmounts('status.used', quota.status?.used)];
}

function validateAmounts(field: string, amounts: Record<string, string> = {}): FieldError[] {
  return Object.entries(amounts).flatMap(([name, amount]) => [
    ...validateQuotaResourceName(`${field}[${name}]`, name),
    ...validateResourceAmount(`${field}[${name}]`, name, amount),
  ]);
}

function sortedScopes(spec: ResourceQuotaSpec | undefined): string[] {
  return [...(spec?.scopes ?? [])].sort();
}

/** `pods: 1/4, requests.cpu: 100m/1`. */
function usageCell({ status }: ResourceQuota, included: (name: string) => boolean): string {
  return Object.entries(status?.hard ?? {})
    .filter(([name]) => included(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, hard]) => `${name}: ${status?.used?.[name] ?? '0'}/${hard}`)
    .join(', ');
}
