import { horizontalPodAutoscalers } from '../../api/resource-types.gen.ts';
import type { AutoscalingV2HorizontalPodAutoscaler as Autoscaler } from '../../api/types.gen.ts';
import { defineResource, type RowContext } from '../../registry/define-resource.ts';
import { nonNegative } from '../field-checks.ts';
import { statusSubresource } from '../subresources.ts';
import { age } from '../table-cells.ts';
import { defaultAutoscaler } from './autoscaler-defaults.ts';
import { validateAutoscalerSpec } from './autoscaler-spec.ts';
import { metricsCell } from './metrics-cell.ts';

export const horizontalPodAutoscalerResource = defineResource<Autoscaler>(horizontalPodAutoscalers, {
  generation: 'none',
  default: defaultAutoscaler,
  prepareForCreate: (draft) => {
    draft.status = { desiredReplicas: 0, currentMetrics: null };
  },
  validate: (object) => validateAutoscalerSpec(object.spec, undefined, 'spec'),
  validateUpdateAlone: true,
  validateUpdate: (object, old) => validateAutoscalerSpec(object.spec, old.spec, 'spec'),
  row: autoscalerRow,
  subresources: {
    status: statusSubresource<Autoscaler>({
      validateUpdate: ({ status }) => [
        ...nonNegative('status.currentReplicas', status.currentReplicas),
        ...nonNegative('status.desiredReplicas', status.desiredReplicas),
      ],
    }),
  },
});

export function autoscalerRow(object: Autoscaler, context: RowContext): unknown[] {
  const { metadata, spec, status } = object;
  return [
    metadata.name,
    `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`,
    metricsCell(spec.metrics ?? [], status?.currentMetrics ?? []),
    spec.minReplicas === undefined ? '<unset>' : String(spec.minReplicas),
    spec.maxReplicas,
    status?.currentReplicas ?? 0,
    age(object, context),
  ];
}
