import { duplicate, type FieldError, forbidden, notSupported, required, tooLong } from '../../api/field-error.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors, labelKeyErrors, rangeErrors } from '../../api/names.ts';
import { validateAnnotations, validateLabels } from '../../api/object-meta-validation.ts';
import type { ObjectMeta, PodSpec, PodTemplateSpec } from '../../api/types.gen.ts';
import { invalidFor } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';
import { validateAffinity } from './affinity.ts';
import { validatePodAnnotations, validateSeccompAgrees } from './annotations.ts';
import {
  type ContainerContext,
  validateContainers,
  validateEphemeralContainers,
  validateInitContainers,
} from './containers.ts';
import { validateDnsConfig, validateDnsPolicy, validateHostAliases } from './dns.ts';
import { validateHostProcess, validateOperatingSystem } from './operating-system.ts';
import { validatePodClaims } from './pod-claims.ts';
import { validatePodResources } from './pod-resources.ts';
import { validateHostNetworkPorts } from './ports.ts';
import { validateContainerResourceName } from './resource-names.ts';
import { type Amounts, validateAmount } from './resources.ts';
import { validateRestartPolicy } from './restart-policies.ts';
import { validateHostUsers, validatePodSecurityContext } from './security-context.ts';
import { validateTolerations } from './tolerations.ts';
import { validateTopologySpread } from './topology-spread.ts';
import { type VolumeOptions, validateVolumes } from './volumes.ts';

/** The template of a workload; the spec has been defaulted. */
export function validatePodTemplateSpec(template: PodTemplateSpec, field: string): FieldError[] {
  const metadata: Partial<ObjectMeta> = template.metadata ?? {};
  const spec = template.spec ?? { containers: [] };
  const ephemeral = spec.ephemeralContainers ?? [];
  const noEphemeral = forbidden(
    `${field}.spec.ephemeralContainers`,
    'ephemeral containers not allowed in pod template',
  );
  return [
    ...validateLabels(metadata.labels, `${field}.labels`),
    ...validateAnnotations(metadata.annotations, `${field}.annotations`),
    ...validatePodAnnotations(metadata.annotations, spec, `${field}.annotations`),
    ...validatePodSpec(spec, `${field}.spec`, { isPod: false }),
    ...validateSeccompAgrees(metadata, spec, `${field}.spec`),
    ...(ephemeral.length > 0 ? [noEphemeral] : []),
  ];
}

/** The spec has been defaulted. The order is that in which Kubernetes reports. */
export function validatePodSpec(spec: PodSpec, field: string, options: VolumeOptions): FieldError[] {
  const grace = spec.terminationGracePeriodSeconds;
  return [
    ...(grace === undefined ? [required(`${field}.terminationGracePeriodSeconds`)] : []),
    ...validateWhatRuns(spec, field, options),
    ...validateSurroundings(spec, field, options),
    ...validateNames(spec, field),
    ...validateScheduling(spec, field),
    ...validateOperatingSystem(spec, field),
  ];
}

function validateWhatRuns(spec: PodSpec, field: string, options: VolumeOptions): FieldError[] {
  const { volumes, errors } = validateVolumes(spec.volumes, `${field}.volumes`, options);
  const claimNames = new Set((spec.resourceClaims ?? []).map((claim) => claim.name));
  const context: ContainerContext = { spec, volumes, claimNames };
  return [
    ...errors,
    ...validatePodClaims(spec.resourceClaims, `${field}.resourceClaims`),
    ...validateContainers(context, `${field}.containers`),
    ...validateInitContainers(context, `${field}.initContainers`),
    ...validateEphemeralContainers(context, `${field}.ephemeralContainers`),
    ...validatePodResources(spec, claimNames, `${field}.resources`),
  ];
}

