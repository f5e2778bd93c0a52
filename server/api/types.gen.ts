// Generated from schemas/ by scripts/generate-types.ts: do not edit.

/** A number with a unit, such as `500m` or `1Gi`, as text. */
export type Quantity = string;
export type IntOrString = number | string;

export interface APIGroup {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  name: string;
  versions: GroupVersionForDiscovery[];
  preferredVersion?: GroupVersionForDiscovery | undefined;
  serverAddressByClientCIDRs?: ServerAddressByClientCIDR[] | undefined;
}

export interface APIGroupList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  groups: APIGroup[];
}

export interface APIResource {
  name: string;
  singularName: string;
  namespaced: boolean;
  group?: string | undefined;
  version?: string | undefined;
  kind: string;
  verbs: string[];
  shortNames?: string[] | undefined;
  categories?: string[] | undefined;
  storageVersionHash?: string | undefined;
}

export interface APIResourceList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  groupVersion: string;
  resources: APIResource[];
}

export interface APIVersions {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  versions: string[];
  serverAddressByClientCIDRs: ServerAddressByClientCIDR[];
}

export interface AWSElasticBlockStoreVolumeSource {
  volumeID: string;
  fsType?: string | undefined;
  partition?: number | undefined;
  readOnly?: boolean | undefined;
}

export interface Affinity {
  nodeAffinity?: NodeAffinity | undefined;
  podAffinity?: PodAffinity | undefined;
  podAntiAffinity?: PodAntiAffinity | undefined;
}

export interface AggregationRule {
  clusterRoleSelectors?: LabelSelector[] | undefined;
}

export interface AllocatedDeviceStatus {
  driver: string;
  pool: string;
  device: string;
  shareID?: string | undefined;
  conditions?: Condition[] | undefined;
  data?: Record<string, unknown> | undefined;
  networkData?: NetworkDeviceData | undefined;
}

export interface AllocationResult {
  devices?: DeviceAllocationResult | undefined;
  nodeSelector?: NodeSelector | undefined;
  allocationTimestamp?: string | undefined;
}

export interface AppArmorProfile {
  type: 'Localhost' | 'RuntimeDefault' | 'Unconfined';
  localhostProfile?: string | undefined;
}

export interface AttachedVolume {
  name: string;
  devicePath: string;
}

export interface AuthenticationV1TokenRequest {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: TokenRequestSpec;
  status: TokenRequestStatus;
}

export interface AutoscalingV1CrossVersionObjectReference {
  kind: string;
  name: string;
  apiVersion?: string | undefined;
}

export interface AutoscalingV1HorizontalPodAutoscaler {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: AutoscalingV1HorizontalPodAutoscalerSpec;
  status: AutoscalingV1HorizontalPodAutoscalerStatus;
}

export interface AutoscalingV1HorizontalPodAutoscalerList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: AutoscalingV1HorizontalPodAutoscaler[];
}

export interface AutoscalingV1HorizontalPodAutoscalerSpec {
  scaleTargetRef: AutoscalingV1CrossVersionObjectReference;
  minReplicas?: number | undefined;
  maxReplicas: number;
  targetCPUUtilizationPercentage?: number | undefined;
}

export interface AutoscalingV1HorizontalPodAutoscalerStatus {
  observedGeneration?: number | undefined;
  lastScaleTime?: string | undefined;
  currentReplicas: number;
  desiredReplicas: number;
  currentCPUUtilizationPercentage?: number | undefined;
}

export interface AutoscalingV2CrossVersionObjectReference {
  kind: string;
  name: string;
  apiVersion?: string | undefined;
}

export interface AutoscalingV2HorizontalPodAutoscaler {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: AutoscalingV2HorizontalPodAutoscalerSpec;
  status: AutoscalingV2HorizontalPodAutoscalerStatus;
}

export interface AutoscalingV2HorizontalPodAutoscalerList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: AutoscalingV2HorizontalPodAutoscaler[];
}

export interface AutoscalingV2HorizontalPodAutoscalerSpec {
  scaleTargetRef: AutoscalingV2CrossVersionObjectReference;
  minReplicas?: number | undefined;
  maxReplicas: number;
  metrics?: MetricSpec[] | undefined;
  behavior?: HorizontalPodAutoscalerBehavior | undefined;
}

export interface AutoscalingV2HorizontalPodAutoscalerStatus {
  observedGeneration?: number | undefined;
  lastScaleTime?: string | undefined;
  currentReplicas?: number | undefined;
  desiredReplicas: number;
  currentMetrics?: MetricStatus[] | null | undefined;
  conditions?: HorizontalPodAutoscalerCondition[] | undefined;
}

export interface AzureDiskVolumeSource {
  diskName: string;
  diskURI: string;
  cachingMode?: 'None' | 'ReadOnly' | 'ReadWrite' | undefined;
  fsType?: string | undefined;
  readOnly?: boolean | undefined;
  kind?: 'Dedicated' | 'Managed' | 'Shared' | undefined;
}

export interface AzureFilePersistentVolumeSource {
  secretName: string;
  shareName: string;
  readOnly?: boolean | undefined;
  secretNamespace?: string | undefined;
}

export interface AzureFileVolumeSource {
  secretName: string;
  shareName: string;
  readOnly?: boolean | undefined;
}

export interface Binding {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  target: ObjectReference;
}

export interface BoundObjectReference {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  name?: string | undefined;
  uid?: string | undefined;
}

export interface CELDeviceSelector {
  expression: string;
}

export interface CSIDriver {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: CSIDriverSpec;
}

export interface CSIDriverList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: CSIDriver[];
}

export interface CSIDriverSpec {
  attachRequired?: boolean | undefined;
  podInfoOnMount?: boolean | undefined;
  volumeLifecycleModes?: string[] | undefined;
  storageCapacity?: boolean | undefined;
  fsGroupPolicy?: string | undefined;
  tokenRequests?: StorageV1TokenRequest[] | undefined;
  requiresRepublish?: boolean | undefined;
  seLinuxMount?: boolean | undefined;
  nodeAllocatableUpdatePeriodSeconds?: number | undefined;
  serviceAccountTokenInSecrets?: boolean | undefined;
  preventPodSchedulingIfMissing?: boolean | undefined;
}

export interface CSINode {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: CSINodeSpec;
}

export interface CSINodeDriver {
  name: string;
  nodeID: string;
  topologyKeys?: string[] | null | undefined;
  allocatable?: VolumeNodeResources | undefined;
}

export interface CSINodeList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: CSINode[];
}

export interface CSINodeSpec {
  drivers: CSINodeDriver[] | null;
}

export interface CSIPersistentVolumeSource {
  driver: string;
  volumeHandle: string;
  readOnly?: boolean | undefined;
  fsType?: string | undefined;
  volumeAttributes?: Record<string, string> | undefined;
  controllerPublishSecretRef?: SecretReference | undefined;
  nodeStageSecretRef?: SecretReference | undefined;
  nodePublishSecretRef?: SecretReference | undefined;
  controllerExpandSecretRef?: SecretReference | undefined;
  nodeExpandSecretRef?: SecretReference | undefined;
}

export interface CSIStorageCapacity {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  nodeTopology?: LabelSelector | undefined;
  storageClassName: string;
  capacity?: Quantity | undefined;
  maximumVolumeSize?: Quantity | undefined;
}

export interface CSIStorageCapacityList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: CSIStorageCapacity[];
}

export interface CSIVolumeSource {
  driver: string;
  readOnly?: boolean | undefined;
  fsType?: string | undefined;
  volumeAttributes?: Record<string, string> | undefined;
  nodePublishSecretRef?: LocalObjectReference | undefined;
}

export interface Capabilities {
  add?: string[] | undefined;
  drop?: string[] | undefined;
}

export interface CapacityRequestPolicy {
  default?: Quantity | undefined;
  validValues?: Quantity[] | undefined;
  validRange?: CapacityRequestPolicyRange | undefined;
}

export interface CapacityRequestPolicyRange {
  min: Quantity;
  max?: Quantity | undefined;
  step?: Quantity | undefined;
}

export interface CapacityRequirements {
  requests?: Record<string, Quantity> | undefined;
}

export interface CephFSPersistentVolumeSource {
  monitors: string[];
  path?: string | undefined;
  user?: string | undefined;
  secretFile?: string | undefined;
  secretRef?: SecretReference | undefined;
  readOnly?: boolean | undefined;
}

export interface CephFSVolumeSource {
  monitors: string[];
  path?: string | undefined;
  user?: string | undefined;
  secretFile?: string | undefined;
  secretRef?: LocalObjectReference | undefined;
  readOnly?: boolean | undefined;
}

export interface CertificateSigningRequest {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: CertificateSigningRequestSpec;
  status: CertificateSigningRequestStatus;
}

export interface CertificateSigningRequestCondition {
  type: string;
  status: string;
  reason?: string | undefined;
  message?: string | undefined;
  lastUpdateTime?: string | null | undefined;
  lastTransitionTime?: string | null | undefined;
}

export interface CertificateSigningRequestList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: CertificateSigningRequest[];
}

export interface CertificateSigningRequestSpec {
  request: string;
  signerName: string;
  expirationSeconds?: number | undefined;
  usages?: ('any' | 'cert sign' | 'client auth' | 'code signing' | 'content commitment' | 'crl sign' | 'data encipherment' | 'decipher only' | 'digital signature' | 'email protection' | 'encipher only' | 'ipsec end system' | 'ipsec tunnel' | 'ipsec user' | 'key agreement' | 'key encipherment' | 'microsoft sgc' | 'netscape sgc' | 'ocsp signing' | 's/mime' | 'server auth' | 'signing' | 'timestamping')[] | undefined;
  username?: string | undefined;
  uid?: string | undefined;
  groups?: string[] | undefined;
  extra?: Record<string, string[]> | undefined;
}

export interface CertificateSigningRequestStatus {
  conditions?: CertificateSigningRequestCondition[] | undefined;
  certificate?: string | undefined;
}

export interface CinderPersistentVolumeSource {
  volumeID: string;
  fsType?: string | undefined;
  readOnly?: boolean | undefined;
  secretRef?: SecretReference | undefined;
}

export interface CinderVolumeSource {
  volumeID: string;
  fsType?: string | undefined;
  readOnly?: boolean | undefined;
  secretRef?: LocalObjectReference | undefined;
}

/** Details of affinity by the client's address. */
export interface ClientIPConfig {
  /** How long a client is remembered, at most a day. Three hours when left out. */
  timeoutSeconds?: number | undefined;
}

export interface ClusterRole {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  rules?: PolicyRule[] | null | undefined;
  aggregationRule?: AggregationRule | undefined;
}

export interface ClusterRoleBinding {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  subjects?: RbacV1Subject[] | undefined;
  roleRef: RoleRef;
}

export interface ClusterRoleBindingList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: ClusterRoleBinding[];
}

export interface ClusterRoleList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: ClusterRole[];
}

export interface ClusterTrustBundleProjection {
  name?: string | undefined;
  signerName?: string | undefined;
  labelSelector?: LabelSelector | undefined;
  optional?: boolean | undefined;
  path: string;
}

export interface ComponentCondition {
  type: string;
  status: string;
  message?: string | undefined;
  error?: string | undefined;
}

export interface ComponentStatus {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  conditions?: ComponentCondition[] | undefined;
}

export interface ComponentStatusList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: ComponentStatus[];
}

/** Something that is true of an object, or not. */
export interface Condition {
  /** What it is about. */
  type: string;
  /** True, False or Unknown. */
  status: string;
  /** The generation of the object that it is about. */
  observedGeneration?: number | undefined;
  /** When the status last changed. */
  lastTransitionTime: string | null;
  /** Why, in a word. */
  reason: string;
  /** Why, for people. */
  message: string;
}

export interface ConfigMap {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  immutable?: boolean | undefined;
  data?: Record<string, string> | undefined;
  binaryData?: Record<string, string> | undefined;
}

export interface ConfigMapEnvSource {
  name?: string | undefined;
  optional?: boolean | undefined;
}

export interface ConfigMapKeySelector {
  name?: string | undefined;
  key: string;
  optional?: boolean | undefined;
}

export interface ConfigMapList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: ConfigMap[];
}

export interface ConfigMapNodeConfigSource {
  namespace: string;
  name: string;
  uid?: string | undefined;
  resourceVersion?: string | undefined;
  kubeletConfigKey: string;
}

export interface ConfigMapProjection {
  name?: string | undefined;
  items?: KeyToPath[] | undefined;
  optional?: boolean | undefined;
}

export interface ConfigMapVolumeSource {
  name?: string | undefined;
  items?: KeyToPath[] | undefined;
  defaultMode?: number | undefined;
  optional?: boolean | undefined;
}

/** A program in a pod, with what it needs. */
export interface Container {
  /** The name of the container: unique in its pod. */
  name: string;
  /** The image to run. */
  image?: string | undefined;
  /** What to run, in place of the image's entry point. $(NAME) stands for an environment variable. */
  command?: string[] | undefined;
  /** The arguments, in place of those of the image. */
  args?: string[] | undefined;
  /** Where it runs, in place of the image's directory. */
  workingDir?: string | undefined;
  /** The ports that it listens on. They are for information, and for services that name them: other ports work, too. */
  ports?: ContainerPort[] | undefined;
  /** Sources of many environment variables at once. */
  envFrom?: EnvFromSource[] | undefined;
  /** Environment variables. */
  env?: EnvVar[] | undefined;
  /** What the container needs and may use. */
  resources?: ResourceRequirements | undefined;
  /** Whether the container is restarted when its resources change. */
  resizePolicy?: ContainerResizePolicy[] | undefined;
  /** For init containers: Always keeps it running beside the others. */
  restartPolicy?: string | undefined;
  /** When the container is started again, by how it ended. */
  restartPolicyRules?: ContainerRestartRule[] | undefined;
  /** Where which volumes of the pod are mounted. */
  volumeMounts?: VolumeMount[] | undefined;
  /** Where which volumes of the pod are block devices. */
  volumeDevices?: VolumeDevice[] | undefined;
  /** When it fails, the container is started again. */
  livenessProbe?: Probe | undefined;
  /** While it fails, services send no traffic to the pod. */
  readinessProbe?: Probe | undefined;
  /** Until it succeeds, the other probes wait. */
  startupProbe?: Probe | undefined;
  /** What happens after the start and before the end. */
  lifecycle?: Lifecycle | undefined;
  /** The file in which the container says why it ended. */
  terminationMessagePath?: string | undefined;
  /** File reads that file only; FallbackToLogsOnError takes the end of the log when the file is empty and the container failed. */
  terminationMessagePolicy?: 'FallbackToLogsOnError' | 'File' | undefined;
  /** Always, IfNotPresent or Never. Always when left out and the tag is latest, else IfNotPresent. */
  imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never' | undefined;
  /** Users, capabilities and the like, in place of those of the pod. */
  securityContext?: SecurityContext | undefined;
  /** Standard input stays open for whoever attaches. */
  stdin?: boolean | undefined;
  /** Standard input is closed after the first who attached has gone. */
  stdinOnce?: boolean | undefined;
  /** Standard input is a terminal. */
  tty?: boolean | undefined;
}

