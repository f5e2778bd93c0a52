/** Metrics as the annotations of autoscaling/v1 have them: flat, one shape a source. */
import type { MetricIdentifier, MetricSpec, MetricStatus, MetricTarget } from '../../api/types.gen.ts';

export interface V1Metric {
  type: string;
  object?: Flat;
  pods?: Flat;
  resource?: Flat;
  containerResource?: Flat;
  external?: Flat;
}

/** All fields that any source has. */
type Flat = Record<string, unknown>;

export function toV1Metric(metric: MetricSpec): V1Metric {
  const { type, object, pods, resource, containerResource, external } = metric;
  return {
    type,
    ...(object && {
      object: {
        target: object.describedObject,
        metricName: object.metric.name,
        targetValue: object.target.value ?? '0',
        ...present({ selector: object.metric.selector, averageValue: object.target.averageValue }),
      },
    }),
    ...(pods && { pods: { metricName: pods.metric.name, ...averageOf(pods.target), ...selectorOf(pods.metric) } }),
    ...(resource && { resource: { name: resource.name, ...averageOf(resource.target) } }),
    ...(containerResource && {
      containerResource: {
        name: containerResource.name,
        ...averageOf(containerResource.target),
        container: containerResource.container,
      },
    }),
    ...(external && {
      external: {
        metricName: external.metric.name,
        ...present({
          metricSelector: external.metric.selector,
          targetValue: external.target.value,
          targetAverageValue: external.target.averageValue,
        }),
      },
    }),
  };
}

function averageOf({ averageUtilization, averageValue }: MetricTarget): Flat {
  return present({ targetAverageUtilization: averageUtilization, targetAverageValue: averageValue });
}

function selectorOf({ selector }: MetricIdentifier): Flat {
  return present({ selector });
}

export function fromV1Metric(metric: V1Metric): MetricSpec {
  const { type, object, pods, resource, containerResource, external } = metric;
  return {
    type,
    ...(object && {
      object: {
        describedObject: object.target,
        metric: { name: object.metricName, ...present({ selector: object.selector }) },
        target: targetOf({ value: object.averageValue ? undefined : object.targetValue, average: object.averageValue }),
      },
    }),
    ...(pods && {
      pods: {
        metric: { name: pods.metricName, ...present({ selector: pods.selector }) },
        target: targetOf({ average: pods.targetAverageValue }),
      },
    }),
    ...(resource && { resource: { name: resource.name, target: resourceTarget(resource) } }),
    ...(containerResource && {
      containerResource: {
        name: containerResource.name,
        target: resourceTarget(containerResource),
        container: containerResource.container,
      },
    }),
    ...(external && {
      external: {
        metric: { name: external.metricName, ...present({ selector: external.metricSelector }) },
        target: targetOf({ value: external.targetValue, average: external.targetAverageValue }),
      },
    }),
  } as unknown as MetricSpec;
}

function resourceTarget(flat: Flat): Flat {
  if (flat.targetAverageUtilization === undefined) return targetOf({ average: flat.targetAverageValue });
  return { type: 'Utilization', averageUtilization: flat.targetAverageUtilization };
}

function targetOf({ value, average }: { value?: unknown; average?: unknown }): Flat {
  const type = average === undefined ? 'Value' : 'AverageValue';
  return { type, ...present({ value, averageValue: average }) };
}

export function toV1MetricStatus(status: MetricStatus): V1Metric {
  const { type, object, pods, resource, containerResource, external } = status;
  return {
    type,
    ...(object && {
      object: {
        target: object.describedObject,
        metricName: object.metric.name,
        currentValue: object.current.value ?? '0',
        ...present({ selector: object.metric.selector, averageValue: object.current.averageValue }),
      },
    }),
    ...(pods && {
      pods: {
        metricName: pods.metric.name,
        currentAverageValue: pods.current.averageValue ?? '0',
        ...selectorOf(pods.metric),
      },
    }),
    ...(resource && { resource: { name: resource.name, ...currentOf(resource.current) } }),
    ...(containerResource && {
      containerResource: {
        name: containerResource.name,
        ...currentOf(containerResource.current),
        container: containerResource.container,
      },
    }),
    ...(external && {
      external: {
        metricName: external.metric.name,
        currentValue: external.current.value ?? '0',
        ...present({ metricSelector: external.metric.selector, currentAverageValue: external.current.averageValue }),
      },
    }),
  };
}

function currentOf(current: { averageUtilization?: number | undefined; averageValue?: string | undefined }): Flat {
  return {
    ...present({ currentAverageUtilization: current.averageUtilization }),
    currentAverageValue: current.averageValue ?? '0',
  };
}

export function fromV1MetricStatus(metric: V1Metric): MetricStatus {
  const { type, object, pods, resource, containerResource, external } = metric;
  return {
    type,
    ...(object && {
      object: {
        describedObject: object.target,
        metric: { name: object.metricName, ...present({ selector: object.selector }) },
        current: present({ value: object.currentValue, averageValue: object.averageValue }),
      },
    }),
    ...(pods && {
      pods: {
        metric: { name: pods.metricName, ...present({ selector: pods.selector }) },
        current: present({ averageValue: pods.currentAverageValue }),
      },
    }),
    ...(resource && { resource: { name: resource.name, current: currentFrom(resource) } }),
    ...(containerResource && {
      containerResource: {
        name: containerResource.name,
        current: currentFrom(containerResource),
        container: containerResource.container,
      },
    }),
    ...(external && {
      external: {
        metric: { name: external.metricName, ...present({ selector: external.metricSelector }) },
        current: present({ value: external.currentValue, averageValue: external.currentAverageValue }),
      },
    }),
  } as unknown as MetricStatus;
}

function currentFrom(flat: Flat): Flat {
  return present({ averageUtilization: flat.currentAverageUtilization, averageValue: flat.currentAverageValue });
}

function present(fields: Flat): Flat {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
