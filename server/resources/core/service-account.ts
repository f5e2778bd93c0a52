import { serviceAccounts } from '../../api/resource-types.gen.ts';
import type { ServiceAccount } from '../../api/types.gen.ts';
import { type ActionSubresource, defineResource, type ResourceDefinition } from '../../registry/define-resource.ts';
import { age } from '../table-cells.ts';

/** `token` answers POSTs to `/token`; see authentication/token-request.ts. */
export function serviceAccountResource(token: ActionSubresource<ServiceAccount>): ResourceDefinition<ServiceAccount> {
  return defineResource<ServiceAccount>(serviceAccounts, {
    prepareForCreate: keepSecretNames,
    prepareForUpdate: keepSecretNames,
    deleteReturnsObject: true,
    row: (account, context) => [account.metadata.name, age(account, context)],
    subresources: { token },
  });
}

/** References to secrets are by name only. */
function keepSecretNames(draft: ServiceAccount): void {
  if (draft.secrets) draft.secrets = draft.secrets.map(({ name }) => (name === undefined ? {} : { name }));
}