export interface ContainerExtendedResourceRequest {
  containerName: string;
  resourceName: string;
  requestName: string;
}

export interface ContainerImage {
  names?: string[] | null | undefined;
  sizeBytes?: number | undefined;
}

/** A port that a container listens on. */
export interface ContainerPort {
  /** A name that services can use in targetPort: unique in the pod. */
  name?: string | undefined;
  /** The port of the node that leads to it. */
  hostPort?: number | undefined;
  /** The number on the pod's address. */
  containerPort: number;
  /** TCP, UDP or SCTP. TCP when left out. */
  protocol?: 'SCTP' | 'TCP' | 'UDP' | undefined;
  /** The address of the node on which hostPort is. */
  hostIP?: string | undefined;
}

export interface ContainerResizePolicy {
  resourceName: string;
  restartPolicy: string;
}

export interface ContainerResourceMetricSource {
  name: string;
  target: MetricTarget;
  container: string;
}

export interface ContainerResourceMetricStatus {
  name: string;
  current: MetricValueStatus;
  container: string;
}

export interface ContainerRestartRule {
  action: string;
  exitCodes?: ContainerRestartRuleOnExitCodes | undefined;
}

export interface ContainerRestartRuleOnExitCodes {
  operator: string;
  values?: number[] | undefined;
}

/** What a container does: one of these. Waiting when none is set. */
export interface ContainerState {
  /** Why it does not run yet. */
  waiting?: ContainerStateWaiting | undefined;
  /** Since when it runs. */
  running?: ContainerStateRunning | undefined;
  /** How it ended. */
  terminated?: ContainerStateTerminated | undefined;
}

export interface ContainerStateRunning {
  startedAt?: string | null | undefined;
}

export interface ContainerStateTerminated {
  exitCode: number;
  signal?: number | undefined;
  reason?: string | undefined;
  message?: string | undefined;
  startedAt?: string | null | undefined;
  finishedAt?: string | null | undefined;
  containerID?: string | undefined;
}

export interface ContainerStateWaiting {
  reason?: string | undefined;
  message?: string | undefined;
}

/** How a container is doing. */
export interface ContainerStatus {
  /** The name of the container. */
  name: string;
  /** Whether it waits, runs or has ended. */
  state?: ContainerState | undefined;
  /** How it ended the last time. */
  lastState?: ContainerState | undefined;
  /** Its readiness probe succeeds, or it has none and runs. */
  ready: boolean;
  /** How often it was started again. */
  restartCount: number;
  /** The image that it runs. */
  image: string;
  /** The digest of that image. */
  imageID: string;
  /** The id that the runtime knows it by. */
  containerID?: string | undefined;
  /** Its startup probe has succeeded, or it has none and runs. */
  started?: boolean | undefined;
  allocatedResources?: Record<string, Quantity> | undefined;
  resources?: ResourceRequirements | undefined;
  volumeMounts?: VolumeMountStatus[] | undefined;
  user?: ContainerUser | undefined;
  allocatedResourcesStatus?: ResourceStatus[] | undefined;
  stopSignal?: 'SIGABRT' | 'SIGALRM' | 'SIGBUS' | 'SIGCHLD' | 'SIGCLD' | 'SIGCONT' | 'SIGFPE' | 'SIGHUP' | 'SIGILL' | 'SIGINT' | 'SIGIO' | 'SIGIOT' | 'SIGKILL' | 'SIGPIPE' | 'SIGPOLL' | 'SIGPROF' | 'SIGPWR' | 'SIGQUIT' | 'SIGRTMAX' | 'SIGRTMAX-1' | 'SIGRTMAX-10' | 'SIGRTMAX-11' | 'SIGRTMAX-12' | 'SIGRTMAX-13' | 'SIGRTMAX-14' | 'SIGRTMAX-2' | 'SIGRTMAX-3' | 'SIGRTMAX-4' | 'SIGRTMAX-5' | 'SIGRTMAX-6' | 'SIGRTMAX-7' | 'SIGRTMAX-8' | 'SIGRTMAX-9' | 'SIGRTMIN' | 'SIGRTMIN+1' | 'SIGRTMIN+10' | 'SIGRTMIN+11' | 'SIGRTMIN+12' | 'SIGRTMIN+13' | 'SIGRTMIN+14' | 'SIGRTMIN+15' | 'SIGRTMIN+2' | 'SIGRTMIN+3' | 'SIGRTMIN+4' | 'SIGRTMIN+5' | 'SIGRTMIN+6' | 'SIGRTMIN+7' | 'SIGRTMIN+8' | 'SIGRTMIN+9' | 'SIGSEGV' | 'SIGSTKFLT' | 'SIGSTOP' | 'SIGSYS' | 'SIGTERM' | 'SIGTRAP' | 'SIGTSTP' | 'SIGTTIN' | 'SIGTTOU' | 'SIGURG' | 'SIGUSR1' | 'SIGUSR2' | 'SIGVTALRM' | 'SIGWINCH' | 'SIGXCPU' | 'SIGXFSZ' | undefined;
}

export interface ContainerUser {
  linux?: LinuxContainerUser | undefined;
}

export interface ControllerRevision {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  data?: Record<string, unknown> | undefined;
  revision: number;
}

export interface ControllerRevisionList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: ControllerRevision[];
}

/** A port of endpoints. */
export interface CoreV1EndpointPort {
  /** The name of the service's port: needed when there are several. */
  name?: string | undefined;
  /** The number. */
  port: number;
  /** TCP, UDP or SCTP. TCP when left out. */
  protocol?: 'SCTP' | 'TCP' | 'UDP' | undefined;
  /** What is spoken on the port: a hint for implementations. */
  appProtocol?: string | undefined;
}

export interface CoreV1Event {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  involvedObject: ObjectReference;
  reason?: string | undefined;
  message?: string | undefined;
  source?: EventSource | undefined;
  firstTimestamp?: string | null | undefined;
  lastTimestamp?: string | null | undefined;
  count?: number | undefined;
  type?: string | undefined;
  eventTime?: string | null | undefined;
  series?: CoreV1EventSeries | undefined;
  action?: string | undefined;
  related?: ObjectReference | undefined;
  reportingComponent?: string | undefined;
  reportingInstance?: string | undefined;
}

export interface CoreV1EventList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: CoreV1Event[];
}

export interface CoreV1EventSeries {
  count?: number | undefined;
  lastObservedTime?: string | null | undefined;
}

export interface CoreV1ResourceClaim {
  name: string;
  request?: string | undefined;
}

export interface Counter {
  value: Quantity;
}

export interface CounterSet {
  name: string;
  counters: Record<string, Counter>;
}

export interface CronJob {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: CronJobSpec;
  status: CronJobStatus;
}

export interface CronJobList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: CronJob[];
}

export interface CronJobSpec {
  schedule: string;
  timeZone?: string | undefined;
  startingDeadlineSeconds?: number | undefined;
  concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace' | undefined;
  suspend?: boolean | undefined;
  jobTemplate: JobTemplateSpec;
  successfulJobsHistoryLimit?: number | undefined;
  failedJobsHistoryLimit?: number | undefined;
}

export interface CronJobStatus {
  active?: ObjectReference[] | undefined;
  lastScheduleTime?: string | undefined;
  lastSuccessfulTime?: string | undefined;
}

export interface DaemonEndpoint {
  Port: number;
}

export interface DaemonSet {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: DaemonSetSpec;
  status: DaemonSetStatus;
}

export interface DaemonSetCondition {
  type: string;
  status: string;
  lastTransitionTime?: string | null | undefined;
  reason?: string | undefined;
  message?: string | undefined;
}

export interface DaemonSetList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: DaemonSet[];
}

export interface DaemonSetSpec {
  selector: LabelSelector;
  template: PodTemplateSpec;
  updateStrategy?: DaemonSetUpdateStrategy | undefined;
  minReadySeconds?: number | undefined;
  revisionHistoryLimit?: number | undefined;
}

export interface DaemonSetStatus {
  currentNumberScheduled: number;
  numberMisscheduled: number;
  desiredNumberScheduled: number;
  numberReady: number;
  observedGeneration?: number | undefined;
  updatedNumberScheduled?: number | undefined;
  numberAvailable?: number | undefined;
  numberUnavailable?: number | undefined;
  collisionCount?: number | undefined;
  conditions?: DaemonSetCondition[] | undefined;
}

export interface DaemonSetUpdateStrategy {
  type?: 'OnDelete' | 'RollingUpdate' | undefined;
  rollingUpdate?: RollingUpdateDaemonSet | undefined;
}

/** How an object is to be deleted. */
export interface DeleteOptions {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  /** Seconds until it is gone; 0 deletes it at once. */
  gracePeriodSeconds?: number | undefined;
  /** What must be true of the object, or it stays. */
  preconditions?: Preconditions | undefined;
  /** Deprecated: use propagationPolicy. */
  orphanDependents?: boolean | undefined;
  /** What becomes of dependents: Orphan, Background or Foreground. */
  propagationPolicy?: string | undefined;
  /** With All nothing is deleted. */
  dryRun?: string[] | undefined;
  ignoreStoreReadErrorWithClusterBreakingPotential?: boolean | undefined;
}

/** Pods that are replaced step by step when their template changes. */
export interface Deployment {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  /** How many pods of which form are wanted. */
  spec: DeploymentSpec;
  /** How far that is. */
  status: DeploymentStatus;
}

/** Something that is true of a deployment, or not. */
export interface DeploymentCondition {
  /** What it is about. */
  type: string;
  /** True, False or Unknown. */
  status: string;
  /** When it was last looked at. */
  lastUpdateTime?: string | null | undefined;
  /** When the status last changed. */
  lastTransitionTime?: string | null | undefined;
  /** Why, in a word. */
  reason?: string | undefined;
  /** Why, for people. */
  message?: string | undefined;
}

export interface DeploymentList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: Deployment[];
}

/** How many pods of which form are wanted. */
export interface DeploymentSpec {
  /** How many pods. 1 when left out. */
  replicas?: number | undefined;
  /** The labels by which its pods are known; those of the template must match. It cannot be changed. */
  selector: LabelSelector;
  /** What the pods look like. */
  template: PodTemplateSpec;
  /** How old pods make way for new ones. */
  strategy?: DeploymentStrategy | undefined;
  /** How long a new pod must be ready to count as available. */
  minReadySeconds?: number | undefined;
  /** How many old ReplicaSets are kept to go back to. 10 when left out. */
  revisionHistoryLimit?: number | undefined;
  /** Changes of the template have no effect for now. */
  paused?: boolean | undefined;
  /** After so many seconds without progress the rollout counts as failed. 600 when left out. */
  progressDeadlineSeconds?: number | undefined;
}

/** How far a deployment is. */
export interface DeploymentStatus {
  /** The generation that this is about. */
  observedGeneration?: number | undefined;
  /** How many pods there are. */
  replicas?: number | undefined;
  /** How many have the template of now. */
  updatedReplicas?: number | undefined;
  /** How many are ready. */
  readyReplicas?: number | undefined;
  /** How many have been ready long enough. */
  availableReplicas?: number | undefined;
  /** How many are missing or not available. */
  unavailableReplicas?: number | undefined;
  /** How many are on their way out. */
  terminatingReplicas?: number | undefined;
  /** What is true of it now: Available, Progressing, ReplicaFailure. */
  conditions?: DeploymentCondition[] | undefined;
  /** How often the name of a new ReplicaSet was taken. */
  collisionCount?: number | undefined;
}

/** How old pods make way for new ones. */
export interface DeploymentStrategy {
  /** RollingUpdate: step by step. Recreate: all old ones go first. */
  type?: 'Recreate' | 'RollingUpdate' | undefined;
  /** The steps of RollingUpdate. */
  rollingUpdate?: RollingUpdateDeployment | undefined;
}

export interface Device {
  name: string;
  attributes?: Record<string, DeviceAttribute> | undefined;
  capacity?: Record<string, DeviceCapacity> | undefined;
  consumesCounters?: DeviceCounterConsumption[] | undefined;
  nodeName?: string | undefined;
  nodeSelector?: NodeSelector | undefined;
  allNodes?: boolean | undefined;
  taints?: DeviceTaint[] | undefined;
  bindsToNode?: boolean | undefined;
  bindingConditions?: string[] | undefined;
  bindingFailureConditions?: string[] | undefined;
  allowMultipleAllocations?: boolean | undefined;
  nodeAllocatableResourceMappings?: Record<string, NodeAllocatableResourceMapping> | undefined;
}

export interface DeviceAllocationConfiguration {
  source: 'FromClaim' | 'FromClass';
  requests?: string[] | undefined;
  opaque?: OpaqueDeviceConfiguration | undefined;
}

export interface DeviceAllocationResult {
  results?: DeviceRequestAllocationResult[] | undefined;
  config?: DeviceAllocationConfiguration[] | undefined;
}

export interface DeviceAttribute {
  int?: number | undefined;
  bool?: boolean | undefined;
  string?: string | undefined;
  version?: string | undefined;
  ints?: number[] | undefined;
  bools?: boolean[] | undefined;
  strings?: string[] | undefined;
  versions?: string[] | undefined;
}

export interface DeviceCapacity {
  value: Quantity;
  requestPolicy?: CapacityRequestPolicy | undefined;
}

export interface DeviceClaim {
  requests?: DeviceRequest[] | undefined;
  constraints?: DeviceConstraint[] | undefined;
  config?: DeviceClaimConfiguration[] | undefined;
}

export interface DeviceClaimConfiguration {
  requests?: string[] | undefined;
  opaque?: OpaqueDeviceConfiguration | undefined;
}

export interface DeviceClass {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: DeviceClassSpec;
}

export interface DeviceClassConfiguration {
  opaque?: OpaqueDeviceConfiguration | undefined;
}

export interface DeviceClassList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: DeviceClass[];
}

export interface DeviceClassSpec {
  selectors?: DeviceSelector[] | undefined;
  config?: DeviceClassConfiguration[] | undefined;
  extendedResourceName?: string | undefined;
}

export interface DeviceConstraint {
  requests?: string[] | undefined;
  matchAttribute?: string | undefined;
  distinctAttribute?: string | undefined;
}

export interface DeviceCounterConsumption {
  counterSet: string;
  counters: Record<string, Counter>;
}

export interface DeviceRequest {
  name: string;
  exactly?: ExactDeviceRequest | undefined;
  firstAvailable?: DeviceSubRequest[] | undefined;
}

