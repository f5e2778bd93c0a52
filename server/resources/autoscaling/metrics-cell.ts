import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../../api/types.gen.ts';

const SHOWN = 2;
const UNKNOWN = '<unknown>';

/** `cpu: 30%/80%, 5/10 + 1 more...`: what is against what should be. */
export function metricsCell(metrics: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (metrics.length === 0) return '<none>';
  const texts = metrics.slice(0, SHOWN).map((metric, i) => metricText(metric, statuses[i]));
  const more = metrics.length - texts.length;
  return texts.join(', ') + (more > 0 ? ` + ${more} more...` : '');
}

function metricText(metric: MetricSpec, status: MetricStatus | undefined): string {
  switch (metric.type) {
    case 'Resource':
      return resourceText(metric.resource, status?.resource?.current);
    case 'ContainerResource':
      return resourceText(metric.containerResource, status?.containerResource?.current);
    case 'Pods':
      return `${status?.pods?.current?.averageValue ?? UNKNOWN}/${metric.pods?.target.averageValue}`;
    case 'Object':
      return valueText(metric.object?.target, status?.object?.current);
    case 'External':
      return valueText(metric.external?.target, status?.external?.current);
    default:
      return '<unknown type>';
  }
}

function resourceText(
  source: { name: string; target: MetricTarget } | undefined,
  current: MetricValueStatus | undefined,
): string {
  const { averageValue, averageUtilization } = source?.target ?? {};
  if (averageValue !== undefined) return `${source?.name}: ${current?.averageValue ?? UNKNOWN}/${averageValue}`;
  return `${source?.name}: ${percent(current?.averageUtilization, UNKNOWN)}/${percent(averageUtilization, '<auto>')}`;
}

function percent(share: number | undefined, otherwise: string): string {
  return share === undefined ? otherwise : `${share}%`;
}

function valueText(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue === undefined) return `${current?.value ?? UNKNOWN}/${target?.value}`;
  return `${current?.averageValue ?? UNKNOWN}/${target.averageValue} (avg)`;
}
