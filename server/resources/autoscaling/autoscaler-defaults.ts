import type {
  AutoscalingV2HorizontalPodAutoscaler as Autoscaler,
  HorizontalPodAutoscalerBehavior,
  HPAScalingRules,
  MetricSpec,
} from '../../api/types.gen.ts';

export function defaultAutoscaler(draft: Autoscaler): void {
  draft.spec ??= {} as Autoscaler['spec'];
  draft.spec.minReplicas ??= 1;
  if (!draft.spec.metrics?.length) draft.spec.metrics = [cpuMetric(80)];
  if (draft.spec.behavior) draft.spec.behavior = completeBehavior(draft.spec.behavior);
}

/** The share of the requested CPU that pods shall use on average, in percent. */
export function cpuMetric(averageUtilization: number): MetricSpec {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}

export function completeBehavior({ scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior) {
  return {
    scaleUp: completeRules(scaleUp, {
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
      policies: [
        { type: 'Pods', value: 4, periodSeconds: 15 },
        { type: 'Percent', value: 100, periodSeconds: 15 },
      ],
    }),
    scaleDown: completeRules(scaleDown, {
      selectPolicy: 'Max',
      policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
    }),
  };
}

function completeRules(rules: HPAScalingRules | undefined, defaults: HPAScalingRules): HPAScalingRules {
  return { ...defaults, ...rules };
}
