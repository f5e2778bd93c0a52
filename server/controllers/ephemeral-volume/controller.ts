/** Makes the claims of a pod's generic ephemeral volumes; they go with the pod. */
import { isAlreadyExists } from '../../api/errors.ts';
import { type Draft, keyOf } from '../../api/object.ts';
import { controllerOf, controllerReference } from '../../api/owner-references.ts';
import { persistentVolumeClaims, pods } from '../../api/resource-types.gen.ts';
import type { PersistentVolumeClaim, Pod, Volume } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';

export function ephemeralVolumeController(): Controller {
  let allPods: Informer<Pod>;
  let claims: Informer<PersistentVolumeClaim>;
  return {
    name: 'ephemeral_volume',
    start({ informers }, queue) {
      allPods = informers.for(pods);
      claims = informers.for(persistentVolumeClaims);
      allPods.onEvent(({ type, object }) => {
        if (type === 'ADDED' && object.spec.volumes?.some(({ ephemeral }) => ephemeral)) queue.add(keyOf(object));
      });
      claims.onEvent(({ type, object }) => {
        const owner = controllerOf(object);
        if (type === 'DELETED' && owner?.kind === 'Pod') queue.add(`${object.metadata.namespace}/${owner.name}`);
      });
    },
    async reconcile(key, context) {
      const pod = allPods.get(key);
      if (!pod || pod.metadata.deletionTimestamp !== undefined) return;
      for (const volume of pod.spec.volumes ?? []) {
        if (volume.ephemeral) await ensureClaim(pod, claimOf(pod, volume), claims, context);
      }
    },
  };
}

async function ensureClaim(
  pod: Pod,
  draft: Draft<PersistentVolumeClaim>,
  claims: Informer<PersistentVolumeClaim>,
  { client, events }: ControllerContext,
): Promise<void> {
  const { namespace, name } = draft.metadata;
  const found = claims.get(`${namespace}/${name}`);
  if (found && controllerOf(found)?.uid === pod.metadata.uid) return;
  if (found) {
    const message = `PVC ${namespace}/${name} was not created for pod ${keyOf(pod)} (pod is not owner)`;
    events.record(pod, 'Warning', 'FailedBinding', `ephemeral volume: ${message}`);
    throw new Error(message);
  }
  try {
    await client.create(persistentVolumeClaims, draft);
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
}

function claimOf(pod: Pod, { name, ephemeral }: Volume): Draft<PersistentVolumeClaim> {
  const { metadata, spec } = ephemeral?.volumeClaimTemplate ?? {};
  return {
    metadata: {
      name: `${pod.metadata.name}-${name}`,
      namespace: pod.metadata.namespace,
      ...(metadata?.labels && { labels: metadata.labels }),
      ...(metadata?.annotations && { annotations: metadata.annotations }),
      ownerReferences: [controllerReference(pods, pod)],
    },
    ...(spec && { spec }),
  };
}
