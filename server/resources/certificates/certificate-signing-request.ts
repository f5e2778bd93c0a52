import { humanDuration } from '../../api/human-duration.ts';
import { certificateSigningRequests } from '../../api/resource-types.gen.ts';
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from '../../api/types.gen.ts';
import { timestamp } from '../../lib/timestamps.ts';
import { defineResource, type PartSubresource, type WriteContext } from '../../registry/define-resource.ts';
import { statusSubresource } from '../subresources.ts';
import { age } from '../table-cells.ts';
import { validateIssued } from './issued-certificate.ts';
import { validateConditionsChange } from './request-conditions.ts';
import { validateRequest } from './request-spec.ts';

type Request = CertificateSigningRequest;

export const certificateSigningRequestResource = defineResource<Request>(certificateSigningRequests, {
  generation: 'none',
  prepareForCreate: signWithWriter,
  // Nothing of a request can change but by its subresources; Kubernetes restores it without a word.
  prepareForUpdate: (draft, old) => {
    draft.spec = old.spec;
  },
  validate: validateRequest,
  validateUpdate: (request, old) => validateConditionsChange(request, old, { approval: false }),
  selectableFields: { 'spec.signerName': (request) => request.spec.signerName },
  row: (request, context) => [
    request.metadata.name,
    age(request, context),
    request.spec.signerName || '<none>',
    request.spec.username ?? '',
    request.spec.expirationSeconds === undefined ? '<none>' : humanDuration(request.spec.expirationSeconds * 1000),
    conditionCell(request),
  ],
  subresources: {
    status: statusSubresource<Request>({
      prepareForUpdate: keepApproval,
      validateUpdate: (request, old) => [
        ...validateConditionsChange(request, old, { approval: false }),
        ...validateIssued(request, old),
      ],
    }),
    approval: approvalSubresource(),
  },
});

/** Who asks is not for the request to say. */
function signWithWriter(draft: Request, context: WriteContext): void {
  const { username, uid, groups, extra } = context.user;
  Object.assign(draft.spec, { username, uid, groups, extra });
  draft.status = {};
}

const APPROVAL = ['Approved', 'Denied'];

/** A signer sets the certificate; whether it may is for an approver to say. */
function keepApproval(draft: Request, old: Request, context: WriteContext): void {
  const approvals = (old.status?.conditions ?? []).filter(({ type }) => APPROVAL.includes(type));
  const others = (draft.status?.conditions ?? []).filter(({ type }) => !APPROVAL.includes(type));
  draft.status = withConditions(draft.status, stamped([...approvals, ...others], context));
}

function approvalSubresource(): PartSubresource<Request> {
  return {
    ...statusSubresource<Request>(),
    prepareForUpdate: (draft, old, context) => {
      draft.spec = old.spec;
      draft.status = withConditions(old.status, stamped(draft.status?.conditions ?? [], context));
    },
    validateUpdate: (request, old) => validateConditionsChange(request, old, { approval: true }),
  };
}

function withConditions(
  status: Request['status'] | undefined,
  conditions: CertificateSigningRequestCondition[],
): Request['status'] {
  const { conditions: _, ...rest } = status ?? {};
  return conditions.length > 0 ? { ...rest, conditions } : rest;
}

function stamped(conditions: readonly CertificateSigningRequestCondition[], { now }: WriteContext) {
  const time = timestamp(now);
  return conditions.map((condition) => ({
    ...condition,
    lastUpdateTime: condition.lastUpdateTime ?? time,
    lastTransitionTime: condition.lastTransitionTime ?? time,
  }));
}

function conditionCell({ status }: Request): string {
  const has = (type: string) => (status?.conditions ?? []).some((condition) => condition.type === type);
  const decision = has('Approved') ? 'Approved' : has('Denied') ? 'Denied' : 'Pending';
  return `${decision}${has('Failed') ? ',Failed' : ''}${status?.certificate ? ',Issued' : ''}`;
}
