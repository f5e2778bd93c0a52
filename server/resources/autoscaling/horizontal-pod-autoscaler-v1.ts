/** The first form of autoscalers: one target, the CPU. What it has no field for travels in annotations. */
import { autoscalingV1HorizontalPodAutoscalers, horizontalPodAutoscalers } from '../../api/resource-types.gen.ts';
import type {
  HorizontalPodAutoscalerBehavior,
  HorizontalPodAutoscalerCondition,
  MetricSpec,
  AutoscalingV1HorizontalPodAutoscaler as V1,
  AutoscalingV2HorizontalPodAutoscaler as V2,
} from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { statusSubresource } from '../subresources.ts';
import { completeBehavior, cpuMetric } from './autoscaler-defaults.ts';
import { autoscalerRow } from './horizontal-pod-autoscaler.ts';
import { fromV1Metric, fromV1MetricStatus, toV1Metric, toV1MetricStatus, type V1Metric } from './v1-metrics.ts';

const PREFIX = 'autoscaling.alpha.kubernetes.io/';
const METRICS = `${PREFIX}metrics`;
const CURRENT_METRICS = `${PREFIX}current-metrics`;
const CONDITIONS = `${PREFIX}conditions`;
const BEHAVIOR = `${PREFIX}behavior`;

export const horizontalPodAutoscalerV1Resource = defineResource<V1>(autoscalingV1HorizontalPodAutoscalers, {
  generation: 'none',
  default: (draft) => {
    draft.spec ??= {} as V1['spec'];
    draft.spec.minReplicas ??= 1;
  },
  storedAs: { type: horizontalPodAutoscalers, toStored: toV2, fromStored: fromV2 },
  hiddenAnnotations: [METRICS, CURRENT_METRICS, CONDITIONS, BEHAVIOR],
  row: (object, context) => autoscalerRow(toV2(object), context),
  subresources: { status: statusSubresource<V1>() },
});

export function toV2(object: V1): V2 {
  const { targetCPUUtilizationPercentage: cpu, ...spec } = object.spec;
  const { currentCPUUtilizationPercentage: _, ...status } = object.status ?? {};
  const hidden = readAnnotations(object.metadata.annotations ?? {});
  const metrics = [...hidden.metrics, ...(cpu === undefined ? [] : [cpuMetric(cpu)])];
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: withAnnotations(object, hidden.others),
    spec: {
      ...spec,
      metrics: metrics.length > 0 ? metrics : [cpuMetric(80)],
      ...(hidden.behavior && { behavior: completeBehavior(hidden.behavior) }),
    },
    status: {
      ...status,
      desiredReplicas: status.desiredReplicas ?? 0,
      currentMetrics: hidden.currentMetrics.length > 0 ? hidden.currentMetrics : null,
      ...(hidden.conditions.length > 0 && { conditions: hidden.conditions }),
    },
  };
}

export function fromV2(object: V2): V1 {
  const { metrics = [], behavior, ...spec } = object.spec;
  const { currentMetrics, conditions = [], ...status } = object.status ?? {};
  const cpu = metrics.find(isCpuShare)?.resource?.target.averageUtilization;
  const current = currentMetrics?.find((m) => m.resource?.name === 'cpu')?.resource?.current.averageUtilization;
  const others = metrics.filter((metric) => !isCpuShare(metric)).map(toV1Metric);
  const annotations = {
    ...object.metadata.annotations,
    ...(others.length > 0 && { [METRICS]: JSON.stringify(others) }),
    ...(currentMetrics?.length && { [CURRENT_METRICS]: JSON.stringify(currentMetrics.map(toV1MetricStatus)) }),
    ...(conditions.length > 0 && { [CONDITIONS]: JSON.stringify(conditions) }),
    ...(behavior && { [BEHAVIOR]: JSON.stringify(renameKeys(behavior, upperFirst)) }),
  };
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: withAnnotations(object, annotations),
    spec: { ...spec, ...(cpu !== undefined && { targetCPUUtilizationPercentage: cpu }) },
    status: {
      ...status,
      currentReplicas: status.currentReplicas ?? 0,
      desiredReplicas: status.desiredReplicas ?? 0,
      ...(current !== undefined && { currentCPUUtilizationPercentage: current }),
    },
  };
}

function isCpuShare({ type, resource }: MetricSpec): boolean {
  return type === 'Resource' && resource?.name === 'cpu' && resource.target.averageUtilization !== undefined;
}

function readAnnotations(annotations: Record<string, string>) {
  const others = Object.fromEntries(
    Object.entries(annotations).filter(([key]) => ![METRICS, CURRENT_METRICS, CONDITIONS, BEHAVIOR].includes(key)),
  );
  const behavior = parsed(annotations[BEHAVIOR]);
  return {
    others,
    metrics: parsedList<V1Metric>(annotations[METRICS]).map(fromV1Metric),
    currentMetrics: parsedList<V1Metric>(annotations[CURRENT_METRICS]).map(fromV1MetricStatus),
    conditions: parsedList<HorizontalPodAutoscalerCondition>(annotations[CONDITIONS]),
    behavior: isObject(behavior) ? (renameKeys(behavior, lowerFirst) as HorizontalPodAutoscalerBehavior) : undefined,
  };
}

function withAnnotations<M extends V1 | V2>(object: M, annotations: Record<string, string>): M['metadata'] {
  const { annotations: _, ...metadata } = object.metadata;
  return Object.keys(annotations).length > 0 ? { ...metadata, annotations } : metadata;
}

/** Annotations are written by anyone: what is no JSON is passed over. */
function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parsedList<T>(text: string | undefined): T[] {
  const value = parsed(text);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is never {
  return typeof value === 'object' && value !== null;
}

/** Kubernetes writes the behavior with the names of its Go fields. */
function renameKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, rename));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [rename(key), renameKeys(v, rename)]));
}

const upperFirst = (key: string) => key.charAt(0).toUpperCase() + key.slice(1);
const lowerFirst = (key: string) => key.charAt(0).toLowerCase() + key.slice(1);
