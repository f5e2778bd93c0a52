import { type FieldError, forbidden, invalid, required } from '../../api/field-error.ts';
import { validateLabelSelector } from '../../api/label-selector-validation.ts';
import { validateLabelKey } from '../../api/object-meta-validation.ts';
import { nameIsDnsLabel } from '../../api/object-names.ts';
import type {
  Affinity,
  LabelSelector,
  NodeAffinity,
  PodAffinity,
  PodAffinityTerm,
  WeightedPodAffinityTerm,
} from '../../api/types.gen.ts';
import { invalidFor } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';
import { validateKeysApart } from './match-label-keys.ts';
import { validateNodeSelector, validateNodeSelectorTerm } from './node-selector.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

export function validateAffinity(affinity: Affinity | undefined, field: string): FieldError[] {
  if (!affinity) return [];
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity;
  return [
    ...(nodeAffinity ? validateNodeAffinity(nodeAffinity, `${field}.nodeAffinity`) : []),
    ...(podAffinity ? validatePodAffinity(podAffinity, `${field}.podAffinity`) : []),
    ...(podAntiAffinity ? validatePodAffinity(podAntiAffinity, `${field}.podAntiAffinity`) : []),
  ];
}

function validateNodeAffinity(affinity: NodeAffinity, field: string): FieldError[] {
  const selector = affinity[REQUIRED];
  return [
    ...(selector ? validateNodeSelector(selector, `${field}.${REQUIRED}`) : []),
    ...validateEach(affinity[PREFERRED], `${field}.${PREFERRED}`, ({ weight, preference }, at) => [
      ...validateWeight(weight, `${at}.weight`),
      ...validateNodeSelectorTerm(preference ?? {}, `${at}.preference`, { anyValue: true }),
    ]),
  ];
}

/** Affinity and anti-affinity have the same form. */
function validatePodAffinity(affinity: PodAffinity, field: string): FieldError[] {
  return [
    ...validateEach(affinity[REQUIRED], `${field}.${REQUIRED}`, validateTerm),
    ...validateEach(affinity[PREFERRED], `${field}.${PREFERRED}`, validateWeightedTerm),
  ];
}

function validateWeightedTerm({ weight, podAffinityTerm }: WeightedPodAffinityTerm, field: string): FieldError[] {
  return [
    ...validateWeight(weight, `${field}.weight`),
    ...validateTerm(podAffinityTerm ?? {}, `${field}.podAffinityTerm`),
  ];
}

function validateWeight(weight: number | undefined, field: string): FieldError[] {
  if (weight !== undefined && weight > 0 && weight <= 100) return [];
  return [invalid(field, weight ?? 0, 'must be in the range 1-100')];
}

function validateTerm(term: Partial<PodAffinityTerm>, field: string): FieldError[] {
  const topologyKey = term.topologyKey ?? '';
  return [
    ...validateLabelSelector(term.labelSelector, `${field}.labelSelector`),
    ...validateLabelSelector(term.namespaceSelector, `${field}.namespaceSelector`),
    ...(term.namespaces ?? []).flatMap((name) =>
      invalidFor(`${field}.namespace`, name, nameIsDnsLabel(name, { prefix: false })),
    ),
    ...validateTermKeys(term, field),
    ...(topologyKey === '' ? [required(`${field}.topologyKey`, 'can not be empty')] : []),
    ...validateLabelKey(topologyKey, `${field}.topologyKey`),
  ];
}

function validateTermKeys(term: Partial<PodAffinityTerm>, field: string): FieldError[] {
  const { matchLabelKeys: match = [], mismatchLabelKeys: mismatch = [], labelSelector } = term;
  const detail = 'exists in both matchLabelKeys and mismatchLabelKeys';
  return [
    ...validateKeys(match, labelSelector, `${field}.matchLabelKeys`),
    ...validateKeys(mismatch, labelSelector, `${field}.mismatchLabelKeys`),
    ...validateKeysApart(match, labelSelector, field),
    ...validateEach(match, `${field}.matchLabelKeys`, (key, at) =>
      mismatch.includes(key) ? [invalid(at, key, detail)] : [],
    ),
  ];
}

function validateKeys(keys: readonly string[], selector: LabelSelector | undefined, field: string): FieldError[] {
  if (keys.length === 0) return [];
  if (!selector) return [forbidden(field, 'must not be specified when labelSelector is not set')];
  return validateEach(keys, field, validateLabelKey);
}
