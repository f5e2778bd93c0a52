/** The variables that a container is started with (the kubelet's makeEnvironmentVariables). */
import { Buffer } from 'node:buffer';
import type { ConfigMap, Container, EnvVar, Pod, Secret } from '../../api/types.gen.ts';
import { expandReferences } from './expand-references.ts';
import { type Allocatable, fieldValue, resourceValue } from './field-values.ts';

/** What variables come from, as it was when the container started. */
export interface EnvironmentSources {
  readonly configMap: (name: string) => ConfigMap | undefined;
  readonly secret: (name: string) => Secret | undefined;
  /** Of the Services that the container hears of. */
  readonly services: Readonly<Record<string, string>>;
  readonly allocatable: Allocatable;
}

/** Those of the container in their order, then those of Services that it does not set itself. */
export function containerEnvironment(
  pod: Pod,
  container: Container,
  sources: EnvironmentSources,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const data = {
      ...(configMapRef?.name && sources.configMap(configMapRef.name)?.data),
      ...(secretRef?.name && decoded(sources.secret(secretRef.name))),
    };
    for (const [key, value] of Object.entries(data)) if (isVariableName(prefix + key)) variables[prefix + key] = value;
  }
  for (const variable of container.env ?? []) {
    const value = variableValue(variable, { pod, container, sources, known: { ...sources.services, ...variables } });
    if (value !== undefined) variables[variable.name] = value;
  }
  for (const [name, value] of Object.entries(sources.services))
    if (!Object.hasOwn(variables, name)) variables[name] = value;
  return variables;
}

/** Undefined for an optional reference to what is not there. */
function variableValue(
  { value, valueFrom }: EnvVar,
  by: { pod: Pod; container: Container; sources: EnvironmentSources; known: Record<string, string> },
): string | undefined {
  const { pod, container, sources } = by;
  if (!valueFrom) return expandReferences(value ?? '', by.known);
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  if (fieldRef) return fieldValue(pod, fieldRef.fieldPath);
  if (resourceFieldRef) {
    const named = containerNamed(pod, resourceFieldRef.containerName) ?? container;
    return resourceValue(resourceFieldRef, { container: named, allocatable: sources.allocatable });
  }
  if (configMapKeyRef) return sources.configMap(configMapKeyRef.name ?? '')?.data?.[configMapKeyRef.key];
  if (secretKeyRef) return decoded(sources.secret(secretKeyRef.name ?? ''))[secretKeyRef.key];
  return '';
}

function containerNamed({ spec }: Pod, name: string | undefined): Container | undefined {
  if (!name) return undefined;
  return [...spec.containers, ...(spec.initContainers ?? [])].find((container) => container.name === name);
}

function decoded(secret: Secret | undefined): Record<string, string> {
  const entries = Object.entries(secret?.data ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]));
}

/** Since 1.30 nearly everything that is printable is a name; an equals sign never is. */
function isVariableName(name: string): boolean {
  return name !== '' && /^[\x20-\x3c\x3e-\x7e]+$/.test(name);
}
