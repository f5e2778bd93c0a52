import { type FieldError, invalid, required } from '../../api/field-error.ts';
import type { ResourceQuotaSpec, ScopedResourceSelectorRequirement } from '../../api/types.gen.ts';

const EXISTS_ONLY: readonly string[] = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'CrossNamespacePodAffinity',
];
const SCOPES: readonly string[] = [...EXISTS_ONLY, 'PriorityClass', 'VolumeAttributesClass'];
const CONFLICTS = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
];
const POD_COMPUTE = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory', 'pods'];

/** The scopes of a quota: known ones, that do not exclude each other, and only for what they can be said of. */
export function validateQuotaScopes(spec: ResourceQuotaSpec, field: string): FieldError[] {
  return [...validateScopes(spec, `${field}.scopes`), ...validateSelector(spec, `${field}.scopeSelector`)];
}

function validateScopes(spec: ResourceQuotaSpec, field: string): FieldError[] {
  const scopes: readonly string[] = spec.scopes ?? [];
  const errors = scopes.flatMap((scope) => [
    ...(SCOPES.includes(scope) ? [] : [invalid(field, scopes, 'unsupported scope')]),
    ...unsuitable(spec, scope).map(() => invalid(field, scopes, 'unsupported scope applied to resource')),
  ]);
  const conflicts = CONFLICTS.filter((pair) => pair.every((scope) => scopes.includes(scope)));
  return [...errors, ...conflicts.map(() => invalid(field, scopes, 'conflicting scopes'))];
}

/** The limited resources that a scope says nothing of. */
function unsuitable(spec: ResourceQuotaSpec, scope: string): string[] {
  return Object.keys(spec.hard ?? {}).filter((name) => !name.includes('/') && !suits(scope, name));
}

function suits(scope: string, name: string): boolean {
  if (scope === 'BestEffort') return name === 'pods';
  if (scope === 'VolumeAttributesClass') return name === 'persistentvolumeclaims' || name === 'requests.storage';
  return !SCOPES.includes(scope) || POD_COMPUTE.includes(name) || name.startsWith('hugepages-');
}

function validateSelector(spec: ResourceQuotaSpec, field: string): FieldError[] {
  return (spec.scopeSelector?.matchExpressions ?? []).flatMap((requirement) => [
    ...(SCOPES.includes(requirement.scopeName)
      ? []
      : [invalid(`${field}.matchExpressions.scopeName`, requirement.scopeName, 'unsupported scope')]),
    ...unsuitable(spec, requirement.scopeName).map(() =>
      invalid(`${field}.matchExpressions`, spec.scopeSelector, 'unsupported scope applied to resource'),
    ),
    ...validateRequirement(requirement, `${field}.matchExpressions`),
  ]);
}

const EXISTS_TEXT =
  "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

function validateRequirement(requirement: ScopedResourceSelectorRequirement, field: string): FieldError[] {
  const { scopeName, operator, values = [] } = requirement;
  const errors: FieldError[] = [];
  if (EXISTS_ONLY.includes(scopeName) && operator !== 'Exists') {
    errors.push(invalid(`${field}.operator`, operator, EXISTS_TEXT));
  }
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length > 0) return errors;
      return [
        ...errors,
        required(`${field}.values`, "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"),
      ];
    case 'Exists':
    case 'DoesNotExist':
      if (values.length === 0) return errors;
      return [
        ...errors,
        invalid(
          `${field}.values`,
          values,
          "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector",
        ),
      ];
    default:
      return [...errors, invalid(`${field}.operator`, operator, 'not a valid selector operator')];
  }
}
