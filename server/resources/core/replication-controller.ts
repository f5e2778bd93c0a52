import { type FieldError, invalid, required } from '../../api/field-error.ts';
import { labelMapCell, labelQueryOfMap } from '../../api/label-selector.ts';
import { replicationControllers } from '../../api/resource-types.gen.ts';
import type { ReplicationController, ReplicationControllerSpec } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { validateEndlessPods } from '../endless-pods.ts';
import { nonNegative } from '../field-checks.ts';
import { defaultTemplate, podNameWarnings, templateWarnings, validateTemplate } from '../pod-template-rules.ts';
import { validateReplicaStatus } from '../replica-status.ts';
import { scaleSubresource, statusSubresource } from '../subresources.ts';
import { age, containerCells } from '../table-cells.ts';

export const replicationControllerResource = defineResource<ReplicationController>(replicationControllers, {
  generation: 'spec',
  default: defaultController,
  prepareForCreate: (draft) => {
    draft.status = { replicas: 0 };
  },
  validate: (object) => validateSpec(object.spec ?? {}, 'spec'),
  warnings: (object, old) => [
    ...podNameWarnings(object, old),
    ...templateWarnings(object.spec?.template, old?.spec?.template, 'spec.template'),
  ],
  selectableFields: { 'status.replicas': (rc) => String(rc.status?.replicas ?? 0) },
  defaultPropagation: 'Orphan',
  row: (rc, context) => [
    rc.metadata.name,
    rc.spec?.replicas ?? 0,
    rc.status?.replicas ?? 0,
    rc.status?.readyReplicas ?? 0,
    age(rc, context),
    ...containerCells(rc.spec?.template?.spec),
    labelMapCell(rc.spec?.selector),
  ],
  subresources: {
    status: statusSubresource<ReplicationController>({ validateUpdate: (rc) => validateReplicaStatus(rc.status) }),
    scale: scaleSubresource<ReplicationController>({
      replicas: (rc) => rc.spec?.replicas,
      setReplicas: (draft, replicas) => {
        draft.spec = { ...draft.spec, replicas };
      },
      currentReplicas: (rc) => rc.status?.replicas,
      selector: (rc) => (isEmpty(rc.spec?.selector) ? '' : labelMapCell(rc.spec?.selector)),
    }),
  },
});

/** Selector and labels come from the template when they are left out. */
function defaultController(draft: ReplicationController): void {
  draft.spec ??= {};
  const { spec, metadata } = draft;
  if (spec.template) spec.template = defaultTemplate(spec.template);
  const labels = spec.template?.metadata?.labels;
  if (labels && isEmpty(spec.selector)) spec.selector = { ...labels };
  if (labels && isEmpty(metadata.labels)) metadata.labels = { ...labels };
  spec.replicas ??= 1;
}

function isEmpty(map: object | undefined): boolean {
  return !map || Object.keys(map).length === 0;
}

function validateSpec(spec: ReplicationControllerSpec, field: string): FieldError[] {
  return [
    ...nonNegative(`${field}.minReadySeconds`, spec.minReadySeconds),
    ...(isEmpty(spec.selector) ? [required(`${field}.selector`)] : []),
    ...nonNegative(`${field}.replicas`, spec.replicas),
    ...validateControlledTemplate(spec, `${field}.template`),
  ];
}

function validateControlledTemplate({ template, selector }: ReplicationControllerSpec, field: string): FieldError[] {
  if (!template) return [required(field)];
  if (isEmpty(selector)) return [];
  const errors: FieldError[] = [];
  if (!labelQueryOfMap(selector).matches(template.metadata?.labels)) {
    const detail = '`selector` does not match template `labels`';
    errors.push(invalid(`${field}.metadata.labels`, template.metadata?.labels ?? null, detail));
  }
  return [
    ...errors,
    ...validateTemplate(template, field),
    ...validateEndlessPods(template.spec, `${field}.spec`, 'ReplicationController'),
  ];
}
