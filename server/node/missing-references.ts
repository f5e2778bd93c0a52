import { isNotFound } from '../api/errors.ts';
import type { ResourceType } from '../api/object.ts';
import { configMaps, secrets } from '../api/resource-types.gen.ts';
import type { ConfigMap, Container, EnvVar, Pod, Secret, Volume } from '../api/types.gen.ts';
import type { Client } from '../client/client.ts';
import { containersOf, hasStarted } from './containers.ts';

/** What a pod refers to and nobody has created yet, in the kubelet's words. */
export interface MissingReferences {
  /** Why the volumes cannot be mounted: no container of the pod starts before that is so. */
  readonly mount?: string;
  /** Why a container cannot be created, by its name. */
  readonly containers: Readonly<Record<string, string>>;
}

interface Reference {
  kind: 'ConfigMap' | 'Secret';
  name: string;
  key?: string | undefined;
}

const TYPES = { ConfigMap: configMaps, Secret: secrets } as const;

/** Undefined when nothing is missing, or nothing has to be looked up because all containers have started. */
export async function missingReferences(pod: Pod, client: Client): Promise<MissingReferences | undefined> {
  const mounts = (pod.spec.volumes ?? []).map((volume) => ({ volume, references: volumeReferences(volume) }));
  const all = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  const uses = all.map((container) => ({ container, references: environmentReferences(container) }));
  if ([...mounts, ...uses].every(({ references }) => references.length === 0) || isStarted(pod)) return undefined;

  const find = finder(client, pod.metadata.namespace);
  for (const { volume, references } of mounts) {
    const problem = await firstProblem(references, find, keyInVolume);
    if (problem) return { mount: `MountVolume.SetUp failed for volume "${volume.name}" : ${problem}`, containers: {} };
  }
  const containers: Record<string, string> = {};
  for (const { container, references } of uses) {
    const problem = await firstProblem(references, find, keyInEnvironment);
    if (problem) containers[container.name] = problem;
  }
  return Object.keys(containers).length > 0 ? { containers } : undefined;
}

function isStarted(pod: Pod): boolean {
  const views = containersOf(pod);
  return views.length > 0 && views.every(({ status }) => hasStarted(status));
}

type Find = (reference: Reference) => Promise<ConfigMap | Secret | undefined>;

function finder(client: Client, namespace: string | undefined): Find {
  return async ({ kind, name }) => {
    try {
      return await client.get(TYPES[kind] as ResourceType<ConfigMap | Secret>, { namespace, name });
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return undefined;
    }
  };
}

type KeyProblem = (reference: Reference, namespace: string | undefined) => string;

const keyInVolume: KeyProblem = ({ kind, key }) =>
  kind === 'ConfigMap'
    ? `configmap references non-existent config key: ${key}`
    : `references non-existent secret key: ${key}`;

const keyInEnvironment: KeyProblem = ({ kind, name, key }, namespace) =>
  `couldn't find key ${key} in ${kind} ${namespace}/${name}`;

async function firstProblem(
  references: readonly Reference[],
  find: Find,
  keyProblem: KeyProblem,
): Promise<string | undefined> {
  for (const reference of references) {
    const object = await find(reference);
    if (!object) return `${reference.kind.toLowerCase()} "${reference.name}" not found`;
    const { key } = reference;
    const binary = 'binaryData' in object ? object.binaryData : undefined;
    if (key !== undefined && !(key in (object.data ?? {})) && !(key in (binary ?? {}))) {
      return keyProblem(reference, object.metadata.namespace);
    }
  }
  return undefined;
}

interface Source {
  name?: string | undefined;
  items?: { key: string }[] | undefined;
  optional?: boolean | undefined;
}

// The token that every pod gets comes with the namespace: to wait for it would only make new namespaces slow.
function volumeReferences({ name, configMap, secret, projected }: Volume): Reference[] {
  if (name.startsWith('kube-api-access-')) return [];
  return [
    ...fromSource('ConfigMap', configMap),
    ...fromSource('Secret', secret && { ...secret, name: secret.secretName }),
    ...(projected?.sources ?? []).flatMap((source) => [
      ...fromSource('ConfigMap', source.configMap),
      ...fromSource('Secret', source.secret),
    ]),
  ];
}

function fromSource(kind: Reference['kind'], source: Source | undefined): Reference[] {
  if (!source?.name || source.optional) return [];
  const { name, items } = source;
  return items?.length ? items.map(({ key }) => ({ kind, name, key })) : [{ kind, name }];
}

function environmentReferences({ env = [], envFrom = [] }: Container): Reference[] {
  return [
    ...envFrom.flatMap(({ configMapRef, secretRef }) => [
      ...fromSource('ConfigMap', configMapRef),
      ...fromSource('Secret', secretRef),
    ]),
    ...env.flatMap(variableReferences),
  ];
}

function variableReferences({ valueFrom }: EnvVar): Reference[] {
  const { configMapKeyRef: ofMap, secretKeyRef: ofSecret } = valueFrom ?? {};
  if (ofMap?.name && !ofMap.optional) return [{ kind: 'ConfigMap', name: ofMap.name, key: ofMap.key }];
  if (ofSecret?.name && !ofSecret.optional) return [{ kind: 'Secret', name: ofSecret.name, key: ofSecret.key }];
  return [];
}
