/** Holds claims back while a pod uses them, and volumes while a claim does. */
import { keyOf } from '../../api/object.ts';
import { persistentVolumeClaims, persistentVolumes, pods } from '../../api/resource-types.gen.ts';
import type { ObjectMeta, PersistentVolume, PersistentVolumeClaim, Pod } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller } from '../../client/run-controller.ts';
import { claimsOfPod } from '../claims-of-pod.ts';

const CLAIM_FINALIZER = 'kubernetes.io/pvc-protection';
const VOLUME_FINALIZER = 'kubernetes.io/pv-protection';
const BY_CLAIM = 'claim-protection/by-claim';

export function claimProtectionController(): Controller {
  let claims: Informer<PersistentVolumeClaim>;
  let allPods: Informer<Pod>;
  return {
    name: 'pvc-protection-controller',
    start({ informers }, queue) {
      claims = informers.for(persistentVolumeClaims);
      allPods = informers.for(pods);
      // A pod without a node does not count: no kubelet would start it with a claim that is going.
      allPods.addIndex(BY_CLAIM, (pod) => (pod.spec.nodeName ? claimsOfPod(pod) : []));
      claims.onEvent(({ type, object }) => {
        if (type !== 'DELETED') queue.add(keyOf(object));
      });
      allPods.onEvent(({ type, object }) => {
        if (type === 'DELETED') for (const key of claimsOfPod(object)) queue.add(key);
      });
    },
    async reconcile(key, { client }) {
      const claim = claims.get(key);
      if (!claim) return;
      const isUsed = allPods.indexSize(BY_CLAIM, key) > 0;
      const finalizers = planFinalizers(claim.metadata, CLAIM_FINALIZER, { isUsed });
      if (finalizers) {
        await client.update(persistentVolumeClaims, { ...claim, metadata: { ...claim.metadata, finalizers } });
      }
    },
  };
}

export function volumeProtectionController(): Controller {
  let volumes: Informer<PersistentVolume>;
  return {
    name: 'pv-protection-controller',
    start({ informers }, queue) {
      volumes = informers.for(persistentVolumes);
      volumes.onEvent(({ type, object }) => {
        if (type !== 'DELETED') queue.add(object.metadata.name);
      });
    },
    async reconcile(name, { client }) {
      const volume = volumes.get(name);
      if (!volume) return;
      const isUsed = volume.status.phase === 'Bound';
      const finalizers = planFinalizers(volume.metadata, VOLUME_FINALIZER, { isUsed });
      if (finalizers)
        await client.update(persistentVolumes, { ...volume, metadata: { ...volume.metadata, finalizers } });
    },
  };
}

/** The finalizers as they should be; undefined when they are. */
export function planFinalizers(
  { finalizers = [], deletionTimestamp }: ObjectMeta,
  finalizer: string,
  { isUsed }: { isUsed: boolean },
): string[] | undefined {
  const isHeld = finalizers.includes(finalizer);
  if (deletionTimestamp === undefined) return isHeld ? undefined : [...finalizers, finalizer];
  return isHeld && !isUsed ? finalizers.filter((name) => name !== finalizer) : undefined;
}
