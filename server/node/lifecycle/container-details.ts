import type { ContainerStatus, Pod } from '../../api/types.gen.ts';
import type { ContainerView } from '../containers.ts';

type Details = Pick<ContainerStatus, 'allocatedResources' | 'resources' | 'user' | 'volumeMounts'>;

/** What a running container was given of what its spec asks for. */
export function containerDetails(pod: Pod, { spec, kind }: ContainerView): Details {
  if (kind === 'ephemeral') return {};
  const { claims: _, ...resources } = spec.resources ?? {};
  return {
    ...(resources.requests && { allocatedResources: resources.requests }),
    resources,
    ...(spec.volumeMounts && { volumeMounts: spec.volumeMounts.map(mounted) }),
    user: { linux: userOf(pod, spec.securityContext) },
  };
}

function mounted({ name, mountPath, readOnly }: { name: string; mountPath: string; readOnly?: boolean | undefined }) {
  return readOnly ? { name, mountPath, readOnly, recursiveReadOnly: 'Disabled' as const } : { name, mountPath };
}

function userOf({ spec }: Pod, own: { runAsUser?: number | undefined; runAsGroup?: number | undefined } = {}) {
  const gid = own.runAsGroup ?? spec.securityContext?.runAsGroup ?? 0;
  const { fsGroup, supplementalGroups = [] } = spec.securityContext ?? {};
  const groups = new Set([gid, ...(fsGroup === undefined ? [] : [fsGroup]), ...supplementalGroups]);
  return { uid: own.runAsUser ?? spec.securityContext?.runAsUser ?? 0, gid, supplementalGroups: [...groups] };
}
