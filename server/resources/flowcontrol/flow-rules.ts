/** Which requests a flow schema takes: who sends them, and what they are for. */
import { type FieldError, invalid, notSupported, required } from '../../api/field-error.ts';
import type {
  FlowcontrolV1Subject,
  NonResourcePolicyRule,
  PolicyRulesWithSubjects,
  ResourcePolicyRule,
} from '../../api/types.gen.ts';
import { validateEach } from '../validate-each.ts';

export function validateFlowRule(rule: PolicyRulesWithSubjects, field: string): FieldError[] {
  const { subjects, resourceRules, nonResourceRules } = rule;
  const errors = subjects?.length
    ? validateEach(subjects, `${field}.subjects`, validateSubject)
    : [required(`${field}.subjects`, 'subjects must contain at least one value')];
  if (!resourceRules?.length && !nonResourceRules?.length) {
    errors.push(required(field, 'at least one of resourceRules and nonResourceRules has to be non-empty'));
  }
  return [
    ...errors,
    ...validateEach(resourceRules, `${field}.resourceRules`, validateResourceRule),
    ...validateEach(nonResourceRules, `${field}.nonResourceRules`, validatePathRule),
  ];
}

const SUBJECTS = { Group: 'group', ServiceAccount: 'serviceAccount', User: 'user' } as const;

function validateSubject(subject: FlowcontrolV1Subject, field: string): FieldError[] {
  const part = Object.hasOwn(SUBJECTS, subject.kind) ? SUBJECTS[subject.kind as keyof typeof SUBJECTS] : undefined;
  if (!part) return [notSupported(`${field}.kind`, subject.kind, Object.keys(SUBJECTS))];
  const about = subject[part];
  if (!about) return [required(`${field}.${part}`, `${part} is required when subject kind is '${subject.kind}'`)];
  const errors = about.name ? [] : [required(`${field}.${part}.name`)];
  if ('namespace' in about && !about.namespace) {
    errors.push(required(`${field}.serviceAccount.namespace`, 'must specify namespace for service account'));
  }
  return errors;
}

function validateResourceRule(rule: ResourcePolicyRule, field: string): FieldError[] {
  const { verbs, apiGroups, resources, namespaces, clusterScope } = rule;
  const errors = [
    ...starsAlone(verbs, `${field}.verbs`, 'verbs must contain at least one value', 'verbs'),
    ...starsAlone(apiGroups, `${field}.apiGroups`, 'resource rules must supply at least one api group', 'api groups'),
    ...starsAlone(resources, `${field}.resources`, 'resource rules must supply at least one resource', 'resources'),
  ];
  if (!namespaces?.length && !clusterScope) {
    const detail = 'resource rules that are not cluster scoped must supply at least one namespace';
    errors.push(required(`${field}.namespaces`, detail));
  }
  if (namespaces?.includes('*') && namespaces.length > 1) {
    errors.push(invalid(`${field}.namespaces`, namespaces, "if '*' is present, must not specify other namespaces"));
  }
  return errors;
}

function validatePathRule({ verbs, nonResourceURLs: urls }: NonResourcePolicyRule, field: string): FieldError[] {
  return [
    ...starsAlone(verbs, `${field}.verbs`, 'verbs must contain at least one value', 'verbs'),
    ...starsAlone(
      urls,
      `${field}.nonResourceURLs`,
      'nonResourceURLs must contain at least one value',
      'non-resource URLs',
    ),
  ];
}

function starsAlone(values: string[] | undefined, field: string, missing: string, what: string): FieldError[] {
  if (!values?.length) return [required(field, missing)];
  if (!values.includes('*') || values.length === 1) return [];
  return [invalid(field, values, `if '*' is present, must not specify other ${what}`)];
}
