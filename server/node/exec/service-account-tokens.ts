/** The tokens that are mounted into containers, asked for when a container is looked into and renewed in time. */
import type { ApiObject } from '../../api/object.ts';
import { serviceAccounts } from '../../api/resource-types.gen.ts';
import type { Pod } from '../../api/types.gen.ts';
import type { Client } from '../../client/client.ts';
import type { Clock } from '../../lib/clock.ts';

export interface MountedTokens {
  /** Resolves when all tokens of the pod's volumes are there and good for a while. */
  refresh(pod: Pod): Promise<void>;
  get(pod: Pod, audience: string | undefined): string | undefined;
  forget(pod: Pod): void;
}

interface Token {
  readonly value: string;
  /** When it should be renewed, in milliseconds. */
  readonly renewAt: number;
}

const DEFAULT_SECONDS = 3607;
/** The part of its life after which a kubelet renews a token. */
const RENEW_AFTER = 0.8;

export function mountedTokens(client: Client, clock: Clock): MountedTokens {
  const tokens = new Map<string, Map<string, Token>>();
  const renew = async (pod: Pod, audience: string | undefined, seconds: number) => {
    const ofPod = tokens.get(pod.metadata.uid) ?? new Map<string, Token>();
    tokens.set(pod.metadata.uid, ofPod);
    if ((ofPod.get(audience ?? '')?.renewAt ?? 0) > clock.now()) return;
    const value = await requestToken(client, pod, { audience, seconds });
    if (value) ofPod.set(audience ?? '', { value, renewAt: clock.now() + seconds * 1000 * RENEW_AFTER });
  };
  return {
    async refresh(pod) {
      const wanted = (pod.spec.volumes ?? []).flatMap(
        ({ projected }) => projected?.sources?.flatMap(({ serviceAccountToken }) => serviceAccountToken ?? []) ?? [],
      );
      for (const { audience, expirationSeconds } of wanted)
        await renew(pod, audience, expirationSeconds ?? DEFAULT_SECONDS);
    },
    get: ({ metadata }, audience) => tokens.get(metadata.uid)?.get(audience ?? '')?.value,
    forget: ({ metadata }) => void tokens.delete(metadata.uid),
  };
}

interface TokenRequest extends ApiObject {
  status?: { token?: string };
}

/** Undefined when there is no such account (any more). */
async function requestToken(
  client: Client,
  { metadata, spec }: Pod,
  { audience, seconds }: { audience: string | undefined; seconds: number },
): Promise<string | undefined> {
  const { namespace, name, uid } = metadata;
  const request = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: { name: '', namespace, uid: '' },
    spec: {
      audiences: audience ? [audience] : [],
      expirationSeconds: seconds,
      boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid },
    },
  };
  const account = { namespace, name: spec.serviceAccountName ?? 'default' };
  try {
    const answer = await client.createSubresource(serviceAccounts, account, 'token', request as ApiObject);
    return (answer as TokenRequest).status?.token;
  } catch {
    return undefined;
  }
}
