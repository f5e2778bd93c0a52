/** The list of built-in kinds. */
import type { TokenAuthenticator } from '../api/authentication.ts';
import type { ResourceDefinition } from '../registry/define-resource.ts';
import { controllerRevisionResource } from './apps/controller-revision.ts';
import { daemonSetResource } from './apps/daemon-set.ts';
import { deploymentResource } from './apps/deployment.ts';
import { replicaSetResource } from './apps/replica-set.ts';
import { statefulSetResource } from './apps/stateful-set.ts';
import { selfSubjectReviewResource } from './authentication/self-subject-review.ts';
import { type TokenRequestOptions, tokenSubresource } from './authentication/token-request.ts';
import { tokenReviewResource } from './authentication/token-review.ts';
import {
  localSubjectAccessReviewResource,
  selfSubjectAccessReviewResource,
  subjectAccessReviewResource,
} from './authorization/access-reviews.ts';
import { selfSubjectRulesReviewResource } from './authorization/self-subject-rules-review.ts';
import { horizontalPodAutoscalerResource } from './autoscaling/horizontal-pod-autoscaler.ts';
import { horizontalPodAutoscalerV1Resource } from './autoscaling/horizontal-pod-autoscaler-v1.ts';
import { cronJobResource } from './batch/cron-job.ts';
import { jobResource } from './batch/job.ts';
import { certificateSigningRequestResource } from './certificates/certificate-signing-request.ts';
import { leaseResource } from './coordination/lease.ts';
import { bindingResource } from './core/binding.ts';
import { componentStatusResource } from './core/component-status.ts';
import { configMapResource } from './core/config-map.ts';
import { endpointsResource } from './core/endpoints.ts';
import { eventResource } from './core/event.ts';
import { limitRangeResource } from './core/limit-range.ts';
import { namespaceResource } from './core/namespace.ts';
import { nodeResource } from './core/node.ts';
import { persistentVolumeResource } from './core/persistent-volume.ts';
import { persistentVolumeClaimResource } from './core/persistent-volume-claim.ts';
import { pod } from './core/pod.ts';
import { podTemplateResource } from './core/pod-template.ts';
import { replicationControllerResource } from './core/replication-controller.ts';
import { resourceQuotaResource } from './core/resource-quota.ts';
import { secretResource } from './core/secret.ts';
import type { ServiceAllocators } from './core/service/service-allocators.ts';
import { serviceResource } from './core/service.ts';
import { serviceAccountResource } from './core/service-account.ts';
import { endpointSliceResource } from './discovery/endpoint-slice.ts';
import { eventsV1EventResource } from './events/event.ts';
import { flowSchemaResource } from './flowcontrol/flow-schema.ts';
import { priorityLevelConfigurationResource } from './flowcontrol/priority-level-configuration.ts';
import { ingressResource } from './networking/ingress.ts';
import { ingressClassResource } from './networking/ingress-class.ts';
import { ipAddressResource } from './networking/ip-address.ts';
import { networkPolicyResource } from './networking/network-policy.ts';
import { serviceCidrResource } from './networking/service-cidr.ts';
import { runtimeClassResource } from './node/runtime-class.ts';
import { podDisruptionBudgetResource } from './policy/pod-disruption-budget.ts';
import { clusterRoleResource } from './rbac/cluster-role.ts';
import { clusterRoleBindingResource } from './rbac/cluster-role-binding.ts';
import { roleResource } from './rbac/role.ts';
import { roleBindingResource } from './rbac/role-binding.ts';
import { deviceClassResource } from './resource/device-class.ts';
import { resourceClaimResource } from './resource/resource-claim.ts';
import { resourceClaimTemplateResource } from './resource/resource-claim-template.ts';
import { resourceSliceResource } from './resource/resource-slice.ts';
import { priorityClassResource } from './scheduling/priority-class.ts';
import { csiDriverResource } from './storage/csi-driver.ts';
import { csiNodeResource } from './storage/csi-node.ts';
import { csiStorageCapacityResource } from './storage/csi-storage-capacity.ts';
import { storageClassResource } from './storage/storage-class.ts';
import { volumeAttachmentResource } from './storage/volume-attachment.ts';
import { volumeAttributesClassResource } from './storage/volume-attributes-class.ts';

/** What kinds need that belongs to one cluster. */
export interface ResourceParts extends TokenRequestOptions {
  allocators: ServiceAllocators;
  authenticate: TokenAuthenticator;
}

/** The built-in kinds: those that need parts of a cluster, and all others. */
export function builtinResources(parts: ResourceParts): ResourceDefinition[] {
  return [
    serviceAccountResource(tokenSubresource(parts)),
    serviceResource(parts.allocators),
    tokenReviewResource(parts.authenticate),
    ...PLAIN_RESOURCES,
  ];
}

/** Add yours here. In the order of Kubernetes' discovery. */
const PLAIN_RESOURCES: readonly ResourceDefinition[] = [
  bindingResource,
  componentStatusResource,
  configMapResource,
  endpointsResource,
  eventResource,
  limitRangeResource,
  namespaceResource,
  nodeResource,
  persistentVolumeClaimResource,
  persistentVolumeResource,
  pod,
  podTemplateResource,
  replicationControllerResource,
  resourceQuotaResource,
  secretResource,
  controllerRevisionResource,
  daemonSetResource,
  deploymentResource,
  replicaSetResource,
  statefulSetResource,
  eventsV1EventResource,
  selfSubjectReviewResource,
  localSubjectAccessReviewResource,
  selfSubjectAccessReviewResource,
  selfSubjectRulesReviewResource,
  subjectAccessReviewResource,
  horizontalPodAutoscalerResource,
  horizontalPodAutoscalerV1Resource,
  cronJobResource,
  jobResource,
  certificateSigningRequestResource,
  ingressClassResource,
  ingressResource,
  ipAddressResource,
  networkPolicyResource,
  serviceCidrResource,
  podDisruptionBudgetResource,
  clusterRoleBindingResource,
  clusterRoleResource,
  roleBindingResource,
  roleResource,
  csiDriverResource,
  csiNodeResource,
  csiStorageCapacityResource,
  storageClassResource,
  volumeAttachmentResource,
  volumeAttributesClassResource,
  priorityClassResource,
  leaseResource,
  runtimeClassResource,
  endpointSliceResource,
  deviceClassResource,
  resourceClaimResource,
  resourceClaimTemplateResource,
  resourceSliceResource,
  flowSchemaResource,
  priorityLevelConfigurationResource,
];
