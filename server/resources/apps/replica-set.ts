import type { FieldError } from '../../api/field-error.ts';
import { formatLabelSelector, labelSelectorText } from '../../api/label-selector.ts';
import { replicaSets } from '../../api/resource-types.gen.ts';
import type { ReplicaSet, ReplicaSetSpec } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { immutable, nonNegative } from '../field-checks.ts';
import { defaultTemplate, podNameWarnings, templateWarnings } from '../pod-template-rules.ts';
import { validateReplicaStatus } from '../replica-status.ts';
import { scaleSubresource, statusSubresource } from '../subresources.ts';
import { age, containerCells } from '../table-cells.ts';
import { validateReplicaTemplate } from './replica-template.ts';

export const replicaSetResource = defineResource<ReplicaSet>(replicaSets, {
  generation: 'spec',
  default: (draft) => {
    draft.spec ??= {} as ReplicaSetSpec;
    draft.spec.replicas ??= 1;
    draft.spec.template = defaultTemplate(draft.spec.template);
  },
  prepareForCreate: (draft) => {
    draft.status = { replicas: 0 };
  },
  validate: ({ spec }) => validateSpec(spec, 'spec'),
  validateUpdate: (object, old) => immutable('spec.selector', object.spec?.selector, old.spec?.selector),
  warnings: (object, old) => [
    ...podNameWarnings(object, old),
    ...templateWarnings(object.spec?.template, old?.spec?.template, 'spec.template'),
  ],
  selectableFields: { 'status.replicas': (rs) => String(rs.status?.replicas ?? 0) },
  row: (rs, context) => [
    rs.metadata.name,
    rs.spec?.replicas ?? 0,
    rs.status?.replicas ?? 0,
    rs.status?.readyReplicas ?? 0,
    age(rs, context),
    ...containerCells(rs.spec?.template?.spec),
    formatLabelSelector(rs.spec?.selector),
  ],
  subresources: {
    status: statusSubresource<ReplicaSet>({ validateUpdate: (rs) => validateReplicaStatus(rs.status) }),
    scale: scaleSubresource<ReplicaSet>({
      replicas: (rs) => rs.spec?.replicas,
      setReplicas: (draft, replicas) => {
        draft.spec = { ...(draft.spec as ReplicaSetSpec), replicas };
      },
      currentReplicas: (rs) => rs.status?.replicas,
      selector: (rs) => labelSelectorText(rs.spec?.selector),
    }),
  },
});

function validateSpec(spec: ReplicaSetSpec | undefined, field: string): FieldError[] {
  return [
    ...nonNegative(`${field}.replicas`, spec?.replicas),
    ...nonNegative(`${field}.minReadySeconds`, spec?.minReadySeconds),
    ...validateReplicaTemplate(spec ?? {}, field),
  ];
}
