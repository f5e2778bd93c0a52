import type { PodSpec, ServiceAccount } from '../api/types.gen.ts';
import type { AdmissionRequest } from '../registry/define-admission.ts';
import { refused } from './refuse.ts';

const ENFORCE = 'kubernetes.io/enforce-mountable-secrets';

/** An account may be bound to the secrets that it lists. */
export function limitSecrets(spec: PodSpec, account: ServiceAccount, request: AdmissionRequest): void {
  if (!['1', 't', 'T', 'true', 'TRUE', 'True'].includes(account.metadata.annotations?.[ENFORCE] ?? '')) return;
  const owner = account.metadata.name;
  const mountable = new Set((account.secrets ?? []).map(({ name }) => name));
  for (const { secret } of spec.volumes ?? []) {
    if (secret && !mountable.has(secret.secretName)) {
      const what = `volume with secret.secretName="${secret.secretName}"`;
      throw refused(request, `${what} is not allowed because service account ${owner} does not reference that secret`);
    }
  }
  limitEnvironment(spec, mountable, { owner, request });
  limitPullSecrets(spec, account, request);
}

function limitEnvironment(
  spec: PodSpec,
  mountable: ReadonlySet<string | undefined>,
  { owner, request }: { owner: string; request: AdmissionRequest },
): void {
  const lists = [
    ['init container', spec.initContainers ?? []],
    ['container', spec.containers],
  ] as const;
  for (const [kind, containers] of lists) {
    for (const { name: container, env } of containers) {
      for (const { name, valueFrom } of env ?? []) {
        const secret = valueFrom?.secretKeyRef?.name;
        if (secret === undefined || mountable.has(secret)) continue;
        const what = `${kind} ${container} with envVar ${name} referencing secret.secretName="${secret}"`;
        throw refused(
          request,
          `${what} is not allowed because service account ${owner} does not reference that secret`,
        );
      }
    }
  }
}

function limitPullSecrets(spec: PodSpec, account: ServiceAccount, request: AdmissionRequest): void {
  const known = new Set((account.imagePullSecrets ?? []).map(({ name }) => name));
  (spec.imagePullSecrets ?? []).forEach(({ name }, i) => {
    if (known.has(name)) return;
    const why = `service account ${account.metadata.name} does not reference that imagePullSecret`;
    throw refused(request, `imagePullSecrets[${i}].name="${name}" is not allowed because ${why}`);
  });
}
