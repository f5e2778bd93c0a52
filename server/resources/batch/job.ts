import type { FieldError } from '../../api/field-error.ts';
import { formatLabelSelector } from '../../api/label-selector.ts';
import { jobs } from '../../api/resource-types.gen.ts';
import type { Job } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { podNameWarnings, templateWarnings } from '../pod-template-rules.ts';
import { statusSubresource } from '../subresources.ts';
import { age, containerCells } from '../table-cells.ts';
import { completionsCell, durationCell, statusCell } from './job-cells.ts';
import { defaultJob } from './job-defaults.ts';
import { generateSelector, validateGeneratedSelector } from './job-selector.ts';
import { validateJobSpec, validatePodHostnames } from './job-spec.ts';
import { validateJobStatusUpdate } from './job-status.ts';
import { validateJobSpecUpdate } from './job-update.ts';

export const jobResource = defineResource<Job>(jobs, {
  generation: 'spec',
  default: defaultJob,
  prepareForCreate: prepare,
  validate: validateJob,
  validateUpdateAlone: true,
  validateUpdate: validateJobSpecUpdate,
  warnings: (object, old) => [
    ...podNameWarnings(object, old),
    ...templateWarnings(object.spec?.template, old?.spec?.template, 'spec.template'),
  ],
  selectableFields: { 'status.successful': (j) => String(j.status?.succeeded ?? 0) },
  defaultPropagation: 'Orphan',
  defaultPropagationWarning:
    'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
  row: (j, context) => [
    j.metadata.name,
    statusCell(j),
    completionsCell(j),
    durationCell(j, context),
    age(j, context),
    ...containerCells(j.spec?.template?.spec),
    formatLabelSelector(j.spec?.selector),
  ],
  subresources: { status: statusSubresource<Job>({ validateUpdate: validateJobStatusUpdate }) },
});

function prepare(draft: Job): void {
  draft.status = {};
  if (!draft.spec.manualSelector) generateSelector(draft);
  const { labels } = draft.metadata;
  if (!labels || Object.keys(labels).length === 0) draft.metadata.labels = { ...draft.spec.template.metadata?.labels };
}

function validateJob(object: Job): FieldError[] {
  return [
    ...validateGeneratedSelector(object),
    ...validateJobSpec(object.spec, 'spec'),
    ...validatePodHostnames(object),
  ];
}
