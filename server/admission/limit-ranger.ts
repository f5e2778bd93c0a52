import { limitRanges } from '../api/resource-types.gen.ts';
import type { LimitRange, LimitRangeItem, PersistentVolumeClaim } from '../api/types.gen.ts';
import { type AdmissionRequest, defineAdmission } from '../registry/define-admission.ts';
import { fillFromRange } from './limit-defaults.ts';
import { containerViolations, podViolations, violations } from './limit-violations.ts';
import { newPod } from './of-pods.ts';
import { refused } from './refuse.ts';

/** Fills in and bounds what pods and claims ask for, as the namespace's LimitRanges say: Kubernetes' LimitRanger. */
export const limitRanger = defineAdmission({
  name: 'LimitRanger',
  admit(request) {
    const pod = newPod(request);
    if (pod) for (const range of rangesFor(request)) fillFromRange(pod, range);
  },
  validate(request) {
    for (const range of rangesFor(request)) refuseOutside(request, range);
  },
});

function rangesFor({ type, operation, subresource, key, context }: AdmissionRequest): Iterable<LimitRange> {
  const limited = type.group === '' && (type.plural === 'pods' || type.plural === 'persistentvolumeclaims');
  const written = operation === 'CREATE' || (operation === 'UPDATE' && type.plural === 'persistentvolumeclaims');
  if (!limited || !written || subresource !== undefined) return [];
  return context.objects.list(limitRanges, key.namespace);
}

function refuseOutside(request: AdmissionRequest, range: LimitRange): void {
  const texts = (range.spec?.limits ?? []).flatMap((item) => violationsOf(request, item));
  if (texts.length === 0) return;
  throw refused(request, texts.length === 1 ? (texts[0] as string) : `[${texts.join(', ')}]`);
}

function violationsOf(request: AdmissionRequest, item: LimitRangeItem): string[] {
  const pod = newPod(request);
  if (pod) {
    if (item.type === 'Container') return containerViolations(pod.spec, item);
    return item.type === 'Pod' ? podViolations(pod.spec, item) : [];
  }
  if (item.type !== 'PersistentVolumeClaim' || request.type.plural !== 'persistentvolumeclaims') return [];
  const requests = (request.object as PersistentVolumeClaim).spec?.resources?.requests;
  return violations({ type: item.type, min: item.min, max: item.max }, { requests, limits: requests });
}
