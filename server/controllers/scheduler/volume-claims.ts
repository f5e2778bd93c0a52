import { matchesNodeSelector } from '../../api/node-selector.ts';
import { persistentVolumeClaims, persistentVolumes, storageClasses } from '../../api/resource-types.gen.ts';
import type { Node, PersistentVolumeClaim, Pod } from '../../api/types.gen.ts';
import type { Informers } from '../../client/informer.ts';

/** What a pod's persistent volume claims mean for where it can go. */
export interface ClaimCheck {
  /** Why it can go nowhere yet, in Kubernetes' words. */
  refusal?: string;
  /** Claims that are bound when the node is chosen. */
  unbound: readonly PersistentVolumeClaim[];
  fits(node: Node): boolean;
}

const NO_CLAIMS: ClaimCheck = { unbound: [], fits: () => true };

/** Answers for one pod at a time, out of the informers. */
export function claimChecker(informers: Informers): (pod: Pod) => ClaimCheck {
  const claims = informers.for(persistentVolumeClaims);
  const volumes = informers.for(persistentVolumes);
  const classes = informers.for(storageClasses);

  const waitsForConsumer = ({ spec }: PersistentVolumeClaim) =>
    classes.get(spec.storageClassName ?? '')?.volumeBindingMode === 'WaitForFirstConsumer';
  const reaches = (node: Node) => (claim: PersistentVolumeClaim) => {
    const required = volumes.get(claim.spec.volumeName ?? '')?.spec.nodeAffinity?.required;
    return required === undefined || matchesNodeSelector(required, node);
  };

  return (pod) => {
    const names = claimNames(pod);
    if (names.length === 0) return NO_CLAIMS;
    const found: PersistentVolumeClaim[] = [];
    for (const name of names) {
      const claim = claims.get(`${pod.metadata.namespace}/${name.name}`);
      const refusal = claimRefusal(claim, name);
      if (refusal !== undefined || !claim) return { ...NO_CLAIMS, refusal: refusal ?? '' };
      found.push(claim);
    }
    const unbound = found.filter((claim) => !claim.spec.volumeName);
    if (unbound.every(waitsForConsumer)) return { unbound, fits: (node) => found.every(reaches(node)) };
    return { ...NO_CLAIMS, refusal: 'pod has unbound immediate PersistentVolumeClaims' };
  };
}

interface ClaimName {
  name: string;
  /** It is made for this pod alone, by a controller. */
  isEphemeral: boolean;
}

function claimNames({ metadata, spec }: Pod): ClaimName[] {
  return (spec.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }): ClaimName[] => {
    if (persistentVolumeClaim) return [{ name: persistentVolumeClaim.claimName, isEphemeral: false }];
    return ephemeral ? [{ name: `${metadata.name}-${name}`, isEphemeral: true }] : [];
  });
}

function claimRefusal(claim: PersistentVolumeClaim | undefined, { name, isEphemeral }: ClaimName): string | undefined {
  if (!claim) {
    return isEphemeral
      ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`
      : `persistentvolumeclaim "${name}" not found`;
  }
  if (claim.status.phase === 'Lost') {
    return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName}"`;
  }
  return claim.metadata.deletionTimestamp === undefined
    ? undefined
    : `persistentvolumeclaim "${name}" is being deleted`;
}
