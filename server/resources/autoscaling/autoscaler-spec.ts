import { type FieldError, forbidden, invalid } from '../../api/field-error.ts';
import type {
  AutoscalingV2HorizontalPodAutoscalerSpec as AutoscalerSpec,
  AutoscalingV2CrossVersionObjectReference as ObjectReference,
} from '../../api/types.gen.ts';
import { validateMetric } from './metric-rules.ts';
import { validateReference, validateVersion } from './object-reference.ts';
import { validateBehavior } from './scaling-behavior.ts';

/** With `old`, an object that scales to zero or has a bad target already may go on so. */
export function validateAutoscalerSpec(
  spec: AutoscalerSpec,
  old: AutoscalerSpec | undefined,
  field: string,
): FieldError[] {
  const { minReplicas, maxReplicas = 0, scaleTargetRef, metrics = [] } = spec;
  const least = old?.minReplicas === 0 ? 0 : 1;
  const errors: FieldError[] = [];
  if (minReplicas !== undefined && minReplicas < least) {
    errors.push(invalid(`${field}.minReplicas`, minReplicas, `must be greater than or equal to ${least}`));
  }
  if (maxReplicas < 1) errors.push(invalid(`${field}.maxReplicas`, maxReplicas, 'must be greater than 0'));
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    errors.push(invalid(`${field}.maxReplicas`, maxReplicas, 'must be greater than or equal to `minReplicas`'));
  }
  const keepsTarget = old !== undefined && old.scaleTargetRef.apiVersion === scaleTargetRef.apiVersion;
  return [
    ...errors,
    ...validateReference(scaleTargetRef, `${field}.scaleTargetRef`),
    ...(keepsTarget ? [] : validateTargetVersion(scaleTargetRef, `${field}.scaleTargetRef.apiVersion`)),
    ...metrics.flatMap((metric, i) => validateMetric(metric, `${field}.metrics[${i}]`)),
    ...validateScaleToZero(spec, `${field}.metrics`),
    ...validateBehavior(spec.behavior, `${field}.behavior`),
  ];
}

/** Of the core group only ReplicationControllers can be scaled. */
function validateTargetVersion({ apiVersion = '', kind }: ObjectReference, field: string): FieldError[] {
  const errors = validateVersion(apiVersion, field);
  if (errors.length > 0 || kind === 'ReplicationController' || /^[^/]+\//.test(apiVersion)) return errors;
  return [invalid(field, apiVersion, 'apiVersion must specify API group')];
}

/** Nothing that pods measure can say that they are needed again. */
function validateScaleToZero({ minReplicas, metrics = [] }: AutoscalerSpec, field: string): FieldError[] {
  if (minReplicas !== 0 || metrics.some(({ type }) => type === 'Object' || type === 'External')) return [];
  return [forbidden(field, 'must specify at least one Object or External metric to support scaling to zero replicas')];
}
