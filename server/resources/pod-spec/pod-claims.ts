import { duplicate, type FieldError, invalid, required } from '../../api/field-error.ts';
import { dns1123LabelErrors } from '../../api/names.ts';
import { nameIsDnsSubdomain } from '../../api/object-names.ts';
import type { PodResourceClaim } from '../../api/types.gen.ts';
import { invalidFor } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';

export function validatePodClaims(claims: readonly PodResourceClaim[] | undefined, field: string): FieldError[] {
  const names = new Set<string>();
  return validateEach(claims, field, (claim, at) => [
    ...validateClaimName(claim.name ?? '', names, `${at}.name`),
    ...validateOneSource(claim, at),
    ...validateReference(claim.resourceClaimName, `${at}.resourceClaimName`),
    ...validateReference(claim.resourceClaimTemplateName, `${at}.resourceClaimTemplateName`),
  ]);
}

function validateClaimName(name: string, names: Set<string>, field: string): FieldError[] {
  if (name === '') return [required(field)];
  if (names.has(name)) return [duplicate(field, name)];
  names.add(name);
  return invalidFor(field, name, dns1123LabelErrors(name));
}

function validateOneSource(claim: PodResourceClaim, field: string): FieldError[] {
  const direct = claim.resourceClaimName !== undefined;
  if (direct !== (claim.resourceClaimTemplateName !== undefined)) return [];
  const detail = direct
    ? 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified'
    : 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`';
  return [invalid(field, claim, detail)];
}

function validateReference(name: string | undefined, field: string): FieldError[] {
  return name === undefined ? [] : invalidFor(field, name, nameIsDnsSubdomain(name, { prefix: false }));
}
