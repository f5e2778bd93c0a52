import { type FieldError, invalid } from '../../api/field-error.ts';
import { formatLabelSelector, labelMapCell } from '../../api/label-selector.ts';
import { validateLabelSelector } from '../../api/label-selector-validation.ts';
import { daemonSets } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { DaemonSet, DaemonSetSpec, DaemonSetStatus } from '../../api/types.gen.ts';
import { defineResource, type RowContext } from '../../registry/define-resource.ts';
import { validateEndlessPods } from '../endless-pods.ts';
import { nonNegative, notDecremented } from '../field-checks.ts';
import { isEmptySelector, validateTemplateLabels } from '../label-selector-rules.ts';
import { defaultTemplate, templateWarnings, validateTemplate } from '../pod-template-rules.ts';
import { statusSubresource } from '../subresources.ts';
import { age, containerCells } from '../table-cells.ts';
import { defaultUpdateStrategy, validateUpdateStrategy } from './daemon-set-strategy.ts';

const GENERATION = 'deprecated.daemonset.template.generation';

export const daemonSetResource = defineResource<DaemonSet>(daemonSets, {
  generation: 'spec',
  default: defaultDaemonSet,
  prepareForCreate: (draft) => {
    draft.status = { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 };
    setTemplateGeneration(draft, Math.max(1, templateGeneration(draft)));
  },
  prepareForUpdate: (draft, old) => {
    const changed = !semanticEqual(draft.spec?.template, old.spec?.template);
    setTemplateGeneration(draft, templateGeneration(old) + (changed ? 1 : 0));
  },
  validate: ({ spec }) => validateSpec(spec, 'spec'),
  warnings: (object, old) => templateWarnings(object.spec?.template, old?.spec?.template, 'spec.template'),
  hiddenAnnotations: [GENERATION],
  row: daemonSetRow,
  subresources: {
    status: statusSubresource<DaemonSet>({
      validateUpdate: ({ status }, old) => [
        ...STATUS_COUNTS.flatMap((name) => nonNegative(`status.${name}`, status?.[name])),
        ...notDecremented('status.collisionCount', status?.collisionCount, old.status?.collisionCount),
      ],
    }),
  },
});

const STATUS_COUNTS = [
  'currentNumberScheduled',
  'numberMisscheduled',
  'desiredNumberScheduled',
  'numberReady',
  'observedGeneration',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
  'collisionCount',
] as const satisfies readonly (keyof DaemonSetStatus)[];

function defaultDaemonSet(draft: DaemonSet): void {
  draft.spec ??= {} as DaemonSetSpec;
  draft.spec.updateStrategy ??= {};
  defaultUpdateStrategy(draft.spec.updateStrategy);
  draft.spec.revisionHistoryLimit ??= 10;
  draft.spec.template = defaultTemplate(draft.spec.template);
}

/** Kubernetes has this number in a field that v1 knows only as an annotation. */
function templateGeneration({ metadata }: DaemonSet): number {
  return Number.parseInt(metadata.annotations?.[GENERATION] ?? '0', 10) || 0;
}

function setTemplateGeneration(draft: DaemonSet, generation: number): void {
  draft.metadata.annotations = { ...draft.metadata.annotations, [GENERATION]: String(generation) };
}

function validateSpec(spec: DaemonSetSpec | undefined, field: string): FieldError[] {
  const { selector, template } = spec ?? {};
  const errors = validateLabelSelector(selector, `${field}.selector`);
  if (errors.length === 0) errors.push(...validateTemplateLabels(selector, template, `${field}.template`));
  if (selector && isEmptySelector(selector)) {
    errors.push(invalid(`${field}.selector`, selector, 'empty selector is invalid for daemonset'));
  }
  return [
    ...errors,
    ...validateTemplate(template, `${field}.template`),
    ...validateEndlessPods(template?.spec, `${field}.template.spec`, 'DaemonSet'),
    ...nonNegative(`${field}.minReadySeconds`, spec?.minReadySeconds),
    ...validateUpdateStrategy(spec?.updateStrategy ?? {}, `${field}.updateStrategy`),
    ...nonNegative(`${field}.revisionHistoryLimit`, spec?.revisionHistoryLimit),
  ];
}

function daemonSetRow(set: DaemonSet, context: RowContext): unknown[] {
  const { metadata, spec, status } = set;
  return [
    metadata.name,
    status?.desiredNumberScheduled ?? 0,
    status?.currentNumberScheduled ?? 0,
    status?.numberReady ?? 0,
    status?.updatedNumberScheduled ?? 0,
    status?.numberAvailable ?? 0,
    labelMapCell(spec?.template?.spec?.nodeSelector),
    age(set, context),
    ...containerCells(spec?.template?.spec),
    formatLabelSelector(spec?.selector),
  ];
}
