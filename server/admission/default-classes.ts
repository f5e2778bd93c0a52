import type { ApiObject, ResourceType } from '../api/object.ts';
import { ingressClasses, storageClasses } from '../api/resource-types.gen.ts';
import type { Ingress, PersistentVolumeClaim } from '../api/types.gen.ts';
import { type AdmissionRequest, defineAdmission } from '../registry/define-admission.ts';

const DEFAULT_STORAGE = 'storageclass.kubernetes.io/is-default-class';
const OLD_STORAGE = 'volume.beta.kubernetes.io/storage-class';
const DEFAULT_INGRESS = 'ingressclass.kubernetes.io/is-default-class';
const OLD_INGRESS = 'kubernetes.io/ingress.class';

/** A claim that names no class gets the default one: Kubernetes' DefaultStorageClass. */
export const defaultStorageClass = defineAdmission({
  name: 'DefaultStorageClass',
  admit(request) {
    if (!isNew(request, { group: '', plural: 'persistentvolumeclaims' })) return;
    const { spec, metadata } = request.object as PersistentVolumeClaim;
    if (!spec || spec.storageClassName !== undefined || metadata.annotations?.[OLD_STORAGE] !== undefined) return;
    const name = newestDefault(request, storageClasses, DEFAULT_STORAGE);
    if (name !== undefined) spec.storageClassName = name;
  },
});

/** An ingress that names no class gets the default one: Kubernetes' DefaultIngressClass. */
export const defaultIngressClass = defineAdmission({
  name: 'DefaultIngressClass',
  admit(request) {
    if (!isNew(request, { group: 'networking.k8s.io', plural: 'ingresses' })) return;
    const { spec, metadata } = request.object as Ingress;
    if (!spec || spec.ingressClassName !== undefined || metadata.annotations?.[OLD_INGRESS] !== undefined) return;
    const name = newestDefault(request, ingressClasses, DEFAULT_INGRESS);
    if (name !== undefined) spec.ingressClassName = name;
  },
});

function isNew({ operation, type, subresource }: AdmissionRequest, wanted: { group: string; plural: string }): boolean {
  const isKind = type.group === wanted.group && type.plural === wanted.plural;
  return isKind && operation === 'CREATE' && subresource === undefined;
}

/** Of several defaults the youngest; of equally old ones the first by name. */
function newestDefault<T extends ApiObject>(
  { context }: AdmissionRequest,
  type: ResourceType<T>,
  annotation: string,
): string | undefined {
  const marked = [...context.objects.list(type)].filter((c) => c.metadata?.annotations?.[annotation] === 'true');
  const ranked = marked.map(({ metadata }) => ({
    name: metadata?.name ?? '',
    made: metadata?.creationTimestamp ?? '',
  }));
  ranked.sort((a, b) => (a.made === b.made ? compare(a.name, b.name) : compare(b.made, a.made)));
  return ranked[0]?.name;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