export interface DeviceRequestAllocationResult {
  request: string;
  driver: string;
  pool: string;
  device: string;
  adminAccess?: boolean | undefined;
  tolerations?: DeviceToleration[] | undefined;
  bindingConditions?: string[] | undefined;
  bindingFailureConditions?: string[] | undefined;
  shareID?: string | undefined;
  consumedCapacity?: Record<string, Quantity> | undefined;
}

export interface DeviceSelector {
  cel?: CELDeviceSelector | undefined;
}

export interface DeviceSubRequest {
  name: string;
  deviceClassName: string;
  selectors?: DeviceSelector[] | undefined;
  allocationMode?: 'All' | 'ExactCount' | undefined;
  count?: number | undefined;
  tolerations?: DeviceToleration[] | undefined;
  capacity?: CapacityRequirements | undefined;
}

export interface DeviceTaint {
  key: string;
  value?: string | undefined;
  effect: 'NoExecute' | 'NoSchedule' | 'None';
  timeAdded?: string | undefined;
}

export interface DeviceToleration {
  key?: string | undefined;
  operator?: 'Equal' | 'Exists' | undefined;
  value?: string | undefined;
  effect?: 'NoExecute' | 'NoSchedule' | 'None' | undefined;
  tolerationSeconds?: number | undefined;
}

/** A port of all endpoints of a slice. */
export interface DiscoveryV1EndpointPort {
  /** The name of the service's port; empty for one without a name. */
  name?: string | undefined;
  /** TCP, UDP or SCTP. TCP when left out. */
  protocol?: 'SCTP' | 'TCP' | 'UDP' | undefined;
  /** The number; all of them when left out. */
  port?: number | undefined;
  /** What is spoken on the port: a hint for implementations. */
  appProtocol?: string | undefined;
}

export interface DownwardAPIProjection {
  items?: DownwardAPIVolumeFile[] | undefined;
}

export interface DownwardAPIVolumeFile {
  path: string;
  fieldRef?: ObjectFieldSelector | undefined;
  resourceFieldRef?: ResourceFieldSelector | undefined;
  mode?: number | undefined;
}

export interface DownwardAPIVolumeSource {
  items?: DownwardAPIVolumeFile[] | undefined;
  defaultMode?: number | undefined;
}

export interface EmptyDirVolumeSource {
  medium?: string | undefined;
  sizeLimit?: Quantity | undefined;
}

/** Something that answers for a service, as a rule a pod. */
export interface Endpoint {
  /** Its addresses; only the first counts. */
  addresses: string[];
  /** Whether it takes traffic. */
  conditions?: EndpointConditions | undefined;
  /** Its name in DNS, below that of the service. */
  hostname?: string | undefined;
  /** What it belongs to, as a rule a pod. */
  targetRef?: ObjectReference | undefined;
  /** Deprecated: what came from another version of the API. */
  deprecatedTopology?: Record<string, string> | undefined;
  /** The node on which it is. */
  nodeName?: string | undefined;
  /** The zone in which it is. */
  zone?: string | undefined;
  /** For whom it is best. */
  hints?: EndpointHints | undefined;
}

/** One address behind a service. */
export interface EndpointAddress {
  /** The IP address: neither loopback nor link-local nor multicast. */
  ip: string;
  /** The name of the endpoint in DNS. */
  hostname?: string | undefined;
  /** The node on which it is. */
  nodeName?: string | undefined;
  /** What the address belongs to, as a rule a pod. */
  targetRef?: ObjectReference | undefined;
}

/** Whether an endpoint takes traffic. */
export interface EndpointConditions {
  /** It is to get traffic: it serves, and it is not on its way out. True when left out. */
  ready?: boolean | undefined;
  /** It can answer, even on its way out. As ready when left out. */
  serving?: boolean | undefined;
  /** It is on its way out. False when left out. */
  terminating?: boolean | undefined;
}

/** For whom an endpoint is best. */
export interface EndpointHints {
  /** The zones whose clients are to use it. */
  forZones?: ForZone[] | undefined;
  /** The nodes whose clients are to use it. */
  forNodes?: ForNode[] | undefined;
}

/** Some of the endpoints of a service: a service has as many slices as it needs. */
export interface EndpointSlice {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  /** Whether the addresses are IPv4, IPv6 or FQDN. It cannot be changed. */
  addressType: 'FQDN' | 'IPv4' | 'IPv6';
  /** The endpoints, at most 1000. */
  endpoints?: Endpoint[] | null | undefined;
  /** The ports that each of the endpoints has. */
  ports?: DiscoveryV1EndpointPort[] | null | undefined;
}

export interface EndpointSliceList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: EndpointSlice[];
}

/** Addresses that all have the same ports. */
export interface EndpointSubset {
  /** Those that are ready for traffic. */
  addresses?: EndpointAddress[] | undefined;
  /** Those that are not yet, or no longer. */
  notReadyAddresses?: EndpointAddress[] | undefined;
  /** The ports that each of the addresses has. */
  ports?: CoreV1EndpointPort[] | undefined;
}

/** The addresses behind a service, in one object. Deprecated: EndpointSlices say it better. */
export interface Endpoints {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  /** Groups of addresses that have the same ports. */
  subsets?: EndpointSubset[] | undefined;
}

export interface EndpointsList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: Endpoints[];
}

export interface EnvFromSource {
  prefix?: string | undefined;
  configMapRef?: ConfigMapEnvSource | undefined;
  secretRef?: SecretEnvSource | undefined;
}

/** An environment variable. */
export interface EnvVar {
  /** The name. */
  name: string;
  /** The value; $(NAME) stands for a variable before this one. */
  value?: string | undefined;
  /** Where the value comes from, when it is not given here. */
  valueFrom?: EnvVarSource | undefined;
}

/** Where the value of an environment variable comes from: one of these. */
export interface EnvVarSource {
  /** A field of the pod. */
  fieldRef?: ObjectFieldSelector | undefined;
  /** What a container needs or may use. */
  resourceFieldRef?: ResourceFieldSelector | undefined;
  /** A key of a config map. */
  configMapKeyRef?: ConfigMapKeySelector | undefined;
  /** A key of a secret. */
  secretKeyRef?: SecretKeySelector | undefined;
  /** A key in a file of a volume. */
  fileKeyRef?: FileKeySelector | undefined;
}

export interface EphemeralContainer {
  name: string;
  image?: string | undefined;
  command?: string[] | undefined;
  args?: string[] | undefined;
  workingDir?: string | undefined;
  ports?: ContainerPort[] | undefined;
  envFrom?: EnvFromSource[] | undefined;
  env?: EnvVar[] | undefined;
  resources?: ResourceRequirements | undefined;
  resizePolicy?: ContainerResizePolicy[] | undefined;
  restartPolicy?: string | undefined;
  restartPolicyRules?: ContainerRestartRule[] | undefined;
  volumeMounts?: VolumeMount[] | undefined;
  volumeDevices?: VolumeDevice[] | undefined;
  livenessProbe?: Probe | undefined;
  readinessProbe?: Probe | undefined;
  startupProbe?: Probe | undefined;
  lifecycle?: Lifecycle | undefined;
  terminationMessagePath?: string | undefined;
  terminationMessagePolicy?: 'FallbackToLogsOnError' | 'File' | undefined;
  imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never' | undefined;
  securityContext?: SecurityContext | undefined;
  stdin?: boolean | undefined;
  stdinOnce?: boolean | undefined;
  tty?: boolean | undefined;
  targetContainerName?: string | undefined;
}

export interface EphemeralVolumeSource {
  volumeClaimTemplate?: PersistentVolumeClaimTemplate | undefined;
}

export interface EventSource {
  component?: string | undefined;
  host?: string | undefined;
}

export interface EventsV1Event {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  eventTime: string | null;
  series?: EventsV1EventSeries | undefined;
  reportingController?: string | undefined;
  reportingInstance?: string | undefined;
  action?: string | undefined;
  reason?: string | undefined;
  regarding?: ObjectReference | undefined;
  related?: ObjectReference | undefined;
  note?: string | undefined;
  type?: string | undefined;
  deprecatedSource?: EventSource | undefined;
  deprecatedFirstTimestamp?: string | null | undefined;
  deprecatedLastTimestamp?: string | null | undefined;
  deprecatedCount?: number | undefined;
}

export interface EventsV1EventList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: EventsV1Event[];
}

export interface EventsV1EventSeries {
  count: number;
  lastObservedTime: string | null;
}

export interface Eviction {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  deleteOptions?: DeleteOptions | undefined;
}

export interface ExactDeviceRequest {
  deviceClassName: string;
  selectors?: DeviceSelector[] | undefined;
  allocationMode?: 'All' | 'ExactCount' | undefined;
  count?: number | undefined;
  adminAccess?: boolean | undefined;
  tolerations?: DeviceToleration[] | undefined;
  capacity?: CapacityRequirements | undefined;
}

export interface ExecAction {
  command?: string[] | undefined;
}

export interface ExemptPriorityLevelConfiguration {
  nominalConcurrencyShares?: number | undefined;
  lendablePercent?: number | undefined;
}

export interface ExternalMetricSource {
  metric: MetricIdentifier;
  target: MetricTarget;
}

export interface ExternalMetricStatus {
  metric: MetricIdentifier;
  current: MetricValueStatus;
}

export interface FCVolumeSource {
  targetWWNs?: string[] | undefined;
  lun?: number | undefined;
  fsType?: string | undefined;
  readOnly?: boolean | undefined;
  wwids?: string[] | undefined;
}

export interface FieldSelectorAttributes {
  rawSelector?: string | undefined;
  requirements?: FieldSelectorRequirement[] | undefined;
}

export interface FieldSelectorRequirement {
  key: string;
  operator: string;
  values?: string[] | undefined;
}

export interface FileKeySelector {
  volumeName: string;
  path: string;
  key: string;
  optional?: boolean | undefined;
}

export interface FlexPersistentVolumeSource {
  driver: string;
  fsType?: string | undefined;
  secretRef?: SecretReference | undefined;
  readOnly?: boolean | undefined;
  options?: Record<string, string> | undefined;
}

export interface FlexVolumeSource {
  driver: string;
  fsType?: string | undefined;
  secretRef?: LocalObjectReference | undefined;
  readOnly?: boolean | undefined;
  options?: Record<string, string> | undefined;
}

export interface FlockerVolumeSource {
  datasetName?: string | undefined;
  datasetUUID?: string | undefined;
}

export interface FlowDistinguisherMethod {
  type: string;
}

export interface FlowSchema {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: FlowSchemaSpec;
  status: FlowSchemaStatus;
}

export interface FlowSchemaCondition {
  type?: string | undefined;
  status?: string | undefined;
  lastTransitionTime?: string | null | undefined;
  reason?: string | undefined;
  message?: string | undefined;
}

export interface FlowSchemaList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: FlowSchema[];
}

export interface FlowSchemaSpec {
  priorityLevelConfiguration: PriorityLevelConfigurationReference;
  matchingPrecedence?: number | undefined;
  distinguisherMethod?: FlowDistinguisherMethod | undefined;
  rules?: PolicyRulesWithSubjects[] | undefined;
}

export interface FlowSchemaStatus {
  conditions?: FlowSchemaCondition[] | undefined;
}

export interface FlowcontrolV1Subject {
  kind: string;
  user?: UserSubject | undefined;
  group?: GroupSubject | undefined;
  serviceAccount?: ServiceAccountSubject | undefined;
}

/** A node that an endpoint is good for. */
export interface ForNode {
  /** The node. */
  name: string;
}

/** A zone that an endpoint is good for. */
export interface ForZone {
  /** The zone. */
  name: string;
}

export interface GCEPersistentDiskVolumeSource {
  pdName: string;
  fsType?: string | undefined;
  partition?: number | undefined;
  readOnly?: boolean | undefined;
}

export interface GRPCAction {
  port: number;
  service?: string | undefined;
}

export interface GitRepoVolumeSource {
  repository: string;
  revision?: string | undefined;
  directory?: string | undefined;
}

export interface GlusterfsPersistentVolumeSource {
  endpoints: string;
  path: string;
  readOnly?: boolean | undefined;
  endpointsNamespace?: string | undefined;
}

export interface GlusterfsVolumeSource {
  endpoints: string;
  path: string;
  readOnly?: boolean | undefined;
}

export interface GroupSubject {
  name: string;
}

export interface GroupVersionForDiscovery {
  groupVersion: string;
  version: string;
}

export interface HPAScalingPolicy {
  type: string;
  value: number;
  periodSeconds: number;
}

export interface HPAScalingRules {
  stabilizationWindowSeconds?: number | undefined;
  selectPolicy?: string | undefined;
  policies?: HPAScalingPolicy[] | undefined;
  tolerance?: Quantity | undefined;
}

export interface HTTPGetAction {
  path?: string | undefined;
  port: IntOrString;
  host?: string | undefined;
  scheme?: 'HTTP' | 'HTTPS' | undefined;
  httpHeaders?: HTTPHeader[] | undefined;
}

export interface HTTPHeader {
  name: string;
  value: string;
}

export interface HTTPIngressPath {
  path?: string | undefined;
  pathType: 'Exact' | 'ImplementationSpecific' | 'Prefix';
  backend: IngressBackend;
}

export interface HTTPIngressRuleValue {
  paths: HTTPIngressPath[];
}

export interface HorizontalPodAutoscalerBehavior {
  scaleUp?: HPAScalingRules | undefined;
  scaleDown?: HPAScalingRules | undefined;
}

export interface HorizontalPodAutoscalerCondition {
  type: string;
  status: string;
  lastTransitionTime?: string | null | undefined;
  reason?: string | undefined;
  message?: string | undefined;
}

export interface HostAlias {
  ip: string;
  hostnames?: string[] | undefined;
}

export interface HostIP {
  ip: string;
}

export interface HostPathVolumeSource {
  path: string;
  type?: '' | 'BlockDevice' | 'CharDevice' | 'Directory' | 'DirectoryOrCreate' | 'File' | 'FileOrCreate' | 'Socket' | undefined;
}

export interface IPAddress {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: IPAddressSpec;
}

export interface IPAddressList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: IPAddress[];
}

export interface IPAddressSpec {
  parentRef: ParentReference;
}

export interface IPBlock {
  cidr: string;
  except?: string[] | undefined;
}

export interface ISCSIPersistentVolumeSource {
  targetPortal: string;
  iqn: string;
  lun: number;
  iscsiInterface?: string | undefined;
  fsType?: string | undefined;
  readOnly?: boolean | undefined;
  portals?: string[] | undefined;
  chapAuthDiscovery?: boolean | undefined;
  chapAuthSession?: boolean | undefined;
  secretRef?: SecretReference | undefined;
  initiatorName?: string | undefined;
}

export interface ISCSIVolumeSource {
  targetPortal: string;
  iqn: string;
  lun: number;
  iscsiInterface?: string | undefined;
  fsType?: string | undefined;
  readOnly?: boolean | undefined;
  portals?: string[] | undefined;
  chapAuthDiscovery?: boolean | undefined;
  chapAuthSession?: boolean | undefined;
  secretRef?: LocalObjectReference | undefined;
  initiatorName?: string | undefined;
}