function validateSurroundings(spec: PodSpec, field: string, options: VolumeOptions): FieldError[] {
  return [
    ...(spec.hostNetwork ? validateHostNetworkPorts(spec.containers, `${field}.containers`, options) : []),
    ...validateRestartPolicy(spec.restartPolicy, `${field}.restartPolicy`),
    ...validateDnsPolicy(spec.dnsPolicy, `${field}.dnsPolicy`),
    ...validateLabels(spec.nodeSelector, `${field}.nodeSelector`),
    ...validatePodSecurityContext(spec, `${field}.securityContext`),
    ...validateAffinity(spec.affinity, `${field}.affinity`),
    ...validateDnsConfig(spec.dnsConfig, spec.dnsPolicy, `${field}.dnsConfig`),
    ...validateEach(spec.readinessGates, `${field}.readinessGates`, ({ conditionType = '' }, at) =>
      invalidFor(`${at}.conditionType`, conditionType, labelKeyErrors(conditionType)),
    ),
    ...validateSchedulingGates(spec.schedulingGates, `${field}.schedulingGates`),
    ...validateTopologySpread(spec.topologySpreadConstraints, `${field}.topologySpreadConstraints`),
    ...validateHostProcess(spec, field),
    ...validateHostUsers(spec, field),
  ];
}

function validateSchedulingGates(gates: PodSpec['schedulingGates'], field: string): FieldError[] {
  const names = new Set<string>();
  return validateEach(gates, field, ({ name = '' }, at) => {
    const errors = invalidFor(at, name, labelKeyErrors(name));
    if (names.has(name)) errors.push(duplicate(at, name));
    names.add(name);
    return errors;
  });
}

function validateNames(spec: PodSpec, field: string): FieldError[] {
  const { activeDeadlineSeconds: deadline } = spec;
  return [
    ...ofForm(spec.serviceAccountName, `${field}.serviceAccountName`, dns1123SubdomainErrors),
    ...ofForm(spec.nodeName, `${field}.nodeName`, dns1123SubdomainErrors),
    ...(deadline === undefined
      ? []
      : invalidFor(`${field}.activeDeadlineSeconds`, deadline, rangeErrors(deadline, 1, 2 ** 31 - 1))),
    ...ofForm(spec.hostname, `${field}.hostname`, dns1123LabelErrors),
    ...ofForm(spec.subdomain, `${field}.subdomain`, dns1123LabelErrors),
    ...validateHostnameOverride(spec, field),
  ];
}

function ofForm(name: string | undefined, field: string, errorsOf: (name: string) => string[]): FieldError[] {
  return name ? invalidFor(field, name, errorsOf(name)) : [];
}

/** Longer names are cut by the kernel. */
const MAX_HOSTNAME = 64;

function validateHostnameOverride({ hostnameOverride: name, ...spec }: PodSpec, field: string): FieldError[] {
  if (name === undefined) return [];
  const detail = 'may not be specified when `hostnameOverride` is set';
  return [
    ...invalidFor(`${field}.hostnameOverride`, name, dns1123SubdomainErrors(name)),
    ...(name.length > MAX_HOSTNAME ? [tooLong(`${field}.hostnameOverride`, MAX_HOSTNAME)] : []),
    ...(spec.hostNetwork ? [forbidden(`${field}.hostNetwork`, detail)] : []),
    ...(spec.setHostnameAsFQDN ? [forbidden(`${field}.setHostnameAsFQDN`, detail)] : []),
  ];
}

const PREEMPTION_POLICIES = ['PreemptLowerPriority', 'Never'];

function validateScheduling(spec: PodSpec, field: string): FieldError[] {
  const { runtimeClassName: runtime } = spec;
  return [
    ...validateTolerations(spec.tolerations, `${field}.tolerations`),
    ...validateHostAliases(spec.hostAliases, `${field}.hostAliases`),
    ...ofForm(spec.priorityClassName, `${field}.priorityClassName`, dns1123SubdomainErrors),
    ...(runtime === undefined ? [] : invalidFor(`${field}.runtimeClassName`, runtime, dns1123SubdomainErrors(runtime))),
    ...validatePreemption(spec.preemptionPolicy, `${field}.preemptionPolicy`),
    ...validateOverhead(spec.overhead, `${field}.overhead`),
  ];
}

function validatePreemption(policy: string | undefined, field: string): FieldError[] {
  if (policy === undefined || PREEMPTION_POLICIES.includes(policy)) return [];
  return [policy === '' ? required(field) : notSupported(field, policy, PREEMPTION_POLICIES)];
}

/** What the sandbox itself takes: amounts as those of a container. */
function validateOverhead(overhead: Amounts | undefined, field: string): FieldError[] {
  return Object.entries(overhead ?? {}).flatMap(([name, amount]) => {
    const at = `${field}.limits[${name}]`;
    return [...validateContainerResourceName(name, at), ...validateAmount(name, amount, at)];
  });
}
