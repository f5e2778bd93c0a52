import type { Container, PodSpec, Volume, VolumeMount } from '../api/types.gen.ts';
import { randomSuffix } from '../lib/random-suffix.ts';

const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const VOLUME_PREFIX = 'kube-api-access-';
/** An hour, and a few seconds by which these tokens are told from others. */
const TOKEN_SECONDS = 3607;

/** Mounts token, certificate and namespace into the containers that have nothing in that place. Changes the spec. */
export function mountToken(spec: PodSpec): void {
  const existing = spec.volumes?.find(({ name, projected }) => projected && name.startsWith(VOLUME_PREFIX));
  const name = existing?.name ?? `${VOLUME_PREFIX}${randomSuffix()}`;
  const without = [...(spec.initContainers ?? []), ...spec.containers].filter((container) => !hasMount(container));
  for (const container of without) container.volumeMounts = [...(container.volumeMounts ?? []), tokenMount(name)];
  if (without.length > 0 && !existing) spec.volumes = [...(spec.volumes ?? []), tokenVolume(name)];
}

function hasMount({ volumeMounts }: Container): boolean {
  return (volumeMounts ?? []).some(({ mountPath }) => mountPath === MOUNT_PATH);
}

function tokenMount(name: string): VolumeMount {
  return { name, readOnly: true, mountPath: MOUNT_PATH };
}

function tokenVolume(name: string): Volume {
  const namespaceFile = { path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } };
  const sources = [
    { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [namespaceFile] } },
  ];
  return { name, projected: { sources, defaultMode: 0o644 } };
}
