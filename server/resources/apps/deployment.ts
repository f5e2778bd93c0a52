import { type FieldError, invalid } from '../../api/field-error.ts';
import { formatLabelSelector, labelSelectorText } from '../../api/label-selector.ts';
import { deployments } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { Deployment, DeploymentSpec } from '../../api/types.gen.ts';
import { defineResource, type RowContext } from '../../registry/define-resource.ts';
import { immutable, nonNegative } from '../field-checks.ts';
import { defaultTemplate, podNameWarnings, templateWarnings } from '../pod-template-rules.ts';
import { validateReplicaStatus } from '../replica-status.ts';
import { scaleSubresource, statusSubresource } from '../subresources.ts';
import { age, containerCells } from '../table-cells.ts';
import { defaultStrategy, validateStrategy } from './deployment-strategy.ts';
import { validateReplicaTemplate } from './replica-template.ts';

export const deploymentResource = defineResource<Deployment>(deployments, {
  default: defaultDeployment,
  prepareForCreate: (draft) => {
    draft.status = {};
  },
  validate: ({ spec }) => validateSpec(spec, 'spec'),
  validateUpdate: (object, old) => immutable('spec.selector', object.spec?.selector, old.spec?.selector),
  warnings: (object, old) => [
    ...podNameWarnings(object, old),
    ...templateWarnings(object.spec?.template, old?.spec?.template, 'spec.template'),
  ],
  // Annotations too: the controller watches the generation to see that a rollout has been asked for.
  generation: (object, old) =>
    !semanticEqual(object.spec, old.spec) || !semanticEqual(object.metadata.annotations, old.metadata.annotations),
  row: deploymentRow,
  subresources: {
    status: statusSubresource<Deployment>({
      keeps: ['labels'],
      validateUpdate: (object, old) => validateReplicaStatus(object.status, old.status),
    }),
    scale: scaleSubresource<Deployment>({
      replicas: (d) => d.spec?.replicas,
      setReplicas: (draft, replicas) => {
        draft.spec = { ...(draft.spec as DeploymentSpec), replicas };
      },
      currentReplicas: (d) => d.status?.replicas,
      selector: (d) => labelSelectorText(d.spec?.selector),
    }),
  },
});

function defaultDeployment(draft: Deployment): void {
  draft.spec ??= {} as DeploymentSpec;
  const { spec } = draft;
  spec.replicas ??= 1;
  spec.strategy ??= {};
  defaultStrategy(spec.strategy);
  spec.revisionHistoryLimit ??= 10;
  spec.progressDeadlineSeconds ??= 600;
  spec.template = defaultTemplate(spec.template);
}

function validateSpec(spec: DeploymentSpec | undefined, field: string): FieldError[] {
  return [
    ...nonNegative(`${field}.replicas`, spec?.replicas),
    ...validateReplicaTemplate(spec ?? {}, field),
    ...validateStrategy(spec?.strategy ?? {}, `${field}.strategy`),
    ...nonNegative(`${field}.minReadySeconds`, spec?.minReadySeconds),
    ...nonNegative(`${field}.revisionHistoryLimit`, spec?.revisionHistoryLimit),
    ...validateDeadline(spec, `${field}.progressDeadlineSeconds`),
  ];
}

function validateDeadline(spec: DeploymentSpec | undefined, field: string): FieldError[] {
  const deadline = spec?.progressDeadlineSeconds;
  const errors = nonNegative(field, deadline);
  if (deadline === undefined || deadline > (spec?.minReadySeconds ?? 0)) return errors;
  return [...errors, invalid(field, deadline, 'must be greater than minReadySeconds')];
}

function deploymentRow(object: Deployment, context: RowContext): unknown[] {
  const { metadata, spec, status } = object;
  return [
    metadata.name,
    `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
    status?.updatedReplicas ?? 0,
    status?.availableReplicas ?? 0,
    age(object, context),
    ...containerCells(spec?.template?.spec),
    formatLabelSelector(spec?.selector),
  ];
}
