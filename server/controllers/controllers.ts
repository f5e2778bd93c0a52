import type { ResourceType } from '../api/object.ts';
import type { Controller } from '../client/run-controller.ts';
import { clusterRoleAggregationController } from './cluster-role-aggregation/controller.ts';
import { cronJobController } from './cron-job/controller.ts';
import { daemonSetController } from './daemon-set/controller.ts';
import { deploymentController } from './deployment/controller.ts';
import { disruptionBudgetController } from './disruption-budget/controller.ts';
import { endpointSliceController } from './endpoint-slice/controller.ts';
import { endpointSliceMirroringController } from './endpoint-slice-mirroring/controller.ts';
import { endpointsController } from './endpoints/controller.ts';
import { ephemeralVolumeController } from './ephemeral-volume/controller.ts';
import { eventExpiryController } from './event-expiry/controller.ts';
import { flowSchemaController } from './flow-schema/controller.ts';
import { garbageCollector } from './garbage-collector/controller.ts';
import { ipAddressController } from './ip-address/controller.ts';
import { jobController } from './job/controller.ts';
import { namespaceController } from './namespace/controller.ts';
import { nodeLifecycleController } from './node-lifecycle/controller.ts';
import { nodeTaintsController } from './node-taints/controller.ts';
import { nodeTtlController } from './node-ttl/controller.ts';
import { persistentVolumeController } from './persistent-volume/controller.ts';
import { podGarbageCollector } from './pod-gc/controller.ts';
import { replicaSetController, replicationControllerController } from './replica-set/controller.ts';
import { resourceQuotaController } from './resource-quota/controller.ts';
import { rootCaConfigMapController } from './root-ca-config-map/controller.ts';
import { serviceAccountController } from './service-account/controller.ts';
import { serviceCidrController } from './service-cidr/controller.ts';
import { statefulSetController } from './stateful-set/controller.ts';
import { systemNamespacesController } from './system-namespaces/controller.ts';
import { taintEvictionController } from './taint-eviction/controller.ts';
import { claimProtectionController, volumeProtectionController } from './volume-protection/controller.ts';

export interface ControllersOptions {
  /** All resources that can be listed, watched and deleted, each in one version. */
  types: readonly ResourceType[];
  /** The certificates by which pods know the API server, as PEM. */
  rootCa(): string;
}

/** Add yours here. */
export function allControllers({ types, rootCa }: ControllersOptions): Controller[] {
  const namespaced = types.filter((type) => type.namespaced);
  return [
    namespaceController({ types: namespaced }),
    garbageCollector({ types: withoutEvents(types) }),
    serviceAccountController(),
    rootCaConfigMapController({ rootCa }),
    // In this order: who waits for slices only finds the Endpoints, too.
    endpointsController(),
    endpointSliceController(),
    endpointSliceMirroringController(),
    deploymentController(),
    replicaSetController(),
    replicationControllerController(),
    statefulSetController(),
    daemonSetController(),
    jobController(),
    cronJobController(),
    disruptionBudgetController(),
    resourceQuotaController({ types: withoutEvents(namespaced) }),
    nodeTaintsController(),
    nodeLifecycleController(),
    taintEvictionController(),
    podGarbageCollector(),
    nodeTtlController(),
    persistentVolumeController(),
    claimProtectionController(),
    volumeProtectionController(),
    ephemeralVolumeController(),
    eventExpiryController(),
    clusterRoleAggregationController(),
    flowSchemaController(),
    serviceCidrController(),
    ipAddressController(),
    systemNamespacesController(),
  ];
}

/** Nobody owns an event, no quota counts them, and there can be more of them than of all else: no copy of them is kept. */
function withoutEvents(types: readonly ResourceType[]): ResourceType[] {
  return types.filter((type) => type.plural !== 'events');
}