export interface ImageVolumeSource {
  reference?: string | undefined;
  pullPolicy?: 'Always' | 'IfNotPresent' | 'Never' | undefined;
}

export interface ImageVolumeStatus {
  imageRef: string;
}

export interface Ingress {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: IngressSpec;
  status: IngressStatus;
}

export interface IngressBackend {
  service?: IngressServiceBackend | undefined;
  resource?: TypedLocalObjectReference | undefined;
}

export interface IngressClass {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: IngressClassSpec;
}

export interface IngressClassList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: IngressClass[];
}

export interface IngressClassParametersReference {
  apiGroup?: string | undefined;
  kind: string;
  name: string;
  scope?: string | undefined;
  namespace?: string | undefined;
}

export interface IngressClassSpec {
  controller?: string | undefined;
  parameters?: IngressClassParametersReference | undefined;
}

export interface IngressList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: Ingress[];
}

export interface IngressLoadBalancerIngress {
  ip?: string | undefined;
  hostname?: string | undefined;
  ports?: IngressPortStatus[] | undefined;
}

export interface IngressLoadBalancerStatus {
  ingress?: IngressLoadBalancerIngress[] | undefined;
}

export interface IngressPortStatus {
  port: number;
  protocol: 'SCTP' | 'TCP' | 'UDP';
  error?: string | undefined;
}

export interface IngressRule {
  host?: string | undefined;
  http?: HTTPIngressRuleValue | undefined;
}

export interface IngressServiceBackend {
  name: string;
  port?: ServiceBackendPort | undefined;
}

export interface IngressSpec {
  ingressClassName?: string | undefined;
  defaultBackend?: IngressBackend | undefined;
  tls?: IngressTLS[] | undefined;
  rules?: IngressRule[] | undefined;
}

export interface IngressStatus {
  loadBalancer?: IngressLoadBalancerStatus | undefined;
}

export interface IngressTLS {
  hosts?: string[] | undefined;
  secretName?: string | undefined;
}

export interface Job {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: JobSpec;
  status: JobStatus;
}

export interface JobCondition {
  type: string;
  status: string;
  lastProbeTime?: string | null | undefined;
  lastTransitionTime?: string | null | undefined;
  reason?: string | undefined;
  message?: string | undefined;
}

export interface JobList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: Job[];
}

export interface JobSpec {
  parallelism?: number | undefined;
  completions?: number | undefined;
  activeDeadlineSeconds?: number | undefined;
  podFailurePolicy?: PodFailurePolicy | undefined;
  successPolicy?: SuccessPolicy | undefined;
  backoffLimit?: number | undefined;
  backoffLimitPerIndex?: number | undefined;
  maxFailedIndexes?: number | undefined;
  selector?: LabelSelector | undefined;
  manualSelector?: boolean | undefined;
  template: PodTemplateSpec;
  ttlSecondsAfterFinished?: number | undefined;
  completionMode?: 'Indexed' | 'NonIndexed' | undefined;
  suspend?: boolean | undefined;
  podReplacementPolicy?: 'Failed' | 'TerminatingOrFailed' | undefined;
  managedBy?: string | undefined;
}

export interface JobStatus {
  conditions?: JobCondition[] | undefined;
  startTime?: string | undefined;
  completionTime?: string | undefined;
  active?: number | undefined;
  succeeded?: number | undefined;
  failed?: number | undefined;
  terminating?: number | undefined;
  completedIndexes?: string | undefined;
  failedIndexes?: string | undefined;
  uncountedTerminatedPods?: UncountedTerminatedPods | undefined;
  ready?: number | undefined;
}

export interface JobTemplateSpec {
  metadata?: ObjectMeta | undefined;
  spec?: JobSpec | undefined;
}

export interface KeyToPath {
  key: string;
  path: string;
  mode?: number | undefined;
}

/** Objects by their labels; what is empty selects all. */
export interface LabelSelector {
  /** Labels that an object must have. */
  matchLabels?: Record<string, string> | undefined;
  /** More that must be true of its labels. */
  matchExpressions?: LabelSelectorRequirement[] | undefined;
}

export interface LabelSelectorAttributes {
  rawSelector?: string | undefined;
  requirements?: LabelSelectorRequirement[] | undefined;
}

/** Something that must be true of a label. */
export interface LabelSelectorRequirement {
  /** The key of the label. */
  key: string;
  /** In, NotIn, Exists or DoesNotExist. */
  operator: string;
  /** For In and NotIn: the values. */
  values?: string[] | undefined;
}

export interface Lease {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: LeaseSpec;
}

export interface LeaseList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: Lease[];
}

export interface LeaseSpec {
  holderIdentity?: string | undefined;
  leaseDurationSeconds?: number | undefined;
  acquireTime?: string | undefined;
  renewTime?: string | undefined;
  leaseTransitions?: number | undefined;
  strategy?: string | undefined;
  preferredHolder?: string | undefined;
}

export interface Lifecycle {
  postStart?: LifecycleHandler | undefined;
  preStop?: LifecycleHandler | undefined;
  stopSignal?: 'SIGABRT' | 'SIGALRM' | 'SIGBUS' | 'SIGCHLD' | 'SIGCLD' | 'SIGCONT' | 'SIGFPE' | 'SIGHUP' | 'SIGILL' | 'SIGINT' | 'SIGIO' | 'SIGIOT' | 'SIGKILL' | 'SIGPIPE' | 'SIGPOLL' | 'SIGPROF' | 'SIGPWR' | 'SIGQUIT' | 'SIGRTMAX' | 'SIGRTMAX-1' | 'SIGRTMAX-10' | 'SIGRTMAX-11' | 'SIGRTMAX-12' | 'SIGRTMAX-13' | 'SIGRTMAX-14' | 'SIGRTMAX-2' | 'SIGRTMAX-3' | 'SIGRTMAX-4' | 'SIGRTMAX-5' | 'SIGRTMAX-6' | 'SIGRTMAX-7' | 'SIGRTMAX-8' | 'SIGRTMAX-9' | 'SIGRTMIN' | 'SIGRTMIN+1' | 'SIGRTMIN+10' | 'SIGRTMIN+11' | 'SIGRTMIN+12' | 'SIGRTMIN+13' | 'SIGRTMIN+14' | 'SIGRTMIN+15' | 'SIGRTMIN+2' | 'SIGRTMIN+3' | 'SIGRTMIN+4' | 'SIGRTMIN+5' | 'SIGRTMIN+6' | 'SIGRTMIN+7' | 'SIGRTMIN+8' | 'SIGRTMIN+9' | 'SIGSEGV' | 'SIGSTKFLT' | 'SIGSTOP' | 'SIGSYS' | 'SIGTERM' | 'SIGTRAP' | 'SIGTSTP' | 'SIGTTIN' | 'SIGTTOU' | 'SIGURG' | 'SIGUSR1' | 'SIGUSR2' | 'SIGVTALRM' | 'SIGWINCH' | 'SIGXCPU' | 'SIGXFSZ' | undefined;
}

export interface LifecycleHandler {
  exec?: ExecAction | undefined;
  httpGet?: HTTPGetAction | undefined;
  tcpSocket?: TCPSocketAction | undefined;
  sleep?: SleepAction | undefined;
}

export interface LimitRange {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: LimitRangeSpec;
}

export interface LimitRangeItem {
  type: string;
  max?: Record<string, Quantity> | undefined;
  min?: Record<string, Quantity> | undefined;
  default?: Record<string, Quantity> | undefined;
  defaultRequest?: Record<string, Quantity> | undefined;
  maxLimitRequestRatio?: Record<string, Quantity> | undefined;
}

export interface LimitRangeList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: LimitRange[];
}

export interface LimitRangeSpec {
  limits: LimitRangeItem[];
}

export interface LimitResponse {
  type: string;
  queuing?: QueuingConfiguration | undefined;
}

export interface LimitedPriorityLevelConfiguration {
  nominalConcurrencyShares?: number | undefined;
  limitResponse?: LimitResponse | undefined;
  lendablePercent?: number | undefined;
  borrowingLimitPercent?: number | undefined;
}

export interface LinuxContainerUser {
  uid: number;
  gid: number;
  supplementalGroups?: number[] | undefined;
}

/** What every list has. */
export interface ListMeta {
  /** Deprecated and empty. */
  selfLink?: string | undefined;
  /** The state of the cluster that the list shows. Watch from here. */
  resourceVersion?: string | undefined;
  /** There is more: send this to get the next page. */
  continue?: string | undefined;
  /** How many objects are on the pages after this one, where that is known. */
  remainingItemCount?: number | undefined;
  shardInfo?: ShardInfo | undefined;
}

/** An address or a name of a load balancer. */
export interface LoadBalancerIngress {
  /** The address. */
  ip?: string | undefined;
  /** The DNS name. */
  hostname?: string | undefined;
  /** VIP: packets arrive with the load balancer's address as their destination. Proxy: with the node's or the pod's. */
  ipMode?: string | undefined;
  /** The ports that work, or why they do not. */
  ports?: PortStatus[] | undefined;
}

/** Where a load balancer is. */
export interface LoadBalancerStatus {
  /** The addresses and names that lead to it. */
  ingress?: LoadBalancerIngress[] | undefined;
}

export interface LocalObjectReference {
  name?: string | undefined;
}

export interface LocalSubjectAccessReview {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: SubjectAccessReviewSpec;
  status: SubjectAccessReviewStatus;
}

export interface LocalVolumeSource {
  path: string;
  fsType?: string | undefined;
}

/** Fields that somebody has set. */
export interface ManagedFieldsEntry {
  /** Who. */
  manager?: string | undefined;
  /** Apply or Update. */
  operation?: string | undefined;
  /** The version of the kind in which the fields are written. */
  apiVersion?: string | undefined;
  /** When. */
  time?: string | undefined;
  /** The form of fieldsV1: FieldsV1. */
  fieldsType?: string | undefined;
  /** The fields. */
  fieldsV1?: Record<string, unknown> | undefined;
  /** Through which subresource. */
  subresource?: string | undefined;
}

export interface MetricIdentifier {
  name: string;
  selector?: LabelSelector | undefined;
}

export interface MetricSpec {
  type: string;
  object?: ObjectMetricSource | undefined;
  pods?: PodsMetricSource | undefined;
  resource?: ResourceMetricSource | undefined;
  containerResource?: ContainerResourceMetricSource | undefined;
  external?: ExternalMetricSource | undefined;
}

export interface MetricStatus {
  type: string;
  object?: ObjectMetricStatus | undefined;
  pods?: PodsMetricStatus | undefined;
  resource?: ResourceMetricStatus | undefined;
  containerResource?: ContainerResourceMetricStatus | undefined;
  external?: ExternalMetricStatus | undefined;
}

export interface MetricTarget {
  type: string;
  value?: Quantity | undefined;
  averageValue?: Quantity | undefined;
  averageUtilization?: number | undefined;
}

export interface MetricValueStatus {
  value?: Quantity | undefined;
  averageValue?: Quantity | undefined;
  averageUtilization?: number | undefined;
}

export interface ModifyVolumeStatus {
  targetVolumeAttributesClassName?: string | undefined;
  status: 'InProgress' | 'Infeasible' | 'Pending';
}

export interface NFSVolumeSource {
  server: string;
  path: string;
  readOnly?: boolean | undefined;
}

/** A room for names: most objects are in one. */
export interface Namespace {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  /** What holds the namespace when it is deleted. */
  spec: NamespaceSpec;
  /** Whether it lives or is being emptied. */
  status: NamespaceStatus;
}

/** Something that is true of a namespace, or not. */
export interface NamespaceCondition {
  /** What it is about. */
  type: string;
  /** True, False or Unknown. */
  status: string;
  /** When the status last changed. */
  lastTransitionTime?: string | null | undefined;
  /** Why, in a word. */
  reason?: string | undefined;
  /** Why, for people. */
  message?: string | undefined;
}

export interface NamespaceList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: Namespace[];
}

/** What holds a namespace when it is deleted. */
export interface NamespaceSpec {
  /** The namespace goes when this list is empty. */
  finalizers?: string[] | undefined;
}

/** Whether a namespace lives or is being emptied. */
export interface NamespaceStatus {
  /** Active or Terminating. */
  phase?: 'Active' | 'Terminating' | undefined;
  /** What stands in the way of its end. */
  conditions?: NamespaceCondition[] | undefined;
}

export interface NetworkDeviceData {
  interfaceName?: string | undefined;
  ips?: string[] | undefined;
  hardwareAddress?: string | undefined;
}

export interface NetworkPolicy {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: NetworkPolicySpec;
}

export interface NetworkPolicyEgressRule {
  ports?: NetworkPolicyPort[] | undefined;
  to?: NetworkPolicyPeer[] | undefined;
}

export interface NetworkPolicyIngressRule {
  ports?: NetworkPolicyPort[] | undefined;
  from?: NetworkPolicyPeer[] | undefined;
}

export interface NetworkPolicyList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: NetworkPolicy[];
}

export interface NetworkPolicyPeer {
  podSelector?: LabelSelector | undefined;
  namespaceSelector?: LabelSelector | undefined;
  ipBlock?: IPBlock | undefined;
}

export interface NetworkPolicyPort {
  protocol?: 'SCTP' | 'TCP' | 'UDP' | undefined;
  port?: IntOrString | undefined;
  endPort?: number | undefined;
}

export interface NetworkPolicySpec {
  podSelector?: LabelSelector | undefined;
  ingress?: NetworkPolicyIngressRule[] | undefined;
  egress?: NetworkPolicyEgressRule[] | undefined;
  policyTypes?: ('Egress' | 'Ingress')[] | undefined;
}

/** A machine on which pods run. */
export interface Node {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  /** What is asked of the node. */
  spec: NodeSpec;
  /** What the node has told of itself. */
  status: NodeStatus;
}

/** Where a node is reached. */
export interface NodeAddress {
  /** Hostname, InternalIP, ExternalIP, InternalDNS or ExternalDNS. */
  type: string;
  /** The address or name. */
  address: string;
}

export interface NodeAffinity {
  requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector | undefined;
  preferredDuringSchedulingIgnoredDuringExecution?: PreferredSchedulingTerm[] | undefined;
}

export interface NodeAllocatableResourceClaimStatus {
  resourceClaimName: string;
  containers?: string[] | undefined;
  resources: Record<string, Quantity>;
}

export interface NodeAllocatableResourceMapping {
  capacityKey?: string | undefined;
  allocationMultiplier?: Quantity | undefined;
}

