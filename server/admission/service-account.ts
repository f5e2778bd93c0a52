import { serviceAccounts } from '../api/resource-types.gen.ts';
import type { Pod, PodSpec, ServiceAccount } from '../api/types.gen.ts';
import { type AdmissionRequest, defineAdmission } from '../registry/define-admission.ts';
import { limitSecrets } from './mountable-secrets.ts';
import { newPod } from './of-pods.ts';
import { refused } from './refuse.ts';
import { mountToken } from './service-account-token.ts';

const MIRROR = 'kubernetes.io/config.mirror';

/** Every pod runs as a service account and finds its token in a file: Kubernetes' ServiceAccount. */
export const serviceAccount = defineAdmission({
  name: 'ServiceAccount',
  admit(request) {
    const made = newPod(request);
    if (!made) return;
    if (made.metadata.annotations?.[MIRROR] !== undefined) refuseReferences(made.spec, request);
    else runAs(made, request);
  },
});

/** A mirror of what a node runs by itself may not lean on the API. */
function refuseReferences(spec: PodSpec, request: AdmissionRequest): void {
  if (spec.serviceAccountName) throw refused(request, 'a mirror pod may not reference service accounts');
  const volumes = spec.volumes ?? [];
  if (volumes.some(({ secret }) => secret)) throw refused(request, 'a mirror pod may not reference secrets');
  if (volumes.some(({ projected }) => projected?.sources?.some((source) => source.serviceAccountToken))) {
    throw refused(request, 'a mirror pod may not use ServiceAccountToken volume projections');
  }
}

function runAs({ spec }: Pod & { spec: PodSpec }, request: AdmissionRequest): void {
  const name = spec.serviceAccountName || 'default';
  spec.serviceAccountName = name;
  spec.serviceAccount = name;
  const { namespace } = request.key;
  const account = request.context.objects.get(serviceAccounts, { namespace, name });
  if (!account) {
    const detail = `serviceaccount "${name}" not found`;
    throw refused(request, `error looking up service account ${namespace}/${name}: ${detail}`);
  }
  limitSecrets(spec, account, request);
  if (wantsToken(spec, account)) mountToken(spec);
  if (!spec.imagePullSecrets?.length && account.imagePullSecrets?.length) {
    spec.imagePullSecrets = account.imagePullSecrets.map((reference) => ({ ...reference }));
  }
}

/** The pod decides, or else its account. */
function wantsToken(spec: PodSpec, account: ServiceAccount): boolean {
  return spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
}
