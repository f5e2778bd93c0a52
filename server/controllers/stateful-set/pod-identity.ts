import type { Draft } from '../../api/object.ts';
import { statefulSets } from '../../api/resource-types.gen.ts';
import type { ControllerRevision, PersistentVolumeClaim, Pod, StatefulSet, Volume } from '../../api/types.gen.ts';
import { templateOf } from '../controller-revisions.ts';
import { podFromTemplate } from '../pod-control.ts';

export const REVISION_LABEL = 'controller-revision-hash';
const POD_NAME = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX = 'apps.kubernetes.io/pod-index';

export const startOrdinal = ({ spec }: StatefulSet): number => spec.ordinals?.start ?? 0;

/** The ordinals that the set should have. */
export function ordinalsOf(set: StatefulSet): number[] {
  return Array.from({ length: set.spec.replicas ?? 1 }, (_, i) => startOrdinal(set) + i);
}

/** The number at the end of the pod's name; undefined when the name is not of this set. */
export function ordinalOf(pod: Pod, set: StatefulSet): number | undefined {
  const match = /^(.*)-(\d+)$/.exec(pod.metadata.name);
  return match?.[1] === set.metadata.name ? Number(match[2]) : undefined;
}

export const podName = (set: StatefulSet, ordinal: number): string => `${set.metadata.name}-${ordinal}`;

export const revisionOf = ({ metadata }: Pod): string => metadata.labels?.[REVISION_LABEL] ?? '';

/** What a pod of the set is known by, whatever its template says. */
export function identityLabels(set: StatefulSet, ordinal: number): Record<string, string> {
  return { [POD_NAME]: podName(set, ordinal), [POD_INDEX]: String(ordinal) };
}

export function hasIdentity({ metadata }: Pod, set: StatefulSet, ordinal: number): boolean {
  return Object.entries(identityLabels(set, ordinal)).every(([key, value]) => metadata.labels?.[key] === value);
}

export function newPod(set: StatefulSet, revision: ControllerRevision, ordinal: number): Draft<Pod> {
  const pod = podFromTemplate(statefulSets, set, templateOf(revision));
  const name = podName(set, ordinal);
  const labels = { ...pod.metadata.labels, ...identityLabels(set, ordinal), [REVISION_LABEL]: revision.metadata.name };
  const { serviceName } = set.spec;
  return {
    metadata: { ...pod.metadata, name, labels },
    spec: {
      ...pod.spec,
      hostname: name,
      ...(serviceName && { subdomain: serviceName }),
      ...volumesWithClaims(pod.spec?.volumes ?? [], set, ordinal),
    } as Pod['spec'],
  };
}

/** A claim takes the place of a volume of its name. */
function volumesWithClaims(volumes: readonly Volume[], set: StatefulSet, ordinal: number): { volumes?: Volume[] } {
  const claims = (set.spec.volumeClaimTemplates ?? []).map(({ metadata }) => ({
    name: metadata.name,
    persistentVolumeClaim: { claimName: claimName(set, metadata.name, ordinal) },
  }));
  const others = volumes.filter(({ name }) => claims.every((claim) => claim.name !== name));
  const all = [...claims, ...others];
  return all.length > 0 ? { volumes: all } : {};
}

export function claimName(set: StatefulSet, template: string, ordinal: number): string {
  return `${template}-${podName(set, ordinal)}`;
}

/** The claims of one pod, as they are made. */
export function newClaims(set: StatefulSet, ordinal: number): Draft<PersistentVolumeClaim>[] {
  return (set.spec.volumeClaimTemplates ?? []).map(({ metadata, spec }) => ({
    metadata: {
      name: claimName(set, metadata.name, ordinal),
      namespace: set.metadata.namespace,
      labels: { ...metadata.labels, ...set.spec.selector.matchLabels },
      ...(metadata.annotations && { annotations: metadata.annotations }),
    },
    spec,
  }));
}