/** Something that is true of a node, or not. */
export interface NodeCondition {
  /** What it is about, such as Ready. */
  type: string;
  /** True, False or Unknown. */
  status: string;
  /** When the node last said so. */
  lastHeartbeatTime?: string | null | undefined;
  /** When the status last changed. */
  lastTransitionTime?: string | null | undefined;
  /** Why, in a word. */
  reason?: string | undefined;
  /** Why, for people. */
  message?: string | undefined;
}

export interface NodeConfigSource {
  configMap?: ConfigMapNodeConfigSource | undefined;
}

export interface NodeConfigStatus {
  assigned?: NodeConfigSource | undefined;
  active?: NodeConfigSource | undefined;
  lastKnownGood?: NodeConfigSource | undefined;
  error?: string | undefined;
}

export interface NodeDaemonEndpoints {
  kubeletEndpoint?: DaemonEndpoint | undefined;
}

export interface NodeFeatures {
  supplementalGroupsPolicy?: boolean | undefined;
}

export interface NodeList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: Node[];
}

export interface NodeRuntimeHandler {
  name?: string | undefined;
  features?: NodeRuntimeHandlerFeatures | undefined;
}

export interface NodeRuntimeHandlerFeatures {
  recursiveReadOnlyMounts?: boolean | undefined;
  userNamespaces?: boolean | undefined;
}

export interface NodeSelector {
  nodeSelectorTerms: NodeSelectorTerm[];
}

export interface NodeSelectorRequirement {
  key: string;
  operator: 'DoesNotExist' | 'Exists' | 'Gt' | 'In' | 'Lt' | 'NotIn';
  values?: string[] | undefined;
}

export interface NodeSelectorTerm {
  matchExpressions?: NodeSelectorRequirement[] | undefined;
  matchFields?: NodeSelectorRequirement[] | undefined;
}

/** What is asked of a node. */
export interface NodeSpec {
  /** The network from which the pods of the node get their addresses. */
  podCIDR?: string | undefined;
  /** Those networks, at most one of each IP family; the first is podCIDR. */
  podCIDRs?: string[] | undefined;
  /** What the cloud provider calls the machine. */
  providerID?: string | undefined;
  /** No new pods are put on the node. */
  unschedulable?: boolean | undefined;
  /** What keeps pods away that do not tolerate it. */
  taints?: Taint[] | undefined;
  /** Deprecated and not used. */
  configSource?: NodeConfigSource | undefined;
  /** Deprecated and not used. */
  externalID?: string | undefined;
}

/** What a node has told of itself. */
export interface NodeStatus {
  /** What the machine has. */
  capacity?: Record<string, Quantity> | undefined;
  /** What of it pods may use. */
  allocatable?: Record<string, Quantity> | undefined;
  /** Deprecated and not used. */
  phase?: 'Pending' | 'Running' | 'Terminated' | undefined;
  /** What is true of the node now, such as Ready and MemoryPressure. */
  conditions?: NodeCondition[] | undefined;
  /** Where the node is reached. */
  addresses?: NodeAddress[] | undefined;
  /** Where the programs of the node listen. */
  daemonEndpoints?: NodeDaemonEndpoints | undefined;
  /** Which versions run on it. */
  nodeInfo?: NodeSystemInfo | undefined;
  /** The images that it has. */
  images?: ContainerImage[] | undefined;
  /** The volumes that pods on it use. */
  volumesInUse?: string[] | undefined;
  /** The volumes that are attached to it. */
  volumesAttached?: AttachedVolume[] | undefined;
  config?: NodeConfigStatus | undefined;
  runtimeHandlers?: NodeRuntimeHandler[] | undefined;
  features?: NodeFeatures | undefined;
  declaredFeatures?: string[] | undefined;
}

export interface NodeSwapStatus {
  capacity?: number | undefined;
}

export interface NodeSystemInfo {
  machineID: string;
  systemUUID: string;
  bootID: string;
  kernelVersion: string;
  osImage: string;
  containerRuntimeVersion: string;
  kubeletVersion: string;
  kubeProxyVersion: string;
  operatingSystem: string;
  architecture: string;
  swap?: NodeSwapStatus | undefined;
}

export interface NonResourceAttributes {
  path?: string | undefined;
  verb?: string | undefined;
}

export interface NonResourcePolicyRule {
  verbs: string[];
  nonResourceURLs: string[];
}

export interface NonResourceRule {
  verbs: string[];
  nonResourceURLs?: string[] | undefined;
}

export interface ObjectFieldSelector {
  apiVersion?: string | undefined;
  fieldPath: string;
}

/** What every object has. */
export interface ObjectMeta {
  /** The name: unique for its kind in its namespace, and for good. */
  name: string;
  /** The beginning of a name that the server completes when there is none. */
  generateName?: string | undefined;
  /** The namespace, for kinds that live in one. */
  namespace?: string | undefined;
  /** Deprecated and empty. */
  selfLink?: string | undefined;
  /** Tells this object from all others at any time, also from those of the same name. The server sets it. */
  uid: string;
  /** The state of the object. Send it with an update, and the update fails when the object has changed. */
  resourceVersion?: string | undefined;
  /** Counts the changes of what is wanted. The server sets it. */
  generation?: number | undefined;
  /** When the object was created. The server sets it. */
  creationTimestamp?: string | undefined;
  /** When the object goes, or was to go: it is being deleted. The server sets it. */
  deletionTimestamp?: string | undefined;
  /** How long the object had from its deletion to its end. The server sets it. */
  deletionGracePeriodSeconds?: number | undefined;
  /** Short keys and values to select objects by. */
  labels?: Record<string, string> | undefined;
  /** Keys and values of any length, for tools and people. */
  annotations?: Record<string, string> | undefined;
  /** The objects that this one belongs to: when all of them are gone, it goes. */
  ownerReferences?: OwnerReference[] | undefined;
  /** Who has something to do before the object may go. It goes when the list is empty. */
  finalizers?: string[] | undefined;
  /** Who has set which field. The server keeps it. */
  managedFields?: ManagedFieldsEntry[] | undefined;
}

export interface ObjectMetricSource {
  describedObject: AutoscalingV2CrossVersionObjectReference;
  target: MetricTarget;
  metric: MetricIdentifier;
}

export interface ObjectMetricStatus {
  metric: MetricIdentifier;
  current: MetricValueStatus;
  describedObject: AutoscalingV2CrossVersionObjectReference;
}

/** Another object, or a part of it. */
export interface ObjectReference {
  /** Its kind. */
  kind?: string | undefined;
  /** Its namespace. */
  namespace?: string | undefined;
  /** Its name. */
  name?: string | undefined;
  /** Its uid. */
  uid?: string | undefined;
  /** The group and version of its kind. */
  apiVersion?: string | undefined;
  /** The state of it that is meant. */
  resourceVersion?: string | undefined;
  /** The part of it that is meant, such as spec.containers{web}. */
  fieldPath?: string | undefined;
}

export interface OpaqueDeviceConfiguration {
  driver: string;
  parameters: Record<string, unknown>;
}

export interface Overhead {
  podFixed?: Record<string, Quantity> | undefined;
}

/** An object, in the same namespace or in none, that another belongs to. */
export interface OwnerReference {
  /** The group and version of its kind. */
  apiVersion: string;
  /** Its kind. */
  kind: string;
  /** Its name. */
  name: string;
  /** Its uid. */
  uid: string;
  /** It is the one that looks after the object: there is one at most. */
  controller?: boolean | undefined;
  /** Deleted in the foreground, the owner waits for this object to go. */
  blockOwnerDeletion?: boolean | undefined;
}

export interface ParentReference {
  group?: string | undefined;
  resource: string;
  namespace?: string | undefined;
  name: string;
}

export interface PersistentVolume {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: PersistentVolumeSpec;
  status: PersistentVolumeStatus;
}

export interface PersistentVolumeClaim {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: PersistentVolumeClaimSpec;
  status: PersistentVolumeClaimStatus;
}

export interface PersistentVolumeClaimCondition {
  type: string;
  status: string;
  lastProbeTime?: string | null | undefined;
  lastTransitionTime?: string | null | undefined;
  reason?: string | undefined;
  message?: string | undefined;
}

export interface PersistentVolumeClaimList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: PersistentVolumeClaim[];
}

export interface PersistentVolumeClaimSpec {
  accessModes?: ('ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOnce' | 'ReadWriteOncePod')[] | undefined;
  selector?: LabelSelector | undefined;
  resources?: VolumeResourceRequirements | undefined;
  volumeName?: string | undefined;
  storageClassName?: string | undefined;
  volumeMode?: 'Block' | 'Filesystem' | undefined;
  dataSource?: TypedLocalObjectReference | undefined;
  dataSourceRef?: TypedObjectReference | undefined;
  volumeAttributesClassName?: string | undefined;
}

export interface PersistentVolumeClaimStatus {
  phase?: 'Bound' | 'Lost' | 'Pending' | undefined;
  accessModes?: ('ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOnce' | 'ReadWriteOncePod')[] | undefined;
  capacity?: Record<string, Quantity> | undefined;
  conditions?: PersistentVolumeClaimCondition[] | undefined;
  allocatedResources?: Record<string, Quantity> | undefined;
  allocatedResourceStatuses?: Record<string, 'ControllerResizeInProgress' | 'ControllerResizeInfeasible' | 'NodeResizeInProgress' | 'NodeResizeInfeasible' | 'NodeResizePending'> | undefined;
  currentVolumeAttributesClassName?: string | undefined;
  modifyVolumeStatus?: ModifyVolumeStatus | undefined;
}

export interface PersistentVolumeClaimTemplate {
  metadata?: ObjectMeta | undefined;
  spec: PersistentVolumeClaimSpec;
}

export interface PersistentVolumeClaimVolumeSource {
  claimName: string;
  readOnly?: boolean | undefined;
}

export interface PersistentVolumeList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: PersistentVolume[];
}

export interface PersistentVolumeSpec {
  capacity?: Record<string, Quantity> | undefined;
  gcePersistentDisk?: GCEPersistentDiskVolumeSource | undefined;
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource | undefined;
  hostPath?: HostPathVolumeSource | undefined;
  glusterfs?: GlusterfsPersistentVolumeSource | undefined;
  nfs?: NFSVolumeSource | undefined;
  rbd?: RBDPersistentVolumeSource | undefined;
  iscsi?: ISCSIPersistentVolumeSource | undefined;
  cinder?: CinderPersistentVolumeSource | undefined;
  cephfs?: CephFSPersistentVolumeSource | undefined;
  fc?: FCVolumeSource | undefined;
  flocker?: FlockerVolumeSource | undefined;
  flexVolume?: FlexPersistentVolumeSource | undefined;
  azureFile?: AzureFilePersistentVolumeSource | undefined;
  vsphereVolume?: VsphereVirtualDiskVolumeSource | undefined;
  quobyte?: QuobyteVolumeSource | undefined;
  azureDisk?: AzureDiskVolumeSource | undefined;
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource | undefined;
  portworxVolume?: PortworxVolumeSource | undefined;
  scaleIO?: ScaleIOPersistentVolumeSource | undefined;
  local?: LocalVolumeSource | undefined;
  storageos?: StorageOSPersistentVolumeSource | undefined;
  csi?: CSIPersistentVolumeSource | undefined;
  accessModes?: ('ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOnce' | 'ReadWriteOncePod')[] | undefined;
  claimRef?: ObjectReference | undefined;
  persistentVolumeReclaimPolicy?: 'Delete' | 'Recycle' | 'Retain' | undefined;
  storageClassName?: string | undefined;
  mountOptions?: string[] | undefined;
  volumeMode?: 'Block' | 'Filesystem' | undefined;
  nodeAffinity?: VolumeNodeAffinity | undefined;
  volumeAttributesClassName?: string | undefined;
}

export interface PersistentVolumeStatus {
  phase?: 'Available' | 'Bound' | 'Failed' | 'Pending' | 'Released' | undefined;
  message?: string | undefined;
  reason?: string | undefined;
  lastPhaseTransitionTime?: string | undefined;
}

export interface PhotonPersistentDiskVolumeSource {
  pdID: string;
  fsType?: string | undefined;
}

/** Containers that run together on one node and share its network. */
export interface Pod {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  /** What is to run, and how. */
  spec: PodSpec;
  /** What runs, as last heard. */
  status: PodStatus;
}

export interface PodAffinity {
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[] | undefined;
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[] | undefined;
}

export interface PodAffinityTerm {
  labelSelector?: LabelSelector | undefined;
  namespaces?: string[] | undefined;
  topologyKey: string;
  namespaceSelector?: LabelSelector | undefined;
  matchLabelKeys?: string[] | undefined;
  mismatchLabelKeys?: string[] | undefined;
}

export interface PodAntiAffinity {
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[] | undefined;
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[] | undefined;
}

export interface PodCertificateProjection {
  signerName: string;
  keyType: string;
  maxExpirationSeconds?: number | undefined;
  credentialBundlePath?: string | undefined;
  keyPath?: string | undefined;
  certificateChainPath?: string | undefined;
  userAnnotations?: Record<string, string> | undefined;
}

/** Something that is true of a pod, or not. */
export interface PodCondition {
  /** What it is about, such as Ready. */
  type: string;
  /** The generation of the pod that it is about. */
  observedGeneration?: number | undefined;
  /** True, False or Unknown. */
  status: string;
  /** When it was last looked at. */
  lastProbeTime?: string | null | undefined;
  /** When the status last changed. */
  lastTransitionTime?: string | null | undefined;
  /** Why, in a word. */
  reason?: string | undefined;
  /** Why, for people. */
  message?: string | undefined;
}

export interface PodDNSConfig {
  nameservers?: string[] | undefined;
  searches?: string[] | undefined;
  options?: PodDNSConfigOption[] | undefined;
}

export interface PodDNSConfigOption {
  name?: string | undefined;
  value?: string | undefined;
}

export interface PodDisruptionBudget {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: PodDisruptionBudgetSpec;
  status: PodDisruptionBudgetStatus;
}

export interface PodDisruptionBudgetList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: PodDisruptionBudget[];
}

export interface PodDisruptionBudgetSpec {
  minAvailable?: IntOrString | undefined;
  selector?: LabelSelector | undefined;
  maxUnavailable?: IntOrString | undefined;
  unhealthyPodEvictionPolicy?: 'AlwaysAllow' | 'IfHealthyBudget' | undefined;
}

export interface PodDisruptionBudgetStatus {
  observedGeneration?: number | undefined;
  disruptedPods?: Record<string, string> | undefined;
  disruptionsAllowed?: number | undefined;
  currentHealthy?: number | undefined;
  desiredHealthy?: number | undefined;
  expectedPods?: number | undefined;
  conditions?: Condition[] | undefined;
}

export interface PodExtendedResourceClaimStatus {
  requestMappings: ContainerExtendedResourceRequest[];
  resourceClaimName: string;
}

export interface PodFailurePolicy {
  rules: PodFailurePolicyRule[];
}

