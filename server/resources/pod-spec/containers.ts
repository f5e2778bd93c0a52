import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  notFoundField,
  notSupported,
  required,
} from '../../api/field-error.ts';
import { dns1123LabelErrors } from '../../api/names.ts';
import type { Container, EphemeralContainer, PodSpec } from '../../api/types.gen.ts';
import { invalidFor } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';
import { validateEnv, validateEnvFrom } from './env.ts';
import { validateContainerPorts, validateUniqueHostPorts } from './ports.ts';
import { validateProbesAndHooks } from './probes.ts';
import { validateContainerResources } from './resources.ts';
import { validateContainerRestart, validateResizePolicies } from './restart-policies.ts';
import { validateSecurityContext } from './security-context.ts';
import { validateVolumeDevices, validateVolumeMounts } from './volume-mounts.ts';
import { validatePullPolicy } from './volume-sources.ts';
import type { VolumesByName } from './volumes.ts';

/** What containers share and are judged by. */
export interface ContainerContext {
  spec: PodSpec;
  volumes: VolumesByName;
  claimNames: ReadonlySet<string>;
}

export function validateContainers(context: ContainerContext, field: string): FieldError[] {
  const { containers = [], terminationGracePeriodSeconds } = context.spec;
  if (containers.length === 0) return [required(field)];
  const names = new Set<string>();
  return [
    ...validateEach(containers, field, (container, at) => [
      ...validateContainer(container, context, at),
      ...takeName(container.name ?? '', names, `${at}.name`),
      ...validateProbesAndHooks(container, terminationGracePeriodSeconds, at),
      ...validateContainerRestart(container, at),
    ]),
    ...validateUniqueHostPorts(containers, field),
  ];
}

export function validateInitContainers(context: ContainerContext, field: string): FieldError[] {
  const { containers = [], initContainers, terminationGracePeriodSeconds } = context.spec;
  const names = new Set(containers.map((container) => container.name));
  return validateEach(initContainers, field, (container, at) => [
    ...validateContainer(container, context, at),
    ...validateContainerRestart(container, at),
    ...(container.name ? takeName(container.name, names, `${at}.name`) : []),
    // Init containers run one after the other: only ports of the same one can collide.
    ...validateUniqueHostPorts([container], field),
    ...(container.restartPolicy === 'Always'
      ? validateProbesAndHooks(container, terminationGracePeriodSeconds, at)
      : validateRunsOnce(container, at)),
  ]);
}

const ONLY_RESTARTED = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;

function validateRunsOnce(container: Container, field: string): FieldError[] {
  const detail = 'may not be set for init containers without restartPolicy=Always';
  return ONLY_RESTARTED.filter((name) => container[name]).map((name) => forbidden(`${field}.${name}`, detail));
}

function takeName(name: string, names: Set<string>, field: string): FieldError[] {
  if (names.has(name)) return [duplicate(field, name)];
  names.add(name);
  return [];
}

/** In the order of the Go struct: errors come in it. */
const NOT_EPHEMERAL = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const satisfies readonly (keyof EphemeralContainer)[];

export function validateEphemeralContainers(context: ContainerContext, field: string): FieldError[] {
  const { containers = [], initContainers = [], ephemeralContainers } = context.spec;
  const others = new Set([...containers, ...initContainers].map((container) => container.name));
  const names = new Set(others);
  return validateEach(ephemeralContainers, field, (container, at) => {
    const target = container.targetContainerName;
    return [
      ...validateContainer(container, context, at),
      ...validateTrimmedImage(container, at),
      ...takeName(container.name ?? '', names, `${at}.name`),
      ...(target && !others.has(target) ? [notFoundField(`${at}.targetContainerName`, target)] : []),
      ...validateIsEphemeral(container, at),
    ];
  });
}

function validateIsEphemeral(container: EphemeralContainer, field: string): FieldError[] {
  const detail = 'cannot be set for an Ephemeral Container';
  const present = NOT_EPHEMERAL.filter((name) => isSet(container[name]));
  return [
    ...present.map((name) => forbidden(`${field}.${name}`, detail)),
    ...validateEach(container.volumeMounts, `${field}.volumeMounts`, ({ subPath, subPathExpr }, at) => [
      ...(subPath ? [forbidden(`${at}.subPath`, detail)] : []),
      ...(subPathExpr ? [forbidden(`${at}.subPathExpr`, detail)] : []),
    ]),
  ];
}

function isSet(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** Only for pods: templates may have images with spaces around, to be filled in by others. */
export function validateTrimmedImage({ image = '' }: Container, field: string): FieldError[] {
  if (image.trim() === image) return [];
  return [invalid(`${field}.image`, image, 'must not have leading or trailing whitespace')];
}

const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];

function validateContainer(container: Container, context: ContainerContext, field: string): FieldError[] {
  const { spec, volumes, claimNames } = context;
  const hostUsers = spec.hostUsers ?? true;
  return [
    ...(container.name
      ? invalidFor(`${field}.name`, container.name, dns1123LabelErrors(container.name))
      : [required(`${field}.name`)]),
    ...(container.image ? [] : [required(`${field}.image`)]),
    ...validateMessagePolicy(container.terminationMessagePolicy, `${field}.terminationMessagePolicy`),
    ...validateContainerPorts(container.ports, `${field}.ports`),
    ...validateEnv(container.env, `${field}.env`),
    ...validateEnvFrom(container.envFrom, `${field}.envFrom`),
    ...validateVolumeMounts(container, volumes, `${field}.volumeMounts`),
    ...validateVolumeDevices(container, volumes, `${field}.volumeDevices`),
    ...validatePullPolicy(container.imagePullPolicy, `${field}.imagePullPolicy`),
    ...validateContainerResources(container.resources ?? {}, claimNames, `${field}.resources`),
    ...validateResizePolicies(container.resizePolicy, spec.restartPolicy, `${field}.resizePolicy`),
    ...validateSecurityContext(container.securityContext, `${field}.securityContext`, { hostUsers }),
  ];
}

function validateMessagePolicy(policy: string | undefined, field: string): FieldError[] {
  if (!policy) return [required(field)];
  return MESSAGE_POLICIES.includes(policy) ? [] : [notSupported(field, policy, MESSAGE_POLICIES)];
}
