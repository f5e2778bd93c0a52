import { formatQuantity, parseQuantity, roundUpQuantity } from '../../api/quantity.ts';
import type {
  Container,
  EphemeralContainer,
  HTTPGetAction,
  LifecycleHandler,
  PodSpec,
  PodTemplateSpec,
  Probe,
  Volume,
} from '../../api/types.gen.ts';
import { defaultPullPolicy } from './image-name.ts';

/** Fills what schemas cannot say into the spec of a pod or of a template. */
export function defaultPodSpec(spec: PodSpec): void {
  spec.containers ??= [];
  spec.dnsPolicy ||= 'ClusterFirst';
  spec.restartPolicy ||= 'Always';
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= 30;
  spec.schedulerName ||= 'default-scheduler';
  agreeOnServiceAccount(spec);
  for (const volume of spec.volumes ?? []) defaultVolume(volume);
  for (const container of spec.initContainers ?? []) defaultContainer(container);
  for (const container of spec.containers) defaultContainer(container);
  for (const container of spec.ephemeralContainers ?? []) defaultContainer(container);
  roundUpAmounts(spec.overhead);
  roundUpAmounts(spec.resources?.limits);
  roundUpAmounts(spec.resources?.requests);
}

/** Returns the template for convenience; it is changed in place. */
export function defaultPodTemplate(template: PodTemplateSpec): PodTemplateSpec {
  template.spec ??= { containers: [] };
  defaultPodSpec(template.spec);
  return template;
}

/** The older field and the newer one say the same: the newer wins. */
function agreeOnServiceAccount(spec: PodSpec): void {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (!name) return;
  spec.serviceAccountName = name;
  spec.serviceAccount = name;
}

function defaultContainer(container: Container | EphemeralContainer): void {
  container.imagePullPolicy ||= defaultPullPolicy(container.image ?? '');
  container.terminationMessagePath ||= '/dev/termination-log';
  container.terminationMessagePolicy ||= 'File';
  roundUpAmounts(container.resources?.limits);
  roundUpAmounts(container.resources?.requests);
  for (const port of container.ports ?? []) port.protocol ||= 'TCP';
  for (const variable of container.env ?? []) defaultFieldRef(variable.valueFrom);
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) defaultProbe(container[name]);
  defaultHandler(container.lifecycle?.postStart);
  defaultHandler(container.lifecycle?.preStop);
}

/** Amounts are kept to thousandths. */
function roundUpAmounts(amounts: Record<string, string> | undefined): void {
  for (const name in amounts) {
    const quantity = parseQuantity(amounts[name] as string);
    const rounded = roundUpQuantity(quantity, -3);
    if (rounded !== quantity) amounts[name] = formatQuantity(rounded);
  }
}

function defaultProbe(probe: Probe | undefined): void {
  if (!probe) return;
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  defaultHandler(probe);
  if (probe.grpc) probe.grpc.service ??= '';
}

function defaultHandler(handler: LifecycleHandler | Probe | undefined): void {
  if (handler?.httpGet) defaultHttpGet(handler.httpGet);
}

function defaultHttpGet(action: HTTPGetAction): void {
  action.path ||= '/';
  action.scheme ||= 'HTTP';
}

function defaultFieldRef(source: { fieldRef?: { apiVersion?: string | undefined } | undefined } | undefined): void {
  if (source?.fieldRef) source.fieldRef.apiVersion ||= 'v1';
}

/** 0644. */
const FILE_MODE = 0o644;

function defaultVolume(volume: Volume): void {
  const { name: _, ...sources } = volume;
  if (Object.values(sources).every((source) => source === undefined)) volume.emptyDir = {};
  for (const source of [volume.secret, volume.configMap, volume.downwardAPI, volume.projected]) {
    if (source) source.defaultMode ??= FILE_MODE;
  }
  if (volume.hostPath) volume.hostPath.type ??= '';
  if (volume.image) volume.image.pullPolicy ||= defaultPullPolicy(volume.image.reference ?? '');
  for (const file of volume.downwardAPI?.items ?? []) defaultFieldRef(file);
  for (const source of volume.projected?.sources ?? []) {
    if (source.serviceAccountToken) source.serviceAccountToken.expirationSeconds ??= 3600;
    if (source.podCertificate) source.podCertificate.maxExpirationSeconds ??= 86_400;
    for (const file of source.downwardAPI?.items ?? []) defaultFieldRef(file);
  }
  if (volume.ephemeral?.volumeClaimTemplate) volume.ephemeral.volumeClaimTemplate.spec.volumeMode ??= 'Filesystem';
}
