/** Who may do what: says no in Kubernetes' words. */
import type { AccessQuestion, Authorizer } from '../api/authorization.ts';
import { type ApiError, forbiddenError, statusError } from '../api/errors.ts';
import { goQuote } from '../api/field-error.ts';
import type { UserInfo } from '../api/types.gen.ts';

/** Throws 403. */
export function authorize(authorizer: Authorizer, user: UserInfo, question: AccessQuestion): void {
  const { allowed, reason = '' } = authorizer(user, question);
  if (!allowed) throw forbidden(user, question, reason);
}

export function forbidden(user: UserInfo, question: AccessQuestion, reason: string): ApiError {
  const { resourceAttributes, nonResourceAttributes = {} } = question;
  const who = `User ${goQuote(user.username ?? '')} cannot`;
  const because = reason === '' ? '' : `: ${reason}`;
  if (!resourceAttributes) {
    const { verb = '', path = '' } = nonResourceAttributes;
    return statusError(403, 'Forbidden', `forbidden: ${who} ${verb} path ${goQuote(path)}${because}`, {});
  }
  const { verb = '', group = '', resource: plural = '', subresource, namespace, name = '' } = resourceAttributes;
  const what = subresource === undefined ? plural : `${plural}/${subresource}`;
  const where = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  const detail = `${who} ${verb} resource "${what}" in API group "${group}" ${where}${because}`;
  return forbiddenError({ group, plural }, name, detail);
}
