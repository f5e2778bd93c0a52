import { controllerReference } from '../../api/owner-references.ts';
import { deployments } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import { templateHash } from '../../api/template-hash.ts';
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../api/types.gen.ts';
import {
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  newReplicaSetAnnotations,
  revisionOf,
  sizeAnnotation,
  sizeAnnotations,
} from './deployment-annotations.ts';
import { maxSurge, newReplicaCount, wantedReplicas } from './replica-math.ts';
import { byAge, replicasOf } from './replica-set-order.ts';

const TEMPLATE_HASH = 'pod-template-hash';

/** The ReplicaSets of a Deployment as a plan changes them; what was there is never changed itself. */
export interface WorkingSets {
  deployment: Deployment;
  /** The ReplicaSet of the present template. */
  current: ReplicaSet | undefined;
  /** All others, as they will be. */
  old: ReplicaSet[];
  /** To be made: `current` then. */
  created: boolean;
  /** What is to be written, by name, with the size that it had. */
  changes: Map<string, { replicaSet: ReplicaSet; from: number }>;
  /** The revision of the present template. */
  revision: number;
}

export function openSets(deployment: Deployment, replicaSets: readonly ReplicaSet[]): WorkingSets {
  const sorted = [...replicaSets].sort(byAge);
  const current = sorted.find((replicaSet) => isOfTemplate(replicaSet, deployment));
  const old = sorted.filter((replicaSet) => replicaSet !== current);
  const newest = Math.max(0, ...old.map(revisionOf));
  const sets: WorkingSets = { deployment, current, old, created: false, changes: new Map(), revision: newest + 1 };
  if (current) refreshCurrent(sets, current);
  return sets;
}

export const allSets = ({ current, old }: WorkingSets): ReplicaSet[] => (current ? [...old, current] : old);

export function isOfTemplate({ spec }: ReplicaSet, deployment: Deployment): boolean {
  return semanticEqual(withoutHash(spec.template), withoutHash(deployment.spec.template));
}

function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const { [TEMPLATE_HASH]: _, ...labels } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels } as NonNullable<PodTemplateSpec['metadata']> };
}

/** The annotations and the waiting time follow the Deployment. */
function refreshCurrent(sets: WorkingSets, current: ReplicaSet): void {
  const { metadata, spec } = current;
  const annotations = newReplicaSetAnnotations(sets.deployment, metadata.annotations, sets.revision);
  const { minReadySeconds = 0 } = sets.deployment.spec;
  const isRight = semanticEqual(annotations, metadata.annotations) && (spec.minReadySeconds ?? 0) === minReadySeconds;
  if (!isRight)
    change(sets, { ...current, metadata: { ...metadata, annotations }, spec: { ...spec, minReadySeconds } });
  sets.revision = Math.max(sets.revision, revisionOf(sets.current ?? current));
}

/** Makes the ReplicaSet of the present template, as large as it may be now. */
export function createCurrent(sets: WorkingSets): void {
  if (sets.current) return;
  const { deployment } = sets;
  const { name, namespace } = deployment.metadata;
  const { template, selector, minReadySeconds } = deployment.spec;
  const hash = templateHash(template, deployment.status.collisionCount);
  const labels = { ...template.metadata?.labels, [TEMPLATE_HASH]: hash };
  const size = newReplicaCount(deployment, sets.old, 0);
  sets.current = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: {
        ...newReplicaSetAnnotations(deployment, undefined, sets.revision),
        ...sizeAnnotations(wantedReplicas(deployment), wantedReplicas(deployment) + maxSurge(deployment)),
      },
      ownerReferences: [controllerReference(deployments, deployment)],
      uid: '',
    },
    spec: {
      replicas: size,
      ...(minReadySeconds && { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [TEMPLATE_HASH]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } as NonNullable<PodTemplateSpec['metadata']> },
    },
    status: { replicas: 0 },
  };
  sets.created = true;
}

/** Changes the size; true when it was another. */
export function scaleTo(sets: WorkingSets, replicaSet: ReplicaSet, size: number): boolean {
  if (replicasOf(replicaSet) === size) return false;
  resize(sets, replicaSet, size);
  return true;
}

/** As `scaleTo`, and notes anew for which size of the Deployment that was. */
export function resize(sets: WorkingSets, replicaSet: ReplicaSet, size: number): void {
  const desired = wantedReplicas(sets.deployment);
  const max = desired + maxSurge(sets.deployment);
  const isNoted =
    sizeAnnotation(replicaSet, DESIRED_REPLICAS) === desired && sizeAnnotation(replicaSet, MAX_REPLICAS) === max;
  if (isNoted && replicasOf(replicaSet) === size) return;
  const { metadata, spec } = replicaSet;
  const annotations = { ...metadata.annotations, ...sizeAnnotations(desired, max) };
  change(sets, { ...replicaSet, metadata: { ...metadata, annotations }, spec: { ...spec, replicas: size } });
}

function change(sets: WorkingSets, replicaSet: ReplicaSet): void {
  const { name } = replicaSet.metadata;
  const before = allSets(sets).find((other) => other.metadata.name === name);
  const from = sets.changes.get(name)?.from ?? (before ? replicasOf(before) : 0);
  sets.changes.set(name, { replicaSet, from });
  if (sets.current?.metadata.name === name) sets.current = replicaSet;
  else sets.old = sets.old.map((other) => (other.metadata.name === name ? replicaSet : other));
}
