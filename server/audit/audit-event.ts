/** An exchange as an event of audit.k8s.io/v1, at the level Metadata. */
import type { Exchange } from '../api/exchange.ts';
import type { UserInfo } from '../api/types.gen.ts';
import { microTimestamp } from '../lib/timestamps.ts';

export type AuditStage = 'RequestReceived' | 'ResponseStarted' | 'ResponseComplete';

/** Fields in the order of Kubernetes' types, as its log file has them. `now` in milliseconds since the epoch. */
export function auditEvent(exchange: Exchange, stage: AuditStage, now: number): object {
  const { asked, auditId, user, impersonated, address } = exchange;
  const objectRef = asked.resource === '' ? undefined : objectRefOf(exchange);
  const isAnswered = stage !== 'RequestReceived';
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: auditId,
    stage,
    requestURI: asked.uri,
    verb: asked.verb,
    user: exchange.code === 401 ? {} : userOf(user ?? ADMIN),
    ...(impersonated && { impersonatedUser: userOf(impersonated) }),
    sourceIPs: [address.replace(/^::ffff:/, '')],
    ...(asked.userAgent !== '' && { userAgent: asked.userAgent }),
    ...(objectRef && { objectRef }),
    ...(isAnswered && exchange.code > 0 && { responseStatus: responseStatus(exchange) }),
    requestReceivedTimestamp: microTimestamp(exchange.at),
    stageTimestamp: microTimestamp(now),
    ...(isAnswered && { annotations: annotationsOf(exchange) }),
  };
}

/** Where everybody is one. */
const ADMIN: UserInfo = { username: 'admin', uid: '1000', groups: ['system:masters', 'system:authenticated'] };

function userOf({ username, uid, groups, extra }: UserInfo): object {
  return {
    ...(username && { username }),
    ...(uid && { uid }),
    ...(groups && groups.length > 0 && { groups }),
    ...(extra && Object.keys(extra).length > 0 && { extra }),
  };
}

function objectRefOf({ asked }: Exchange): object {
  const { resource, namespace, name, group, version, subresource } = asked;
  return {
    resource,
    ...(namespace !== '' && { namespace }),
    ...(name !== '' && { name }),
    ...(group !== '' && { apiGroup: group }),
    apiVersion: version,
    ...(subresource !== '' && { subresource }),
  };
}

function responseStatus(exchange: Exchange): object {
  const status = exchange.code >= 400 ? statusIn(exchange.responseBody) : undefined;
  if (!status) return { metadata: {}, code: exchange.code };
  const { status: outcome, message, reason, details } = status;
  return {
    metadata: {},
    ...(outcome !== undefined && { status: outcome }),
    ...(message !== undefined && { message }),
    ...(reason !== undefined && { reason }),
    ...(details !== undefined && { details }),
    code: exchange.code,
  };
}

function statusIn(body: Uint8Array | undefined): Record<string, unknown> | undefined {
  if (!body) return undefined;
  try {
    const status = JSON.parse(new TextDecoder().decode(body));
    return status?.kind === 'Status' ? status : undefined;
  } catch {
    return undefined;
  }
}

function annotationsOf({ code }: Exchange): object {
  const decision = code === 403 ? 'forbid' : 'allow';
  return code === 401 ? {} : { 'authorization.k8s.io/decision': decision, 'authorization.k8s.io/reason': '' };
}
