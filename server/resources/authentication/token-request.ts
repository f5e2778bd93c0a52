/** POST to `serviceaccounts/NAME/token`: a token that speaks for the account. */
import type { NamedObject, ServiceAccountClaims, TokenIssuer } from '../../api/authentication.ts';
import { badRequest, conflict, invalidObject, notFound } from '../../api/errors.ts';
import { type FieldError, goQuote, invalid } from '../../api/field-error.ts';
import type { ApiObject, ObjectKey, ResourceType } from '../../api/object.ts';
import { nodes, pods, secrets, serviceAccounts } from '../../api/resource-types.gen.ts';
import type {
  BoundObjectReference,
  ServiceAccount,
  AuthenticationV1TokenRequest as TokenRequest,
} from '../../api/types.gen.ts';
import { timestamp } from '../../lib/timestamps.ts';
import type { ActionSubresource, ActionTarget, WriteContext } from '../../registry/define-resource.ts';

const GROUP = 'authentication.k8s.io';
const DEFAULT_SECONDS = 3600;
const MIN_SECONDS = 600;
const MAX_SECONDS = 2 ** 32;

export interface TokenRequestOptions {
  issue: TokenIssuer;
  /** For requests that name no audience. */
  audiences: readonly string[];
}

export function tokenSubresource(options: TokenRequestOptions): ActionSubresource<ServiceAccount> {
  return {
    kind: 'action',
    body: { group: GROUP, version: 'v1', kind: 'TokenRequest' },
    act: (target, body) => issueToken(target, body as TokenRequest, options),
  };
}

async function issueToken(
  { key, object, context }: ActionTarget<ServiceAccount>,
  request: TokenRequest,
  options: TokenRequestOptions,
): Promise<ApiObject> {
  if (!object) throw notFound(serviceAccounts, key.name);
  checkNames(request, key);
  const spec = {
    audiences: request.spec?.audiences?.length ? request.spec.audiences : [...options.audiences],
    expirationSeconds: request.spec?.expirationSeconds ?? DEFAULT_SECONDS,
    boundObjectRef: request.spec?.boundObjectRef ?? null,
  };
  const errors = validateSeconds(spec.expirationSeconds, 'spec.expirationSeconds');
  if (errors.length > 0) throw invalidObject({ group: GROUP, kind: 'TokenRequest' }, '', errors);
  const issuedAt = Math.floor(context.now / 1000);
  const expiresAt = issuedAt + spec.expirationSeconds;
  const token = await options.issue({
    namespace: key.namespace ?? '',
    serviceAccount: named(object),
    ...(spec.boundObjectRef && bindingOf(spec.boundObjectRef, object, context)),
    audiences: spec.audiences,
    issuedAt,
    expiresAt,
  });
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'TokenRequest',
    metadata: { ...key, creationTimestamp: timestamp(context.now) },
    spec,
    status: { token, expirationTimestamp: timestamp(expiresAt * 1000) },
  } as unknown as TokenRequest;
}

function checkNames({ metadata }: TokenRequest, key: ObjectKey): void {
  if (metadata?.name && metadata.name !== key.name) {
    throw badRequest('name in URL does not match name in TokenRequest object');
  }
  if (metadata?.namespace && metadata.namespace !== key.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
}

function validateSeconds(seconds: number, field: string): FieldError[] {
  if (seconds < MIN_SECONDS) return [invalid(field, seconds, 'may not specify a duration less than 10 minutes')];
  if (seconds <= MAX_SECONDS) return [];
  return [invalid(field, seconds, 'may not specify a duration larger than 2^32 seconds')];
}

const BOUND = { Pod: pods, Secret: secrets, Node: nodes } as const;

function bindingOf(
  { apiVersion = '', kind = '', name = '', uid }: BoundObjectReference,
  account: ServiceAccount,
  context: WriteContext,
): Pick<ServiceAccountClaims, 'boundTo' | 'node'> {
  if (apiVersion !== 'v1' || !Object.hasOwn(BOUND, kind)) {
    throw badRequest(`cannot bind token to object of type ${goKind(apiVersion, kind)}`);
  }
  const type: ResourceType = BOUND[kind as keyof typeof BOUND];
  const object = context.objects.get(type, { namespace: account.metadata.namespace, name });
  if (!object) throw notFound(type, name);
  if (uid && object.metadata?.uid !== uid) throw otherObject(kind, name, uid);
  const boundTo = { kind: kind.toLowerCase() as 'pod' | 'secret' | 'node', ...named(object) };
  return kind === 'Pod' ? { boundTo, ...nodeOf(object, account, context) } : { boundTo };
}

function nodeOf(pod: ApiObject, account: ServiceAccount, { objects }: WriteContext): { node?: NamedObject } {
  const { serviceAccountName, nodeName } =
    (pod as { spec?: { serviceAccountName?: string; nodeName?: string } }).spec ?? {};
  if (serviceAccountName !== account.metadata.name) {
    throw badRequest(
      `cannot bind token for serviceaccount ${goQuote(account.metadata.name)} to pod running with different serviceaccount name.`,
    );
  }
  const node = nodeName ? objects.get(nodes, { name: nodeName }) : undefined;
  return node ? { node: named(node) } : {};
}

function otherObject(kind: string, name: string, uid: string): Error {
  const detail = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
  return conflict({ group: '', plural: kind }, name, detail);
}

function named(object: ApiObject): NamedObject {
  return { name: object.metadata?.name ?? '', uid: object.metadata?.uid ?? '' };
}

/** `apps/v1, Kind=Deployment` */
function goKind(apiVersion: string, kind: string): string {
  return `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;
}
