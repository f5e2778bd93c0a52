import { ApiError, notFound } from '../api/errors.ts';
import { namespaces } from '../api/resource-types.gen.ts';
import { IMMORTAL_NAMESPACES } from '../api/system-namespaces.ts';
import { defineAdmission } from '../registry/define-admission.ts';
import { refused } from './refuse.ts';

/** Namespaces without which a cluster is none. */

/** Nothing is made in a namespace that is not there or is going: Kubernetes' NamespaceLifecycle. */
export const namespaceLifecycle = defineAdmission({
  name: 'NamespaceLifecycle',
  admit(request) {
    const { operation, key, context } = request;
    if (operation !== 'CREATE' || !key.namespace || request.subresource !== undefined) return;
    // One may ask what would be allowed anywhere.
    if (request.type.plural === 'localsubjectaccessreviews') return;
    const namespace = context.objects.get(namespaces, { name: key.namespace });
    if (!namespace) throw notFound(namespaces, key.namespace);
    if (namespace.status?.phase !== 'Terminating') return;
    const detail = `unable to create new content in namespace ${key.namespace} because it is being terminated`;
    throw withCause(refused(request, detail), key.namespace);
  },
  validate(request) {
    const { operation, type, key } = request;
    const isNamespace = type.group === '' && type.plural === 'namespaces';
    if (operation !== 'DELETE' || !isNamespace || !IMMORTAL_NAMESPACES.includes(key.name)) return;
    throw refused(request, 'this namespace may not be deleted');
  },
});

function withCause({ status }: ApiError, namespace: string): ApiError {
  const message = `namespace ${namespace} is being terminated`;
  const causes = [{ reason: 'NamespaceTerminating', message, field: 'metadata.namespace' }];
  return new ApiError({ ...status, details: { ...status.details, causes } });
}
