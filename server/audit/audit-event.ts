/** An exchange as an event of audit.k8s.io/v1. */
import type { Exchange } from '../api/exchange.ts';
import type { UserInfo } from '../api/types.gen.ts';
import { microTimestamp } from '../lib/timestamps.ts';
import { type Body, requestObject, responseObject, withoutManagedFields } from './audit-bodies.ts';
import type { AuditDecision, AuditStage } from './policy.ts';

/** Fields in the order of Kubernetes' types, as its log file has them. `now` in milliseconds since the epoch. */
export function auditEvent(
  exchange: Exchange,
  { level, omitManagedFields }: AuditDecision,
  { stage, now }: { stage: AuditStage; now: number },
): object {
  const { asked, auditId, impersonated, address } = exchange;
  const isAnswered = stage !== 'RequestReceived';
  const sent = isAnswered ? requestObject(exchange) : undefined;
  const answered = isAnswered ? responseObject(exchange) : undefined;
  const shown = (body: unknown) => (omitManagedFields ? withoutManagedFields(body) : body);
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level,
    auditID: auditId,
    stage,
    requestURI: asked.uri,
    verb: asked.verb,
    user: isUnknown(exchange) ? {} : userOf(requestor(exchange)),
    // It is known only after the request was received.
    ...(isAnswered && impersonated && { impersonatedUser: userOf(impersonated) }),
    sourceIPs: [address.replace(/^::ffff:/, '')],
    ...(asked.userAgent !== '' && { userAgent: shortened(asked.userAgent) }),
    ...(asked.resource !== '' && { objectRef: objectRefOf(exchange, sent) }),
    ...(isAnswered && { responseStatus: responseStatus(exchange, answered) }),
    ...(sent !== undefined && WITH_REQUEST.has(level) && { requestObject: shown(sent) }),
    ...(answered && level === 'RequestResponse' && { responseObject: shown(answered) }),
    requestReceivedTimestamp: microTimestamp(exchange.at),
    stageTimestamp: microTimestamp(now),
    ...(isAnswered && !isUnknown(exchange) && { annotations: annotationsOf(exchange) }),
  };
}

/** Who asks; where everybody is an admin, one. */
export function requestor({ user }: Exchange): UserInfo {
  return user ?? ADMIN;
}

/** It was not let in: the token is nobody's. */
export function isUnknown({ code, user }: Exchange): boolean {
  return code === 401 && user === undefined;
}

const ADMIN: UserInfo = { username: 'admin', uid: '1000', groups: ['system:masters', 'system:authenticated'] };
const WITH_REQUEST: ReadonlySet<string> = new Set(['Request', 'RequestResponse']);
const MAX_USER_AGENT = 1024;

function shortened(userAgent: string): string {
  return userAgent.length > MAX_USER_AGENT ? `${userAgent.slice(0, MAX_USER_AGENT)}...TRUNCATED` : userAgent;
}

function userOf({ username, uid, groups, extra }: UserInfo): object {
  return {
    ...(username && { username }),
    ...(uid && { uid }),
    ...(groups && groups.length > 0 && { groups }),
    ...(extra && Object.keys(extra).length > 0 && { extra }),
  };
}

/** What the URL leaves open is filled in by the object that was sent, but not by patches. */
function objectRefOf({ asked }: Exchange, sent: unknown): object {
  const { resource, group, version, subresource } = asked;
  const said = asked.verb === 'patch' ? {} : ((sent as { metadata?: Body } | undefined)?.metadata ?? {});
  const namespace = asked.namespace || said.namespace;
  const name = asked.name || said.name;
  const { uid, resourceVersion } = said;
  return {
    resource,
    ...(namespace ? { namespace } : {}),
    ...(name ? { name } : {}),
    ...(uid ? { uid } : {}),
    ...(group !== '' && { apiGroup: group }),
    apiVersion: version,
    ...(resourceVersion ? { resourceVersion } : {}),
    ...(subresource !== '' && { subresource }),
  };
}

function responseStatus(exchange: Exchange, answered: Body | undefined): object {
  const { code } = exchange;
  if (isUnknown(exchange)) return { metadata: {}, message: 'Authentication failed, attempted: bearer', code };
  // Kubernetes' words for a client that went away.
  if (code === 0) return { metadata: {}, status: 'Success', message: 'Connection closed early', code: 200 };
  if (answered?.kind !== 'Status') return { metadata: {}, code };
  const { status, message, reason, details } = answered;
  return {
    metadata: {},
    ...(status !== undefined && { status }),
    ...(message !== undefined && { message }),
    ...(reason !== undefined && { reason }),
    ...(details !== undefined && { details }),
    code,
  };
}

function annotationsOf({ code }: Exchange): object {
  return { 'authorization.k8s.io/decision': code === 403 ? 'forbid' : 'allow', 'authorization.k8s.io/reason': '' };
}
