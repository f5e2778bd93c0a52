import { duplicate, type FieldError, forbidden, invalid, notSupported, required } from '../../api/field-error.ts';
import { validateLabelSelector } from '../../api/label-selector-validation.ts';
import { validateLabelKey } from '../../api/object-meta-validation.ts';
import type { TopologySpreadConstraint } from '../../api/types.gen.ts';
import { choice } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';
import { validateKeysApart } from './match-label-keys.ts';

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];
const POLICIES = ['Honor', 'Ignore'];
const NOT_POSITIVE = 'must be greater than zero';

export function validateTopologySpread(
  constraints: readonly TopologySpreadConstraint[] | undefined,
  field: string,
): FieldError[] {
  return validateEach(constraints, field, (constraint, at, i) => {
    const { maxSkew = 0, topologyKey, whenUnsatisfiable = '' } = constraint;
    return [
      ...(maxSkew > 0 ? [] : [invalid(`${at}.maxSkew`, maxSkew, NOT_POSITIVE)]),
      ...(topologyKey ? [] : [required(`${at}.topologyKey`, 'can not be empty')]),
      ...(ACTIONS.includes(whenUnsatisfiable)
        ? []
        : [notSupported(`${at}.whenUnsatisfiable`, whenUnsatisfiable, ACTIONS)]),
      ...validateOnlyOne(constraint, (constraints ?? []).slice(i + 1), at),
      ...validateMinDomains(constraint, `${at}.minDomains`),
      ...choice(`${at}.nodeAffinityPolicy`, constraint.nodeAffinityPolicy, POLICIES),
      ...choice(`${at}.nodeTaintsPolicy`, constraint.nodeTaintsPolicy, POLICIES),
      ...validateMatchLabelKeys(constraint, `${at}.matchLabelKeys`),
      ...validateLabelSelector(constraint.labelSelector, `${at}.labelSelector`),
    ];
  });
}

/** Key and action together tell constraints apart. */
function validateOnlyOne(
  { topologyKey, whenUnsatisfiable }: TopologySpreadConstraint,
  others: readonly TopologySpreadConstraint[],
  field: string,
): FieldError[] {
  const same = others.some((c) => c.topologyKey === topologyKey && c.whenUnsatisfiable === whenUnsatisfiable);
  if (!same) return [];
  return [duplicate(`${field}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${whenUnsatisfiable}}`)];
}

function validateMinDomains({ minDomains, whenUnsatisfiable }: TopologySpreadConstraint, field: string): FieldError[] {
  if (minDomains === undefined) return [];
  const errors = minDomains > 0 ? [] : [invalid(field, minDomains, NOT_POSITIVE)];
  if (whenUnsatisfiable === 'DoNotSchedule') return errors;
  const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`;
  return [...errors, invalid(field, minDomains, detail)];
}

function validateMatchLabelKeys(constraint: TopologySpreadConstraint, field: string): FieldError[] {
  const { matchLabelKeys = [], labelSelector } = constraint;
  if (matchLabelKeys.length === 0) return [];
  return [
    ...(labelSelector ? [] : [forbidden(field, 'must not be specified when labelSelector is not set')]),
    ...validateEach(matchLabelKeys, field, validateLabelKey),
    ...validateKeysApart(matchLabelKeys, labelSelector, field),
  ];
}