export interface PodFailurePolicyOnExitCodesRequirement {
  containerName?: string | undefined;
  operator: 'In' | 'NotIn';
  values: number[];
}

export interface PodFailurePolicyOnPodConditionsPattern {
  type: string;
  status?: string | undefined;
}

export interface PodFailurePolicyRule {
  action: 'Count' | 'FailIndex' | 'FailJob' | 'Ignore';
  onExitCodes?: PodFailurePolicyOnExitCodesRequirement | undefined;
  onPodConditions?: PodFailurePolicyOnPodConditionsPattern[] | undefined;
}

export interface PodIP {
  ip: string;
}

export interface PodList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: Pod[];
}

export interface PodOS {
  name: string;
}

export interface PodReadinessGate {
  conditionType: string;
}

export interface PodResourceClaim {
  name: string;
  resourceClaimName?: string | undefined;
  resourceClaimTemplateName?: string | undefined;
}

export interface PodResourceClaimStatus {
  name: string;
  resourceClaimName?: string | undefined;
}

export interface PodSchedulingGate {
  name: string;
}

export interface PodSchedulingGroup {
  podGroupName?: string | undefined;
}

export interface PodSecurityContext {
  seLinuxOptions?: SELinuxOptions | undefined;
  windowsOptions?: WindowsSecurityContextOptions | undefined;
  runAsUser?: number | undefined;
  runAsGroup?: number | undefined;
  runAsNonRoot?: boolean | undefined;
  supplementalGroups?: number[] | undefined;
  supplementalGroupsPolicy?: 'Merge' | 'Strict' | undefined;
  fsGroup?: number | undefined;
  sysctls?: Sysctl[] | undefined;
  fsGroupChangePolicy?: 'Always' | 'OnRootMismatch' | undefined;
  seccompProfile?: SeccompProfile | undefined;
  appArmorProfile?: AppArmorProfile | undefined;
  seLinuxChangePolicy?: string | undefined;
}

/** What is to run in a pod. Most of it cannot be changed later. */
export interface PodSpec {
  /** Storage that the containers can mount. */
  volumes?: Volume[] | undefined;
  /** Containers that run one after the other before the others start; with restartPolicy Always they keep running beside them. */
  initContainers?: Container[] | undefined;
  /** The containers: at least one. */
  containers: Container[];
  /** Containers for a look around, added to a running pod through the subresource of that name. */
  ephemeralContainers?: EphemeralContainer[] | undefined;
  /** Whether containers that ended are started again: Always, OnFailure or Never. */
  restartPolicy?: 'Always' | 'Never' | 'OnFailure' | undefined;
  /** How long the pod may take to end. 30 seconds when left out; 0 kills it at once. */
  terminationGracePeriodSeconds?: number | undefined;
  /** After so many seconds the pod is ended and counts as failed. */
  activeDeadlineSeconds?: number | undefined;
  /** Where names are looked up: ClusterFirst, ClusterFirstWithHostNet, Default (as the node does) or None (dnsConfig says all). */
  dnsPolicy?: 'ClusterFirst' | 'ClusterFirstWithHostNet' | 'Default' | 'None' | undefined;
  /** The labels that a node must have. */
  nodeSelector?: Record<string, string> | undefined;
  /** The account under which the pod talks to the API. */
  serviceAccountName?: string | undefined;
  /** Deprecated: use serviceAccountName. */
  serviceAccount?: string | undefined;
  /** Whether the containers get a token of the service account. */
  automountServiceAccountToken?: boolean | undefined;
  /** The node on which the pod is; the scheduler sets it. */
  nodeName?: string | undefined;
  /** The pod uses the network of its node. */
  hostNetwork?: boolean | undefined;
  /** The containers see the processes of the node. */
  hostPID?: boolean | undefined;
  /** The containers use the node's interprocess communication. */
  hostIPC?: boolean | undefined;
  /** The containers see each other's processes. */
  shareProcessNamespace?: boolean | undefined;
  /** Users, groups and the like for all containers. */
  securityContext?: PodSecurityContext | undefined;
  /** Secrets with which the images may be pulled. */
  imagePullSecrets?: LocalObjectReference[] | undefined;
  /** The name of the pod on itself. Its own name when left out. */
  hostname?: string | undefined;
  /** The headless service under whose name the pod's hostname is found in DNS. */
  subdomain?: string | undefined;
  /** What the scheduler should consider: nodes, and other pods. */
  affinity?: Affinity | undefined;
  /** Which scheduler places the pod. */
  schedulerName?: string | undefined;
  /** Taints of nodes that the pod puts up with. */
  tolerations?: Toleration[] | undefined;
  /** Lines for the hosts file of the containers. */
  hostAliases?: HostAlias[] | undefined;
  /** How important the pod is, by the name of a class. */
  priorityClassName?: string | undefined;
  /** How important the pod is, as a number: taken from the class. */
  priority?: number | undefined;
  /** DNS settings, added to those of dnsPolicy. */
  dnsConfig?: PodDNSConfig | undefined;
  /** Conditions that must hold, besides ready containers, before the pod counts as ready. */
  readinessGates?: PodReadinessGate[] | undefined;
  /** The container runtime that is to run the pod. */
  runtimeClassName?: string | undefined;
  /** Whether the containers get environment variables for the services of their namespace. True when left out. */
  enableServiceLinks?: boolean | undefined;
  /** Whether less important pods may be pushed out for this one. */
  preemptionPolicy?: 'Never' | 'PreemptLowerPriority' | undefined;
  /** What the runtime itself needs for the pod; comes from the runtime class. */
  overhead?: Record<string, Quantity> | undefined;
  /** How pods of a kind are to be spread over zones, nodes and the like. */
  topologySpreadConstraints?: TopologySpreadConstraint[] | undefined;
  /** The pod's hostname is its full DNS name. */
  setHostnameAsFQDN?: boolean | undefined;
  /** The operating system that the containers are made for. */
  os?: PodOS | undefined;
  /** False gives the pod a user namespace of its own. */
  hostUsers?: boolean | undefined;
  /** While there are any, the pod is not scheduled. */
  schedulingGates?: PodSchedulingGate[] | undefined;
  /** Devices that must be there before the pod starts. */
  resourceClaims?: PodResourceClaim[] | undefined;
  /** What all containers together need and may use. */
  resources?: ResourceRequirements | undefined;
  /** A full name for the pod on itself, in place of hostname. */
  hostnameOverride?: string | undefined;
  /** The group of pods that is scheduled together with this one. */
  schedulingGroup?: PodSchedulingGroup | undefined;
}

/** What runs in a pod, as last heard. */
export interface PodStatus {
  /** The generation of the spec that this is about. */
  observedGeneration?: number | undefined;
  /** Where the pod is in its life: Pending, Running, Succeeded, Failed or Unknown. */
  phase?: 'Failed' | 'Pending' | 'Running' | 'Succeeded' | 'Unknown' | undefined;
  /** What is true of the pod now: PodScheduled, Initialized, ContainersReady, Ready. */
  conditions?: PodCondition[] | undefined;
  /** Why the pod is in this state, for people. */
  message?: string | undefined;
  /** Why the pod is in this state, in a word. */
  reason?: string | undefined;
  /** The node that is being cleared for the pod. */
  nominatedNodeName?: string | undefined;
  /** The address of the node. */
  hostIP?: string | undefined;
  /** The addresses of the node, by IP family. */
  hostIPs?: HostIP[] | undefined;
  /** The address of the pod. */
  podIP?: string | undefined;
  /** The addresses of the pod, one of each IP family; the first is podIP. */
  podIPs?: PodIP[] | undefined;
  /** When the node took the pod over. */
  startTime?: string | undefined;
  /** How the init containers are doing. */
  initContainerStatuses?: ContainerStatus[] | undefined;
  /** How the containers are doing. */
  containerStatuses?: ContainerStatus[] | undefined;
  /** Guaranteed, Burstable or BestEffort: who goes first when a node runs short. */
  qosClass?: 'BestEffort' | 'Burstable' | 'Guaranteed' | undefined;
  /** How the ephemeral containers are doing. */
  ephemeralContainerStatuses?: ContainerStatus[] | undefined;
  /** Deprecated: see the conditions. */
  resize?: string | undefined;
  /** Which claims the pod's resourceClaims have become. */
  resourceClaimStatuses?: PodResourceClaimStatus[] | undefined;
  extendedResourceClaimStatus?: PodExtendedResourceClaimStatus | undefined;
  /** What the node has set aside for the pod. */
  allocatedResources?: Record<string, Quantity> | undefined;
  /** What the pod as a whole has been given. */
  resources?: ResourceRequirements | undefined;
  nodeAllocatableResourceClaimStatuses?: NodeAllocatableResourceClaimStatus[] | undefined;
}

export interface PodTemplate {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  template?: PodTemplateSpec | undefined;
}

export interface PodTemplateList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: PodTemplate[];
}

/** A pod to make copies of. */
export interface PodTemplateSpec {
  /** Labels and annotations of the copies. */
  metadata?: ObjectMeta | undefined;
  /** What is to run in the copies. */
  spec?: PodSpec | undefined;
}

export interface PodsMetricSource {
  metric: MetricIdentifier;
  target: MetricTarget;
}

export interface PodsMetricStatus {
  metric: MetricIdentifier;
  current: MetricValueStatus;
}

export interface PolicyRule {
  verbs: string[];
  apiGroups?: string[] | undefined;
  resources?: string[] | undefined;
  resourceNames?: string[] | undefined;
  nonResourceURLs?: string[] | undefined;
}

export interface PolicyRulesWithSubjects {
  subjects: FlowcontrolV1Subject[];
  resourceRules?: ResourcePolicyRule[] | undefined;
  nonResourceRules?: NonResourcePolicyRule[] | undefined;
}

/** How a port of a load balancer is doing. */
export interface PortStatus {
  /** The number of the port. */
  port: number;
  /** TCP, UDP or SCTP. */
  protocol: 'SCTP' | 'TCP' | 'UDP';
  /** Why the port does not work. */
  error?: string | undefined;
}

export interface PortworxVolumeSource {
  volumeID: string;
  fsType?: string | undefined;
  readOnly?: boolean | undefined;
}

export interface Preconditions {
  uid?: string | undefined;
  resourceVersion?: string | undefined;
}

export interface PreferredSchedulingTerm {
  weight: number;
  preference: NodeSelectorTerm;
}

export interface PriorityClass {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  value?: number | undefined;
  globalDefault?: boolean | undefined;
  description?: string | undefined;
  preemptionPolicy?: 'Never' | 'PreemptLowerPriority' | undefined;
}

export interface PriorityClassList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: PriorityClass[];
}

export interface PriorityLevelConfiguration {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: PriorityLevelConfigurationSpec;
  status: PriorityLevelConfigurationStatus;
}

export interface PriorityLevelConfigurationCondition {
  type?: string | undefined;
  status?: string | undefined;
  lastTransitionTime?: string | null | undefined;
  reason?: string | undefined;
  message?: string | undefined;
}

export interface PriorityLevelConfigurationList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: PriorityLevelConfiguration[];
}

export interface PriorityLevelConfigurationReference {
  name: string;
}

export interface PriorityLevelConfigurationSpec {
  type: string;
  limited?: LimitedPriorityLevelConfiguration | undefined;
  exempt?: ExemptPriorityLevelConfiguration | undefined;
}

export interface PriorityLevelConfigurationStatus {
  conditions?: PriorityLevelConfigurationCondition[] | undefined;
}

/** A question that a container is asked again and again. */
export interface Probe {
  /** Run a command: 0 is well. */
  exec?: ExecAction | undefined;
  /** Send a GET: 200 to 399 is well. */
  httpGet?: HTTPGetAction | undefined;
  /** Open a connection. */
  tcpSocket?: TCPSocketAction | undefined;
  /** Call the gRPC health service. */
  grpc?: GRPCAction | undefined;
  /** How long after the start the asking begins. */
  initialDelaySeconds?: number | undefined;
  /** How long an answer may take. 1 when left out. */
  timeoutSeconds?: number | undefined;
  /** How often it is asked. 10 when left out. */
  periodSeconds?: number | undefined;
  /** How many good answers in a row make it well. 1 when left out. */
  successThreshold?: number | undefined;
  /** How many bad answers in a row make it ill. 3 when left out. */
  failureThreshold?: number | undefined;
  /** How long the container may take to end after it failed. */
  terminationGracePeriodSeconds?: number | undefined;
}

export interface ProjectedVolumeSource {
  sources?: VolumeProjection[] | undefined;
  defaultMode?: number | undefined;
}

export interface QueuingConfiguration {
  queues?: number | undefined;
  handSize?: number | undefined;
  queueLengthLimit?: number | undefined;
}

export interface QuobyteVolumeSource {
  registry: string;
  volume: string;
  readOnly?: boolean | undefined;
  user?: string | undefined;
  group?: string | undefined;
  tenant?: string | undefined;
}

export interface RBDPersistentVolumeSource {
  monitors: string[];
  image: string;
  fsType?: string | undefined;
  pool?: string | undefined;
  user?: string | undefined;
  keyring?: string | undefined;
  secretRef?: SecretReference | undefined;
  readOnly?: boolean | undefined;
}

export interface RBDVolumeSource {
  monitors: string[];
  image: string;
  fsType?: string | undefined;
  pool?: string | undefined;
  user?: string | undefined;
  keyring?: string | undefined;
  secretRef?: LocalObjectReference | undefined;
  readOnly?: boolean | undefined;
}

export interface RbacV1Subject {
  kind: string;
  apiGroup?: string | undefined;
  name: string;
  namespace?: string | undefined;
}

export interface ReplicaSet {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: ReplicaSetSpec;
  status: ReplicaSetStatus;
}

export interface ReplicaSetCondition {
  type: string;
  status: string;
  lastTransitionTime?: string | null | undefined;
  reason?: string | undefined;
  message?: string | undefined;
}

export interface ReplicaSetList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: ReplicaSet[];
}

export interface ReplicaSetSpec {
  replicas?: number | undefined;
  minReadySeconds?: number | undefined;
  selector: LabelSelector;
  template?: PodTemplateSpec | undefined;
}

export interface ReplicaSetStatus {
  replicas: number;
  fullyLabeledReplicas?: number | undefined;
  readyReplicas?: number | undefined;
  availableReplicas?: number | undefined;
  terminatingReplicas?: number | undefined;
  observedGeneration?: number | undefined;
  conditions?: ReplicaSetCondition[] | undefined;
}

export interface ReplicationController {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: ReplicationControllerSpec;
  status: ReplicationControllerStatus;
}

export interface ReplicationControllerCondition {
  type: string;
  status: string;
  lastTransitionTime?: string | null | undefined;
  reason?: string | undefined;
  message?: string | undefined;
}

export interface ReplicationControllerList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: ReplicationController[];
}

