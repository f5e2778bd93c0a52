/** What an autoscaler looks at: exactly one source, the one that its type names. */
import { type FieldError, forbidden, invalid, notSupported, required } from '../../api/field-error.ts';
import { dns1123LabelErrors, pathSegmentNameErrors } from '../../api/names.ts';
import { parseQuantity, quantitySign } from '../../api/quantity.ts';
import type {
  ContainerResourceMetricSource,
  MetricIdentifier,
  MetricSpec,
  MetricTarget,
  ResourceMetricSource,
} from '../../api/types.gen.ts';
import { invalidFor, requiredText } from '../field-checks.ts';
import { validateReference, validateVersion } from './object-reference.ts';

const SOURCES = {
  Object: 'object',
  External: 'external',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
} as const;
type Source = (typeof SOURCES)[keyof typeof SOURCES];
const TYPES = Object.keys(SOURCES).sort();

export function validateMetric(metric: MetricSpec, field: string): FieldError[] {
  const expected = Object.hasOwn(SOURCES, metric.type) ? SOURCES[metric.type as keyof typeof SOURCES] : undefined;
  const present = Object.values(SOURCES).filter((source) => metric[source]);
  const [first] = present;
  const errors: FieldError[] = [];
  if (!metric.type) errors.push(required(`${field}.type`, 'must specify a metric source type'));
  if (!expected) errors.push(notSupported(`${field}.type`, metric.type ?? '', TYPES));
  if (first) errors.push(...VALIDATORS[first](metric, `${field}.${first}`));
  if (!expected) errors.push(notSupported(`${field}.type`, metric.type ?? '', TYPES));
  if (expected && !metric[expected]) {
    errors.push(required(`${field}.${expected}`, 'must populate information for the given metric source'));
  }
  if (present.length === 1) return errors;
  const others = present.filter((source) => source !== expected);
  return [
    ...errors,
    ...others.map((source) => forbidden(`${field}.${source}`, 'must populate the given metric source only')),
  ];
}

type Validator = (metric: MetricSpec, field: string) => FieldError[];

const VALIDATORS: Record<Source, Validator> = {
  object: validateObject,
  external: validateExternal,
  pods: validatePods,
  resource: ({ resource }, field) => (resource ? validateResource(resource, field) : []),
  containerResource: ({ containerResource }, field) =>
    containerResource ? validateContainerResource(containerResource, field) : [],
};

function validateObject({ object }: MetricSpec, field: string): FieldError[] {
  if (!object) return [];
  const { describedObject, metric, target } = object;
  return [
    ...validateReference(describedObject, `${field}.describedObject`),
    ...validateVersion(describedObject.apiVersion ?? '', `${field}.describedObject.apiVersion`),
    ...validateIdentifier(metric, `${field}.metric`),
    ...validateTarget(target, `${field}.target`),
    ...(target.value === undefined && target.averageValue === undefined
      ? [required(`${field}.target.averageValue`, 'must set either a target value or averageValue')]
      : []),
  ];
}

function validateExternal({ external }: MetricSpec, field: string): FieldError[] {
  if (!external) return [];
  const { metric, target } = external;
  const errors = [...validateIdentifier(metric, `${field}.metric`), ...validateTarget(target, `${field}.target`)];
  const [value, average] = [target.value !== undefined, target.averageValue !== undefined];
  if (!value && !average) {
    const detail = 'must set either a target value for metric or a per-pod target';
    errors.push(required(`${field}.target.averageValue`, detail));
  }
  if (value && average) {
    const detail = 'may not set both a target value for metric and a per-pod target';
    errors.push(forbidden(`${field}.target.value`, detail));
  }
  return errors;
}

function validatePods({ pods }: MetricSpec, field: string): FieldError[] {
  if (!pods) return [];
  return [
    ...validateIdentifier(pods.metric, `${field}.metric`),
    ...validateTarget(pods.target, `${field}.target`),
    ...(pods.target.averageValue === undefined
      ? [required(`${field}.target.averageValue`, 'must specify a positive target averageValue')]
      : []),
  ];
}

function validateContainerResource(source: ContainerResourceMetricSource, field: string): FieldError[] {
  const { name, container } = source;
  return [
    ...requiredText(`${field}.name`, name, 'must specify a resource name'),
    ...requiredText(`${field}.container`, container, 'must specify a container'),
    ...(container ? invalidFor(`${field}.container`, container, dns1123LabelErrors(container)) : []),
    ...validateResourceTarget(source.target, `${field}.target`),
  ];
}

function validateResource({ name, target }: ResourceMetricSource, field: string): FieldError[] {
  return [
    ...requiredText(`${field}.name`, name, 'must specify a resource name'),
    ...validateResourceTarget(target, `${field}.target`),
  ];
}

function validateResourceTarget(target: MetricTarget, field: string): FieldError[] {
  const errors = validateTarget(target, field);
  const [share, average] = [target.averageUtilization !== undefined, target.averageValue !== undefined];
  if (!share && !average) {
    errors.push(required(`${field}.averageUtilization`, 'must set either a target raw value or a target utilization'));
  }
  if (share && average) {
    errors.push(forbidden(`${field}.averageValue`, 'may not set both a target raw value and a target utilization'));
  }
  return errors;
}

function validateTarget(target: MetricTarget, field: string): FieldError[] {
  const { type, averageUtilization } = target;
  const errors: FieldError[] = [];
  if (!type) errors.push(required(`${field}.type`, 'must specify a metric target type'));
  if (type !== 'Utilization' && type !== 'Value' && type !== 'AverageValue') {
    errors.push(invalid(`${field}.type`, type ?? '', 'must be either Utilization, Value, or AverageValue'));
  }
  for (const name of ['value', 'averageValue'] as const) {
    const amount = target[name];
    if (amount !== undefined && quantitySign(parseQuantity(amount)) < 1) {
      errors.push(invalid(`${field}.${name}`, amount, 'must be positive'));
    }
  }
  if (averageUtilization !== undefined && averageUtilization < 1) {
    errors.push(invalid(`${field}.averageUtilization`, averageUtilization, 'must be greater than 0'));
  }
  return errors;
}

function validateIdentifier({ name }: MetricIdentifier, field: string): FieldError[] {
  if (!name) return [required(`${field}.name`, 'must specify a metric name')];
  return invalidFor(`${field}.name`, name, pathSegmentNameErrors(name));
}
