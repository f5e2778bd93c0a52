import { isAlreadyExists } from '../../api/errors.ts';
import { keyOf, parseKey } from '../../api/object.ts';
import { persistentVolumeClaims, persistentVolumes, storageClasses } from '../../api/resource-types.gen.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import type { WorkQueue } from '../../client/work-queue.ts';
import { bindVolume, setVolumePhase } from './bind-volume.ts';
import { BIND_COMPLETED, type ClaimPlan, planClaim } from './plan-claim.ts';
import { BOUND_BY_CONTROLLER, planVolume } from './plan-volume.ts';
import { provisionedVolume } from './provision-volume.ts';

const OPEN_BY_CLASS = 'open-by-class';
const CLAIM = 'claim:';
const VOLUME = 'volume:';

interface Followed {
  claims: Informer<PersistentVolumeClaim>;
  volumes: Informer<PersistentVolume>;
  classes: Informer<StorageClass>;
}

/** Brings claims and volumes together, makes volumes for the simulated provisioner, and takes back what is released. */
export function persistentVolumeController(): Controller {
  let followed: Followed;
  return {
    name: 'persistentvolume-controller',
    // One at a time: two claims could take one volume.
    workers: 1,
    start({ informers }, queue) {
      followed = {
        claims: informers.for(persistentVolumeClaims),
        volumes: informers.for(persistentVolumes),
        classes: informers.for(storageClasses),
      };
      follow(followed, queue);
    },
    reconcile(key, context) {
      if (key.startsWith(VOLUME)) return syncVolume(key.slice(VOLUME.length), followed, context);
      return syncClaim(key.slice(CLAIM.length), followed, context);
    },
  };
}

function follow({ claims, volumes, classes }: Followed, queue: WorkQueue): void {
  claims.addIndex(OPEN_BY_CLASS, ({ metadata, spec }) =>
    metadata.annotations?.[BIND_COMPLETED] === undefined ? [spec.storageClassName ?? ''] : [],
  );
  const addOpenClaims = (storageClass: string) => {
    for (const claim of claims.byIndex(OPEN_BY_CLASS, storageClass)) queue.add(CLAIM + keyOf(claim));
  };
  claims.onEvent(({ object }) => {
    queue.add(CLAIM + keyOf(object));
    if (object.spec.volumeName) queue.add(VOLUME + object.spec.volumeName);
  });
  volumes.onEvent(({ object: { metadata, spec, status } }) => {
    queue.add(VOLUME + metadata.name);
    if (spec.claimRef) queue.add(`${CLAIM}${spec.claimRef.namespace}/${spec.claimRef.name}`);
    else if (status.phase === 'Available') addOpenClaims(spec.storageClassName ?? '');
  });
  classes.onEvent(({ object }) => addOpenClaims(object.metadata.name));
}

async function syncVolume(name: string, { claims, volumes }: Followed, { client }: ControllerContext): Promise<void> {
  const volume = volumes.get(name);
  if (!volume) return;
  const { claimRef } = volume.spec;
  const plan = planVolume(volume, claims.get(`${claimRef?.namespace}/${claimRef?.name}`));
  if (plan.do === 'phase') await setVolumePhase(client, volume, plan.phase);
  else if (plan.do === 'delete') await client.delete(persistentVolumes, { name });
  else if (plan.do === 'free') await free(client, volume);
}

async function free(client: ControllerContext['client'], volume: PersistentVolume): Promise<void> {
  const { [BOUND_BY_CONTROLLER]: _, ...annotations } = volume.metadata.annotations ?? {};
  const { claimRef: __, ...spec } = volume.spec;
  await client.update(persistentVolumes, { ...volume, metadata: { ...volume.metadata, annotations }, spec });
}

async function syncClaim(key: string, followed: Followed, context: ControllerContext): Promise<void> {
  const { claims, volumes, classes } = followed;
  const claim = claims.get(key);
  if (!claim) return;
  const plan = planClaim(claim, {
    volumes: volumes.list(),
    volume: (name) => volumes.get(name),
    storageClass: (name) => classes.get(name),
  });
  await carryOut(plan, claim, context);
}

async function carryOut(plan: ClaimPlan, claim: PersistentVolumeClaim, context: ControllerContext): Promise<void> {
  const { client, events } = context;
  switch (plan.do) {
    case 'bind':
      return bindVolume(client, claim, plan.volume);
    case 'provision':
      return provision(plan, claim, context);
    case 'wait':
      events.record(claim, plan.type, plan.reason, plan.message);
      if (plan.provisioner !== undefined) await nameProvisioner(client, claim, plan.provisioner);
      return;
    case 'lose':
      events.record(
        claim,
        'Warning',
        'ClaimLost',
        'Bound claim has lost its PersistentVolume. Data on the volume is lost!',
      );
      await client.update(
        persistentVolumeClaims,
        { ...claim, status: { ...claim.status, phase: 'Lost' } },
        { subresource: 'status' },
      );
  }
}

async function provision(
  { storageClass, node }: Extract<ClaimPlan, { do: 'provision' }>,
  claim: PersistentVolumeClaim,
  { client, events }: ControllerContext,
): Promise<void> {
  const volume = provisionedVolume(claim, storageClass, node);
  const about = `volume for claim "${keyOf(claim)}"`;
  events.record(claim, 'Normal', 'Provisioning', `External provisioner is provisioning ${about}`);
  try {
    await client.create(persistentVolumes, volume);
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
  const message = `Successfully provisioned volume ${volume.metadata.name}`;
  events.record(claim, 'Normal', 'ProvisioningSucceeded', message);
}

/** By this annotation provisioners outside of the control plane know that it is their turn. */
async function nameProvisioner(
  client: ControllerContext['client'],
  claim: PersistentVolumeClaim,
  provisioner: string,
): Promise<void> {
  const NAMES = ['volume.beta.kubernetes.io/storage-provisioner', 'volume.kubernetes.io/storage-provisioner'];
  if (NAMES.every((name) => claim.metadata.annotations?.[name] === provisioner)) return;
  const annotations = Object.fromEntries(NAMES.map((name) => [name, provisioner]));
  const patch = { type: 'application/merge-patch+json' as const, body: { metadata: { annotations } } };
  await client.patch(persistentVolumeClaims, parseKey(keyOf(claim)), patch);
}
