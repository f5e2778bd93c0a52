import { type FieldError, forbidden } from '../../api/field-error.ts';
import { labelSelectorText } from '../../api/label-selector.ts';
import { nameIsDnsLabel } from '../../api/object-names.ts';
import { statefulSets } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { StatefulSet, StatefulSetSpec } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { defaultClaim } from '../core/persistent-volume-claim.ts';
import { defaultTemplate, templateWarnings } from '../pod-template-rules.ts';
import { validateReplicaStatus } from '../replica-status.ts';
import { scaleSubresource, statusSubresource } from '../subresources.ts';
import { age, containerCells } from '../table-cells.ts';
import { validateServiceName, validateStatefulSetSpec } from './stateful-set-spec.ts';

export const statefulSetResource = defineResource<StatefulSet>(statefulSets, {
  generation: 'spec',
  validateName: nameIsDnsLabel,
  default: defaultStatefulSet,
  prepareForCreate: (draft) => {
    draft.status = { replicas: 0, availableReplicas: 0 };
  },
  validate: ({ spec }) => [
    ...validateStatefulSetSpec(spec, 'spec'),
    ...validateServiceName(spec?.serviceName, 'spec.serviceName'),
  ],
  validateUpdateAlone: true,
  validateUpdate: ({ spec }, old) => [...validateStatefulSetSpec(spec, 'spec'), ...validateChange(spec, old.spec)],
  warnings: (object, old) => [
    ...templateWarnings(object.spec?.template, old?.spec?.template, 'spec.template'),
    ...historyWarnings(object.spec),
  ],
  row: (set, context) => [
    set.metadata.name,
    `${set.status?.readyReplicas ?? 0}/${set.spec?.replicas ?? 0}`,
    age(set, context),
    ...containerCells(set.spec?.template?.spec),
  ],
  subresources: {
    status: statusSubresource<StatefulSet>({
      validateUpdate: ({ status }, old) => validateReplicaStatus(status, old.status, 'status.readyReplicas'),
    }),
    scale: scaleSubresource<StatefulSet>({
      replicas: (set) => set.spec?.replicas,
      setReplicas: (draft, replicas) => {
        draft.spec = { ...(draft.spec as StatefulSetSpec), replicas };
      },
      currentReplicas: (set) => set.status?.replicas,
      selector: (set) => labelSelectorText(set.spec?.selector),
    }),
  },
});

function defaultStatefulSet(draft: StatefulSet): void {
  draft.spec ??= {} as StatefulSetSpec;
  const { spec } = draft;
  spec.podManagementPolicy ||= 'OrderedReady';
  spec.updateStrategy ??= {};
  spec.updateStrategy.type ||= 'RollingUpdate';
  if (spec.updateStrategy.type === 'RollingUpdate') {
    spec.updateStrategy.rollingUpdate ??= {};
    spec.updateStrategy.rollingUpdate.partition ??= 0;
  }
  spec.persistentVolumeClaimRetentionPolicy ??= {};
  spec.persistentVolumeClaimRetentionPolicy.whenDeleted ||= 'Retain';
  spec.persistentVolumeClaimRetentionPolicy.whenScaled ||= 'Retain';
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
  spec.template = defaultTemplate(spec.template);
  for (const claim of spec.volumeClaimTemplates ?? []) {
    claim.apiVersion = 'v1';
    claim.kind = 'PersistentVolumeClaim';
    defaultClaim(claim);
  }
}

const MUTABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const satisfies readonly (keyof StatefulSetSpec)[];

const IMMUTABLE_TEXT =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

function validateChange(spec: StatefulSetSpec | undefined, old: StatefulSetSpec | undefined): FieldError[] {
  return semanticEqual(immutablePart(spec), immutablePart(old)) ? [] : [forbidden('spec', IMMUTABLE_TEXT)];
}

function immutablePart(spec: StatefulSetSpec | undefined): Partial<StatefulSetSpec> {
  const part: Partial<StatefulSetSpec> = { ...spec };
  for (const name of MUTABLE) delete part[name];
  return part;
}

function historyWarnings(spec: StatefulSetSpec | undefined): string[] {
  if ((spec?.revisionHistoryLimit ?? 0) >= 0) return [];
  return ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended'];
}
