import { namespaces, serviceAccounts } from '../api/resource-types.gen.ts';
import type { Pod, PodSpec, ServiceAccount } from '../api/types.gen.ts';
import { sleep, systemClock } from '../lib/clock.ts';
import { type AdmissionRequest, defineAdmission } from '../registry/define-admission.ts';
import { limitSecrets } from './mountable-secrets.ts';
import { newPod } from './of-pods.ts';
import { refused } from './refuse.ts';
import { mountToken } from './service-account-token.ts';

const MIRROR = 'kubernetes.io/config.mirror';

/** Every pod runs as a service account and finds its token in a file: Kubernetes' ServiceAccount. */
export const serviceAccount = defineAdmission({
  name: 'ServiceAccount',
  // A namespace gets its default account a moment after it is made; Kubernetes waits for it as well.
  wait(request) {
    const made = newPod(request);
    if (!made || made.metadata.annotations?.[MIRROR] !== undefined || accountOf(made.spec, request)) return undefined;
    return accountAppears(made.spec, request);
  },
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

const PATIENCE = 1000;
const INTERVAL = 10;

/** Who makes it works in this process: it takes real time, whatever the cluster's clock says. */
async function accountAppears(spec: PodSpec, request: AdmissionRequest): Promise<void> {
  const namespace = request.key.namespace as string;
  if (!request.context.objects.get(namespaces, { name: namespace })) return;
  for (let waited = 0; waited < PATIENCE && !accountOf(spec, request); waited += INTERVAL)
    await sleep(systemClock, INTERVAL);
}

function accountOf(spec: PodSpec, { context, key }: AdmissionRequest): ServiceAccount | undefined {
  return context.objects.get(serviceAccounts, {
    namespace: key.namespace,
    name: spec.serviceAccountName || 'default',
  });
}

function runAs({ spec }: Pod & { spec: PodSpec }, request: AdmissionRequest): void {
  const name = spec.serviceAccountName || 'default';
  spec.serviceAccountName = name;
  spec.serviceAccount = name;
  const { namespace } = request.key;
  const account = accountOf(spec, request);
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