export interface ReplicationControllerSpec {
  replicas?: number | undefined;
  minReadySeconds?: number | undefined;
  selector?: Record<string, string> | undefined;
  template?: PodTemplateSpec | undefined;
}

export interface ReplicationControllerStatus {
  replicas: number;
  fullyLabeledReplicas?: number | undefined;
  readyReplicas?: number | undefined;
  availableReplicas?: number | undefined;
  observedGeneration?: number | undefined;
  conditions?: ReplicationControllerCondition[] | undefined;
}

export interface ResourceAttributes {
  namespace?: string | undefined;
  verb?: string | undefined;
  group?: string | undefined;
  version?: string | undefined;
  resource?: string | undefined;
  subresource?: string | undefined;
  name?: string | undefined;
  fieldSelector?: FieldSelectorAttributes | undefined;
  labelSelector?: LabelSelectorAttributes | undefined;
}

export interface ResourceClaimConsumerReference {
  apiGroup?: string | undefined;
  resource: string;
  name: string;
  uid: string;
}

export interface ResourceClaimList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: ResourceV1ResourceClaim[];
}

export interface ResourceClaimSpec {
  devices?: DeviceClaim | undefined;
}

export interface ResourceClaimStatus {
  allocation?: AllocationResult | undefined;
  reservedFor?: ResourceClaimConsumerReference[] | undefined;
  devices?: AllocatedDeviceStatus[] | undefined;
}

export interface ResourceClaimTemplate {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: ResourceClaimTemplateSpec;
}

export interface ResourceClaimTemplateList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: ResourceClaimTemplate[];
}

export interface ResourceClaimTemplateSpec {
  metadata?: ObjectMeta | undefined;
  spec: ResourceClaimSpec;
}

export interface ResourceFieldSelector {
  containerName?: string | undefined;
  resource: string;
  divisor?: Quantity | undefined;
}

export interface ResourceHealth {
  resourceID: string;
  health?: string | undefined;
  message?: string | undefined;
}

export interface ResourceMetricSource {
  name: string;
  target: MetricTarget;
}

export interface ResourceMetricStatus {
  name: string;
  current: MetricValueStatus;
}

export interface ResourcePolicyRule {
  verbs: string[];
  apiGroups: string[];
  resources: string[];
  clusterScope?: boolean | undefined;
  namespaces?: string[] | undefined;
}

export interface ResourcePool {
  name: string;
  generation: number;
  resourceSliceCount: number;
}

export interface ResourceQuota {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: ResourceQuotaSpec;
  status: ResourceQuotaStatus;
}

export interface ResourceQuotaList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: ResourceQuota[];
}

export interface ResourceQuotaSpec {
  hard?: Record<string, Quantity> | undefined;
  scopes?: ('BestEffort' | 'CrossNamespacePodAffinity' | 'NotBestEffort' | 'NotTerminating' | 'PriorityClass' | 'Terminating' | 'VolumeAttributesClass')[] | undefined;
  scopeSelector?: ScopeSelector | undefined;
}

export interface ResourceQuotaStatus {
  hard?: Record<string, Quantity> | undefined;
  used?: Record<string, Quantity> | undefined;
}

/** What a container needs, and what it may use. */
export interface ResourceRequirements {
  /** The most that it may use. */
  limits?: Record<string, Quantity> | undefined;
  /** What is set aside for it. The same as limits when left out. */
  requests?: Record<string, Quantity> | undefined;
  /** Which of the pod's resourceClaims it uses. */
  claims?: CoreV1ResourceClaim[] | undefined;
}

export interface ResourceRule {
  verbs: string[];
  apiGroups?: string[] | undefined;
  resources?: string[] | undefined;
  resourceNames?: string[] | undefined;
}

export interface ResourceSlice {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: ResourceSliceSpec;
}

export interface ResourceSliceList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: ResourceSlice[];
}

export interface ResourceSliceSpec {
  driver: string;
  pool: ResourcePool;
  nodeName?: string | undefined;
  nodeSelector?: NodeSelector | undefined;
  allNodes?: boolean | undefined;
  devices?: Device[] | undefined;
  perDeviceNodeSelection?: boolean | undefined;
  sharedCounters?: CounterSet[] | undefined;
}

export interface ResourceStatus {
  name: string;
  resources?: ResourceHealth[] | undefined;
}

export interface ResourceV1ResourceClaim {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: ResourceClaimSpec;
  status: ResourceClaimStatus;
}

export interface Role {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  rules?: PolicyRule[] | null | undefined;
}

export interface RoleBinding {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  subjects?: RbacV1Subject[] | undefined;
  roleRef: RoleRef;
}

export interface RoleBindingList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: RoleBinding[];
}

export interface RoleList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: Role[];
}

export interface RoleRef {
  apiGroup?: string | undefined;
  kind: string;
  name: string;
}

export interface RollingUpdateDaemonSet {
  maxUnavailable?: IntOrString | undefined;
  maxSurge?: IntOrString | undefined;
}

/** The steps of a rolling update. */
export interface RollingUpdateDeployment {
  /** How many pods may be missing meanwhile, as a number or a share. 25% when left out. */
  maxUnavailable?: IntOrString | undefined;
  /** How many pods there may be too many meanwhile, as a number or a share. 25% when left out. */
  maxSurge?: IntOrString | undefined;
}

/** The steps of a rolling update. */
export interface RollingUpdateStatefulSetStrategy {
  /** Only pods with this number or a higher one are updated. */
  partition?: number | undefined;
  /** How many pods may be missing meanwhile. 1 when left out. */
  maxUnavailable?: IntOrString | undefined;
}

export interface RuntimeClass {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  handler: string;
  overhead?: Overhead | undefined;
  scheduling?: Scheduling | undefined;
}

export interface RuntimeClassList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: RuntimeClass[];
}

export interface SELinuxOptions {
  user?: string | undefined;
  role?: string | undefined;
  type?: string | undefined;
  level?: string | undefined;
}

export interface Scale {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: ScaleSpec;
  status: ScaleStatus;
}

export interface ScaleIOPersistentVolumeSource {
  gateway: string;
  system: string;
  secretRef: SecretReference;
  sslEnabled?: boolean | undefined;
  protectionDomain?: string | undefined;
  storagePool?: string | undefined;
  storageMode?: string | undefined;
  volumeName?: string | undefined;
  fsType?: string | undefined;
  readOnly?: boolean | undefined;
}

export interface ScaleIOVolumeSource {
  gateway: string;
  system: string;
  secretRef: LocalObjectReference;
  sslEnabled?: boolean | undefined;
  protectionDomain?: string | undefined;
  storagePool?: string | undefined;
  storageMode?: string | undefined;
  volumeName?: string | undefined;
  fsType?: string | undefined;
  readOnly?: boolean | undefined;
}

export interface ScaleSpec {
  replicas?: number | undefined;
}

export interface ScaleStatus {
  replicas: number;
  selector?: string | undefined;
}

export interface Scheduling {
  nodeSelector?: Record<string, string> | undefined;
  tolerations?: Toleration[] | undefined;
}

export interface ScopeSelector {
  matchExpressions?: ScopedResourceSelectorRequirement[] | undefined;
}

export interface ScopedResourceSelectorRequirement {
  scopeName: 'BestEffort' | 'CrossNamespacePodAffinity' | 'NotBestEffort' | 'NotTerminating' | 'PriorityClass' | 'Terminating' | 'VolumeAttributesClass';
  operator: 'DoesNotExist' | 'Exists' | 'In' | 'NotIn';
  values?: string[] | undefined;
}

export interface SeccompProfile {
  type: 'Localhost' | 'RuntimeDefault' | 'Unconfined';
  localhostProfile?: string | undefined;
}

export interface Secret {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  immutable?: boolean | undefined;
  data?: Record<string, string> | undefined;
  stringData?: Record<string, string> | undefined;
  type?: string | undefined;
}

export interface SecretEnvSource {
  name?: string | undefined;
  optional?: boolean | undefined;
}

export interface SecretKeySelector {
  name?: string | undefined;
  key: string;
  optional?: boolean | undefined;
}

export interface SecretList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: Secret[];
}

export interface SecretProjection {
  name?: string | undefined;
  items?: KeyToPath[] | undefined;
  optional?: boolean | undefined;
}

export interface SecretReference {
  name?: string | undefined;
  namespace?: string | undefined;
}

export interface SecretVolumeSource {
  secretName?: string | undefined;
  items?: KeyToPath[] | undefined;
  defaultMode?: number | undefined;
  optional?: boolean | undefined;
}

export interface SecurityContext {
  capabilities?: Capabilities | undefined;
  privileged?: boolean | undefined;
  seLinuxOptions?: SELinuxOptions | undefined;
  windowsOptions?: WindowsSecurityContextOptions | undefined;
  runAsUser?: number | undefined;
  runAsGroup?: number | undefined;
  runAsNonRoot?: boolean | undefined;
  readOnlyRootFilesystem?: boolean | undefined;
  allowPrivilegeEscalation?: boolean | undefined;
  procMount?: 'Default' | 'Unmasked' | undefined;
  seccompProfile?: SeccompProfile | undefined;
  appArmorProfile?: AppArmorProfile | undefined;
}

export interface SelfSubjectAccessReview {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: SelfSubjectAccessReviewSpec;
  status: SubjectAccessReviewStatus;
}

export interface SelfSubjectAccessReviewSpec {
  resourceAttributes?: ResourceAttributes | undefined;
  nonResourceAttributes?: NonResourceAttributes | undefined;
}

export interface SelfSubjectReview {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  status: SelfSubjectReviewStatus;
}

export interface SelfSubjectReviewStatus {
  userInfo?: UserInfo | undefined;
}

export interface SelfSubjectRulesReview {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: SelfSubjectRulesReviewSpec;
  status: SubjectRulesReviewStatus;
}

export interface SelfSubjectRulesReviewSpec {
  namespace?: string | undefined;
}

export interface ServerAddressByClientCIDR {
  clientCIDR: string;
  serverAddress: string;
}

/** A name and a stable address for a set of pods. */
export interface Service {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  /** How the service is to behave. */
  spec: ServiceSpec;
  /** What the cluster has made of it. */
  status: ServiceStatus;
}

export interface ServiceAccount {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  secrets?: ObjectReference[] | undefined;
  imagePullSecrets?: LocalObjectReference[] | undefined;
  automountServiceAccountToken?: boolean | undefined;
}

export interface ServiceAccountList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: ServiceAccount[];
}

export interface ServiceAccountSubject {
  namespace: string;
  name: string;
}

export interface ServiceAccountTokenProjection {
  audience?: string | undefined;
  expirationSeconds?: number | undefined;
  path: string;
}

export interface ServiceBackendPort {
  name?: string | undefined;
  number?: number | undefined;
}

export interface ServiceCIDR {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: ServiceCIDRSpec;
  status: ServiceCIDRStatus;
}

export interface ServiceCIDRList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: ServiceCIDR[];
}

export interface ServiceCIDRSpec {
  cidrs?: string[] | undefined;
}

export interface ServiceCIDRStatus {
  conditions?: Condition[] | undefined;
}

export interface ServiceList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  /** List of services. */
  items: Service[];
}

/** A port of a service. */
export interface ServicePort {
  /** The name of the port: needed when there are several. */
  name?: string | undefined;
  /** TCP, UDP or SCTP. TCP when left out. */
  protocol?: 'SCTP' | 'TCP' | 'UDP' | undefined;
  /** What is spoken on the port, such as http or kubernetes.io/h2c: a hint for implementations. */
  appProtocol?: string | undefined;
  /** The number on the service's own address. */
  port: number;
  /** The number, or the name of a container's port, on the pods. The same as port when left out. Headless services do not use it. */
  targetPort?: IntOrString | undefined;
  /** The number on every node, for NodePort and LoadBalancer: given out by the server unless named here. */
  nodePort?: number | undefined;
}

/** How a service is reached, and which pods answer for it. */
export interface ServiceSpec {
  /** The ports that the service listens on. */
  ports?: ServicePort[] | undefined;
  /** The labels of the pods behind the service. Without it, the endpoints are somebody else's business. Not used by ExternalName. */
  selector?: Record<string, string> | undefined;
  /** The virtual address inside the cluster: given out by the server unless named here. None makes the service headless: its name then leads to the pods themselves. It stays for the life of the service. */
  clusterIP?: string | undefined;
  /** The virtual addresses, at most one of each IP family; the first is clusterIP. */
  clusterIPs?: string[] | undefined;
  /** Who can reach the service: ClusterIP (inside the cluster), NodePort (also on a port of every node), LoadBalancer (also through a load balancer), or ExternalName (an alias in DNS). */
  type?: 'ClusterIP' | 'ExternalName' | 'LoadBalancer' | 'NodePort' | undefined;
  /** Addresses that lead to the nodes from outside; the nodes take traffic to them for the service. */
  externalIPs?: string[] | undefined;
  /** ClientIP sends a client to the same pod each time, None does not care. */
  sessionAffinity?: 'ClientIP' | 'None' | undefined;
  /** A wish for the address of the load balancer. Deprecated: providers have annotations of their own. */
  loadBalancerIP?: string | undefined;
  /** The networks from which the load balancer takes traffic. */
  loadBalancerSourceRanges?: string[] | undefined;
  /** The DNS name that an ExternalName service stands for. */
  externalName?: string | undefined;
  /** Cluster spreads traffic from outside over all pods; Local keeps it on the node that got it, and with it the client's address. */
  externalTrafficPolicy?: 'Cluster' | 'Local' | undefined;
  /** The port on which a node says whether it has pods of the service; given out for load balancers with externalTrafficPolicy Local. */
  healthCheckNodePort?: number | undefined;
  /** DNS and endpoints show pods as ready before they are, so that they can find each other. */
  publishNotReadyAddresses?: boolean | undefined;
  /** Details of sessionAffinity. */
  sessionAffinityConfig?: SessionAffinityConfig | undefined;
  /** IPv4, IPv6 or both, in the order of clusterIPs. */
  ipFamilies?: ('' | 'IPv4' | 'IPv6')[] | undefined;
  /** Whether the service wants one IP family (SingleStack), two where it can (PreferDualStack), or two at any rate (RequireDualStack). */
  ipFamilyPolicy?: 'PreferDualStack' | 'RequireDualStack' | 'SingleStack' | undefined;
  /** Whether a load balancer gets node ports, too. True when left out. */
  allocateLoadBalancerNodePorts?: boolean | undefined;
  /** The implementation that is to provide the load balancer, such as example.com/fast. It cannot be changed. */
  loadBalancerClass?: string | undefined;
  /** Cluster spreads traffic from inside over all pods; Local keeps it on the client's node. */
  internalTrafficPolicy?: 'Cluster' | 'Local' | undefined;
  /** Which endpoints are preferred, such as PreferSameZone or PreferSameNode. */
  trafficDistribution?: string | undefined;
}

