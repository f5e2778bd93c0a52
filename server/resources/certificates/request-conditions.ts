import { duplicate, type FieldError, forbidden, invalid, notSupported, required } from '../../api/field-error.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from '../../api/types.gen.ts';
import { validateEach } from '../validate-each.ts';

const FINAL = ['Approved', 'Denied', 'Failed'];
const FIELD = 'status.conditions';

/** Decisions stand; only `/approval` may add them. */
export function validateConditionsChange(
  request: CertificateSigningRequest,
  old: CertificateSigningRequest,
  options: { approval: boolean },
): FieldError[] {
  const [now, before] = [request.status?.conditions ?? [], old.status?.conditions ?? []];
  return [
    ...validateConditions(now),
    ...FINAL.flatMap((type) => validateFinal(type, ofType(now, type), ofType(before, type), options)),
  ];
}

function ofType(conditions: readonly CertificateSigningRequestCondition[], type: string) {
  return conditions.filter((condition) => condition.type === type);
}

function validateFinal(
  type: string,
  now: readonly CertificateSigningRequestCondition[],
  before: readonly CertificateSigningRequestCondition[],
  { approval }: { approval: boolean },
): FieldError[] {
  if (now.length < before.length) return [forbidden(FIELD, `updates may not remove a condition of type "${type}"`)];
  if (now.length > before.length) {
    return type === 'Failed' || approval ? [] : [forbidden(FIELD, `updates may not add a condition of type "${type}"`)];
  }
  if (semanticEqual(now, before)) return [];
  return [forbidden(FIELD, `updates may not modify a condition of type "${type}"`)];
}

function validateConditions(conditions: readonly CertificateSigningRequestCondition[]): FieldError[] {
  const seen = new Set<string>();
  return validateEach(conditions, FIELD, ({ type, status }, at) => {
    const errors: FieldError[] = [];
    if (!type) errors.push(required(`${at}.type`));
    if (seen.has(type)) errors.push(duplicate(`${at}.type`, type));
    if (type === 'Approved' && seen.has('Denied')) errors.push(exclusive(at, type, 'Denied'));
    if (type === 'Denied' && seen.has('Approved')) errors.push(exclusive(at, type, 'Approved'));
    seen.add(type);
    return [...errors, ...validateStatus(type, status, `${at}.status`)];
  });
}

function exclusive(field: string, type: string, other: string): FieldError {
  return invalid(`${field}.type`, type, `${other} and ${type} conditions are mutually exclusive`);
}

function validateStatus(type: string, status: string, field: string): FieldError[] {
  const supported = FINAL.includes(type) ? ['True'] : ['True', 'False', 'Unknown'];
  if (!status) return [required(field)];
  return supported.includes(status) ? [] : [notSupported(field, status, supported)];
}
