import { type FieldError, invalid, required } from '../../api/field-error.ts';
import { dns1123LabelErrors } from '../../api/names.ts';
import { validateAnnotations, validateLabels } from '../../api/object-meta-validation.ts';
import type {
  RollingUpdateStatefulSetStrategy,
  StatefulSetSpec,
  StatefulSetUpdateStrategy,
} from '../../api/types.gen.ts';
import { validateEndlessPods } from '../endless-pods.ts';
import { choice, invalidFor, nonNegative } from '../field-checks.ts';
import { amountOf, validateAtMostAll, validateIntOrPercent } from '../int-or-percent.ts';
import { checkRequiredSelector, isEmptySelector, validateTemplateLabels } from '../label-selector-rules.ts';
import { validatePodAnnotations } from '../pod-spec/annotations.ts';

export function validateStatefulSetSpec(spec: StatefulSetSpec | undefined, field: string): FieldError[] {
  return [
    ...validatePolicy(spec?.podManagementPolicy, `${field}.podManagementPolicy`),
    ...validateUpdateStrategy(spec?.updateStrategy ?? {}, `${field}.updateStrategy`),
    ...validateRetention(spec, `${field}.persistentVolumeClaimRetentionPolicy`),
    ...nonNegative(`${field}.replicas`, spec?.replicas),
    ...nonNegative(`${field}.minReadySeconds`, spec?.minReadySeconds),
    ...nonNegative(`${field}.ordinals.start`, spec?.ordinals?.start),
    ...validateSelectorAndTemplate(spec, field),
    ...validateEndlessPods(spec?.template?.spec, `${field}.template.spec`, 'StatefulSet'),
  ];
}

export function validateServiceName(name: string | undefined, field: string): FieldError[] {
  return name ? invalidFor(field, name, dns1123LabelErrors(name)) : [];
}

function validatePolicy(policy: string | undefined, field: string): FieldError[] {
  if (!policy) return [required(field)];
  if (policy === 'OrderedReady' || policy === 'Parallel') return [];
  return [invalid(field, policy, "must be 'OrderedReady' or 'Parallel'")];
}

function validateUpdateStrategy({ type, rollingUpdate }: StatefulSetUpdateStrategy, field: string): FieldError[] {
  const update = `${field}.rollingUpdate`;
  switch (type) {
    case undefined:
      return [required(field)];
    case 'OnDelete':
      if (!rollingUpdate) return [];
      return [invalid(update, goRollingUpdate(rollingUpdate), "only allowed for updateStrategy 'RollingUpdate'")];
    case 'RollingUpdate':
      return rollingUpdate ? validateRollingUpdate(rollingUpdate, update) : [];
    default: {
      const shown = { Type: type, RollingUpdate: goRollingUpdate(rollingUpdate) };
      return [invalid(field, shown, "must be 'RollingUpdate' or 'OnDelete'")];
    }
  }
}

function goRollingUpdate(update: RollingUpdateStatefulSetStrategy | undefined): unknown {
  return update ? { Partition: update.partition ?? 0, MaxUnavailable: update.maxUnavailable ?? null } : null;
}

function validateRollingUpdate(update: RollingUpdateStatefulSetStrategy, field: string): FieldError[] {
  const errors = nonNegative(`${field}.partition`, update.partition);
  const { maxUnavailable } = update;
  if (maxUnavailable === undefined) return errors;
  errors.push(...validateIntOrPercent(`${field}.maxUnavailable`, maxUnavailable));
  if (amountOf(maxUnavailable) === 0) errors.push(invalid(`${field}.maxUnavailable`, maxUnavailable, 'cannot be 0'));
  return [...errors, ...validateAtMostAll(`${field}.maxUnavailable`, maxUnavailable)];
}

function validateRetention(spec: StatefulSetSpec | undefined, field: string): FieldError[] {
  const policy = spec?.persistentVolumeClaimRetentionPolicy;
  return [
    ...choice(`${field}.whenDeleted`, policy?.whenDeleted, ['Retain', 'Delete']),
    ...choice(`${field}.whenScaled`, policy?.whenScaled, ['Retain', 'Delete']),
  ];
}

/** Volumes of the template may come from the claim templates: its pod spec is only judged when pods are made. */
function validateSelectorAndTemplate(spec: StatefulSetSpec | undefined, field: string): FieldError[] {
  const { selector, template } = spec ?? {};
  const { errors, usable } = checkRequiredSelector(selector, `${field}.selector`, 'statefulset');
  if (!usable) return [...errors, invalid(`${field}.selector`, selector, '')];
  if (!selector || !isEmptySelector(selector)) {
    errors.push(...validateTemplateLabels(selector, template, `${field}.template`));
  }
  return [
    ...errors,
    ...validateLabels(template?.metadata?.labels, `${field}.template.labels`),
    ...validateAnnotations(template?.metadata?.annotations, `${field}.template.annotations`),
    ...validatePodAnnotations(
      template?.metadata?.annotations,
      template?.spec ?? { containers: [] },
      `${field}.template.annotations`,
    ),
  ];
}