/** What the cluster has made of a service. */
export interface ServiceStatus {
  /** Where the load balancer is, if there is one. */
  loadBalancer?: LoadBalancerStatus | undefined;
  /** How the service is doing. */
  conditions?: Condition[] | undefined;
}

/** Details of a service's session affinity. */
export interface SessionAffinityConfig {
  /** Details of ClientIP. */
  clientIP?: ClientIPConfig | undefined;
}

export interface ShardInfo {
  selector: string;
}

export interface SleepAction {
  seconds: number;
}

/** Pods with names and storage of their own, numbered from 0, started and ended in order. */
export interface StatefulSet {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  /** How many pods of which form are wanted. */
  spec: StatefulSetSpec;
  /** How far that is. */
  status: StatefulSetStatus;
}

export interface StatefulSetCondition {
  type: string;
  status: string;
  lastTransitionTime?: string | null | undefined;
  reason?: string | undefined;
  message?: string | undefined;
}

export interface StatefulSetList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: StatefulSet[];
}

/** How pods are numbered. */
export interface StatefulSetOrdinals {
  /** The first number. 0 when left out. */
  start?: number | undefined;
}

/** What becomes of claims: Retain keeps them, Delete deletes them. */
export interface StatefulSetPersistentVolumeClaimRetentionPolicy {
  /** When the set is deleted. */
  whenDeleted?: string | undefined;
  /** When the set becomes smaller. */
  whenScaled?: string | undefined;
}

/** How many pods of which form are wanted. */
export interface StatefulSetSpec {
  /** How many pods. 1 when left out. */
  replicas?: number | undefined;
  /** The labels by which its pods are known; those of the template must match. It cannot be changed. */
  selector: LabelSelector;
  /** What the pods look like; each has the name of the set with its number. */
  template: PodTemplateSpec;
  /** Claims that each pod gets one of, and keeps over its restarts. */
  volumeClaimTemplates?: PersistentVolumeClaim[] | undefined;
  /** The headless service under whose name the pods are found in DNS. */
  serviceName?: string | undefined;
  /** OrderedReady: one after the other. Parallel: all at once. */
  podManagementPolicy?: 'OrderedReady' | 'Parallel' | undefined;
  /** How old pods make way for new ones. */
  updateStrategy?: StatefulSetUpdateStrategy | undefined;
  /** How many old revisions are kept. 10 when left out. */
  revisionHistoryLimit?: number | undefined;
  /** How long a new pod must be ready to count as available. */
  minReadySeconds?: number | undefined;
  /** What becomes of the claims when pods or the set go. */
  persistentVolumeClaimRetentionPolicy?: StatefulSetPersistentVolumeClaimRetentionPolicy | undefined;
  /** How the pods are numbered. */
  ordinals?: StatefulSetOrdinals | undefined;
}

/** How far a stateful set is. */
export interface StatefulSetStatus {
  /** The generation that this is about. */
  observedGeneration?: number | undefined;
  /** How many pods there are. */
  replicas: number;
  /** How many are ready. */
  readyReplicas?: number | undefined;
  /** How many have currentRevision. */
  currentReplicas?: number | undefined;
  /** How many have updateRevision. */
  updatedReplicas?: number | undefined;
  /** The revision that pods had before the update. */
  currentRevision?: string | undefined;
  /** The revision of the template of now. */
  updateRevision?: string | undefined;
  /** How often the name of a new revision was taken. */
  collisionCount?: number | undefined;
  /** What is true of it now. */
  conditions?: StatefulSetCondition[] | undefined;
  /** How many have been ready long enough. */
  availableReplicas?: number | undefined;
}

/** How old pods make way for new ones. */
export interface StatefulSetUpdateStrategy {
  /** RollingUpdate: from the highest number down. OnDelete: when somebody deletes them. */
  type?: 'OnDelete' | 'RollingUpdate' | undefined;
  /** The steps of RollingUpdate. */
  rollingUpdate?: RollingUpdateStatefulSetStrategy | undefined;
}

/** The answer of a request that answers with no object. */
export interface Status {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  /** Success or Failure. */
  status?: string | undefined;
  /** What happened, for people. */
  message?: string | undefined;
  /** What happened, in a word. */
  reason?: string | undefined;
  /** More about it. */
  details?: StatusDetails | undefined;
  /** The HTTP status. */
  code?: number | undefined;
}

export interface StatusCause {
  reason?: string | undefined;
  message?: string | undefined;
  field?: string | undefined;
}

export interface StatusDetails {
  name?: string | undefined;
  group?: string | undefined;
  kind?: string | undefined;
  uid?: string | undefined;
  causes?: StatusCause[] | undefined;
  retryAfterSeconds?: number | undefined;
}

export interface StorageClass {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  provisioner: string;
  parameters?: Record<string, string> | undefined;
  reclaimPolicy?: 'Delete' | 'Recycle' | 'Retain' | undefined;
  mountOptions?: string[] | undefined;
  allowVolumeExpansion?: boolean | undefined;
  volumeBindingMode?: 'Immediate' | 'WaitForFirstConsumer' | undefined;
  allowedTopologies?: TopologySelectorTerm[] | undefined;
}

export interface StorageClassList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: StorageClass[];
}

export interface StorageOSPersistentVolumeSource {
  volumeName?: string | undefined;
  volumeNamespace?: string | undefined;
  fsType?: string | undefined;
  readOnly?: boolean | undefined;
  secretRef?: ObjectReference | undefined;
}

export interface StorageOSVolumeSource {
  volumeName?: string | undefined;
  volumeNamespace?: string | undefined;
  fsType?: string | undefined;
  readOnly?: boolean | undefined;
  secretRef?: LocalObjectReference | undefined;
}

export interface StorageV1TokenRequest {
  audience: string;
  expirationSeconds?: number | undefined;
}

export interface SubjectAccessReview {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: SubjectAccessReviewSpec;
  status: SubjectAccessReviewStatus;
}

export interface SubjectAccessReviewSpec {
  resourceAttributes?: ResourceAttributes | undefined;
  nonResourceAttributes?: NonResourceAttributes | undefined;
  user?: string | undefined;
  groups?: string[] | undefined;
  extra?: Record<string, string[]> | undefined;
  uid?: string | undefined;
}

export interface SubjectAccessReviewStatus {
  allowed: boolean;
  denied?: boolean | undefined;
  reason?: string | undefined;
  evaluationError?: string | undefined;
}

export interface SubjectRulesReviewStatus {
  resourceRules: ResourceRule[];
  nonResourceRules: NonResourceRule[];
  incomplete: boolean;
  evaluationError?: string | undefined;
}

export interface SuccessPolicy {
  rules: SuccessPolicyRule[];
}

export interface SuccessPolicyRule {
  succeededIndexes?: string | undefined;
  succeededCount?: number | undefined;
}

export interface Sysctl {
  name: string;
  value: string;
}

export interface TCPSocketAction {
  port: IntOrString;
  host?: string | undefined;
}

/** What keeps pods away from a node. */
export interface Taint {
  /** The key. */
  key: string;
  /** The value. */
  value?: string | undefined;
  /** NoSchedule keeps new pods away, PreferNoSchedule tries to, NoExecute also drives out those that run. */
  effect: 'NoExecute' | 'NoSchedule' | 'PreferNoSchedule';
  /** When a NoExecute taint was put on. */
  timeAdded?: string | undefined;
}

export interface TokenRequestSpec {
  audiences?: string[] | null | undefined;
  expirationSeconds?: number | null | undefined;
  boundObjectRef?: BoundObjectReference | null | undefined;
}

export interface TokenRequestStatus {
  token?: string | undefined;
  expirationTimestamp?: string | null | undefined;
}

export interface TokenReview {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: TokenReviewSpec;
  status: TokenReviewStatus;
}

export interface TokenReviewSpec {
  token: string;
  audiences?: string[] | undefined;
}

export interface TokenReviewStatus {
  authenticated?: boolean | undefined;
  user?: UserInfo | undefined;
  audiences?: string[] | undefined;
  error?: string | undefined;
}

/** A taint of nodes that a pod puts up with. */
export interface Toleration {
  /** The key of the taint; empty with Exists means all. */
  key?: string | undefined;
  /** Equal compares the value, Exists does not. Equal when left out. */
  operator?: 'Equal' | 'Exists' | 'Gt' | 'Lt' | undefined;
  /** The value of the taint. */
  value?: string | undefined;
  /** NoSchedule, PreferNoSchedule or NoExecute; empty means all. */
  effect?: 'NoExecute' | 'NoSchedule' | 'PreferNoSchedule' | undefined;
  /** How long a NoExecute taint is put up with. For ever when left out. */
  tolerationSeconds?: number | undefined;
}

export interface TopologySelectorLabelRequirement {
  key: string;
  values: string[];
}

export interface TopologySelectorTerm {
  matchLabelExpressions?: TopologySelectorLabelRequirement[] | undefined;
}

export interface TopologySpreadConstraint {
  maxSkew: number;
  topologyKey: string;
  whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway';
  labelSelector?: LabelSelector | undefined;
  minDomains?: number | undefined;
  nodeAffinityPolicy?: 'Honor' | 'Ignore' | undefined;
  nodeTaintsPolicy?: 'Honor' | 'Ignore' | undefined;
  matchLabelKeys?: string[] | undefined;
}

export interface TypedLocalObjectReference {
  apiGroup?: string | null | undefined;
  kind: string;
  name: string;
}

export interface TypedObjectReference {
  apiGroup?: string | null | undefined;
  kind: string;
  name: string;
  namespace?: string | undefined;
}

export interface UncountedTerminatedPods {
  succeeded?: string[] | undefined;
  failed?: string[] | undefined;
}

export interface UserInfo {
  username?: string | undefined;
  uid?: string | undefined;
  groups?: string[] | undefined;
  extra?: Record<string, string[]> | undefined;
}

export interface UserSubject {
  name: string;
}

export interface Volume {
  name: string;
  hostPath?: HostPathVolumeSource | undefined;
  emptyDir?: EmptyDirVolumeSource | undefined;
  gcePersistentDisk?: GCEPersistentDiskVolumeSource | undefined;
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource | undefined;
  gitRepo?: GitRepoVolumeSource | undefined;
  secret?: SecretVolumeSource | undefined;
  nfs?: NFSVolumeSource | undefined;
  iscsi?: ISCSIVolumeSource | undefined;
  glusterfs?: GlusterfsVolumeSource | undefined;
  persistentVolumeClaim?: PersistentVolumeClaimVolumeSource | undefined;
  rbd?: RBDVolumeSource | undefined;
  flexVolume?: FlexVolumeSource | undefined;
  cinder?: CinderVolumeSource | undefined;
  cephfs?: CephFSVolumeSource | undefined;
  flocker?: FlockerVolumeSource | undefined;
  downwardAPI?: DownwardAPIVolumeSource | undefined;
  fc?: FCVolumeSource | undefined;
  azureFile?: AzureFileVolumeSource | undefined;
  configMap?: ConfigMapVolumeSource | undefined;
  vsphereVolume?: VsphereVirtualDiskVolumeSource | undefined;
  quobyte?: QuobyteVolumeSource | undefined;
  azureDisk?: AzureDiskVolumeSource | undefined;
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource | undefined;
  projected?: ProjectedVolumeSource | undefined;
  portworxVolume?: PortworxVolumeSource | undefined;
  scaleIO?: ScaleIOVolumeSource | undefined;
  storageos?: StorageOSVolumeSource | undefined;
  csi?: CSIVolumeSource | undefined;
  ephemeral?: EphemeralVolumeSource | undefined;
  image?: ImageVolumeSource | undefined;
}

export interface VolumeAttachment {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  spec: VolumeAttachmentSpec;
  status: VolumeAttachmentStatus;
}

export interface VolumeAttachmentList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: VolumeAttachment[];
}

export interface VolumeAttachmentSource {
  persistentVolumeName?: string | undefined;
  inlineVolumeSpec?: PersistentVolumeSpec | undefined;
}

export interface VolumeAttachmentSpec {
  attacher: string;
  source: VolumeAttachmentSource;
  nodeName: string;
}

export interface VolumeAttachmentStatus {
  attached: boolean;
  attachmentMetadata?: Record<string, string> | undefined;
  attachError?: VolumeError | undefined;
  detachError?: VolumeError | undefined;
}

export interface VolumeAttributesClass {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ObjectMeta;
  driverName: string;
  parameters?: Record<string, string> | undefined;
}

export interface VolumeAttributesClassList {
  kind?: string | undefined;
  apiVersion?: string | undefined;
  metadata: ListMeta;
  items: VolumeAttributesClass[];
}

export interface VolumeDevice {
  name: string;
  devicePath: string;
}

export interface VolumeError {
  time?: string | null | undefined;
  message?: string | undefined;
  errorCode?: number | undefined;
}

/** Where a volume is in a container. */
export interface VolumeMount {
  /** The volume's name in the pod. */
  name: string;
  /** The container cannot write to it. */
  readOnly?: boolean | undefined;
  recursiveReadOnly?: string | undefined;
  /** The path in the container. */
  mountPath: string;
  /** The path in the volume that is mounted. Its root when left out. */
  subPath?: string | undefined;
  mountPropagation?: 'Bidirectional' | 'HostToContainer' | 'None' | undefined;
  subPathExpr?: string | undefined;
}

export interface VolumeMountStatus {
  name: string;
  mountPath: string;
  readOnly?: boolean | undefined;
  recursiveReadOnly?: string | undefined;
  volumeStatus?: VolumeStatus | undefined;
}

export interface VolumeNodeAffinity {
  required?: NodeSelector | undefined;
}

export interface VolumeNodeResources {
  count?: number | undefined;
}

export interface VolumeProjection {
  secret?: SecretProjection | undefined;
  downwardAPI?: DownwardAPIProjection | undefined;
  configMap?: ConfigMapProjection | undefined;
  serviceAccountToken?: ServiceAccountTokenProjection | undefined;
  clusterTrustBundle?: ClusterTrustBundleProjection | undefined;
  podCertificate?: PodCertificateProjection | undefined;
}

export interface VolumeResourceRequirements {
  limits?: Record<string, Quantity> | undefined;
  requests?: Record<string, Quantity> | undefined;
}

export interface VolumeStatus {
  image?: ImageVolumeStatus | undefined;
}

export interface VsphereVirtualDiskVolumeSource {
  volumePath: string;
  fsType?: string | undefined;
  storagePolicyName?: string | undefined;
  storagePolicyID?: string | undefined;
}

export interface WatchEvent {
  type: string;
  object: Record<string, unknown>;
}

export interface WeightedPodAffinityTerm {
  weight: number;
  podAffinityTerm: PodAffinityTerm;
}

export interface WindowsSecurityContextOptions {
  gmsaCredentialSpecName?: string | undefined;
  gmsaCredentialSpec?: string | undefined;
  runAsUserName?: string | undefined;
  hostProcess?: boolean | undefined;
}
