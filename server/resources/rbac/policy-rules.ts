import { type FieldError, invalid, required } from '../../api/field-error.ts';
import type { PolicyRule } from '../../api/types.gen.ts';

/** What a role allows: verbs on resources of groups, or on paths, which belong to no namespace. */
export function validatePolicyRule(rule: PolicyRule, options: { namespaced: boolean }, field: string): FieldError[] {
  const { verbs, apiGroups, resources, resourceNames, nonResourceURLs: urls } = rule;
  const errors = verbs?.length ? [] : [required(`${field}.verbs`, 'verbs must contain at least one value')];
  if (urls?.length) {
    const urlField = `${field}.nonResourceURLs`;
    if (options.namespaced) {
      errors.push(invalid(urlField, urls, 'namespaced rules cannot apply to non-resource URLs'));
    }
    if (apiGroups?.length || resources?.length || resourceNames?.length) {
      errors.push(invalid(urlField, urls, 'rules cannot apply to both regular resources and non-resource URLs'));
    }
    return errors;
  }
  if (!apiGroups?.length) {
    errors.push(required(`${field}.apiGroups`, 'resource rules must supply at least one api group'));
  }
  if (!resources?.length) {
    errors.push(required(`${field}.resources`, 'resource rules must supply at least one resource'));
  }
  return errors;
}
