/** Versions that are no longer served, but that Kubernetes can still read: it refuses them in other words. */
const RBAC = ['rbac.authorization.k8s.io/v1alpha1', 'rbac.authorization.k8s.io/v1beta1'];
const STORAGE = ['storage.k8s.io/v1beta1'];
const WORKLOADS = ['apps/v1beta1', 'apps/v1beta2'];

const OLD_VERSIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['CertificateSigningRequest', ['certificates.k8s.io/v1beta1']],
  ['ClusterRole', RBAC],
  ['ClusterRoleBinding', RBAC],
  ['ControllerRevision', WORKLOADS],
  ['CronJob', ['batch/v1beta1']],
  ['CSIDriver', STORAGE],
  ['CSINode', STORAGE],
  ['CSIStorageCapacity', [...STORAGE, 'storage.k8s.io/v1alpha1']],
  ['DaemonSet', ['extensions/v1beta1', 'apps/v1beta2']],
  ['Deployment', ['extensions/v1beta1', ...WORKLOADS]],
  ['EndpointSlice', ['discovery.k8s.io/v1beta1']],
  ['Event', ['v1', 'events.k8s.io/v1', 'events.k8s.io/v1beta1']],
  ['HorizontalPodAutoscaler', ['autoscaling/v1', 'autoscaling/v2', 'autoscaling/v2beta1', 'autoscaling/v2beta2']],
  ['Ingress', ['extensions/v1beta1', 'networking.k8s.io/v1beta1']],
  ['IngressClass', ['networking.k8s.io/v1beta1']],
  ['Lease', ['coordination.k8s.io/v1beta1']],
  ['NetworkPolicy', ['extensions/v1beta1']],
  ['PodDisruptionBudget', ['policy/v1beta1']],
  ['PriorityClass', ['scheduling.k8s.io/v1alpha1', 'scheduling.k8s.io/v1beta1']],
  ['ReplicaSet', ['extensions/v1beta1', 'apps/v1beta2']],
  ['Role', RBAC],
  ['RoleBinding', RBAC],
  ['RuntimeClass', ['node.k8s.io/v1alpha1', 'node.k8s.io/v1beta1']],
  ['Scale', ['extensions/v1beta1', ...WORKLOADS]],
  ['StatefulSet', WORKLOADS],
  ['StorageClass', STORAGE],
  ['VolumeAttachment', [...STORAGE, 'storage.k8s.io/v1alpha1']],
]);

/** Whether `apiVersion` is another form of the same kind. */
export function isOtherVersion(apiVersion: string, wanted: { kind: string; apiVersion: string }): boolean {
  if (apiVersion === wanted.apiVersion) return false;
  return OLD_VERSIONS.get(wanted.kind)?.includes(apiVersion) ?? false;
}
