import { runtimeClasses } from '../api/resource-types.gen.ts';
import { semanticEqual } from '../api/semantic-equal.ts';
import type { PodSpec, RuntimeClass } from '../api/types.gen.ts';
import { type AdmissionRequest, defineAdmission } from '../registry/define-admission.ts';
import { newPod } from './of-pods.ts';
import { refused } from './refuse.ts';

/** What a pod's runtime takes for itself, and where it is to be found: Kubernetes' RuntimeClass. */
export const runtimeClass = defineAdmission({
  name: 'RuntimeClass',
  admit(request) {
    const spec = newPod(request)?.spec;
    const found = spec && classOf(spec, request);
    if (!spec || !found) return;
    setOverhead(spec, found, request);
    setScheduling(spec, found, request);
  },
  validate(request) {
    const spec = newPod(request)?.spec;
    if (!spec?.overhead || classOf(spec, request)?.overhead) return;
    throw refused(request, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
  },
});

function classOf({ runtimeClassName: name }: PodSpec, request: AdmissionRequest): RuntimeClass | undefined {
  if (name === undefined) return undefined;
  const found = request.context.objects.get(runtimeClasses, { name });
  if (!found) throw refused(request, `pod rejected: RuntimeClass "${name}" not found`);
  return found;
}

function setOverhead(spec: PodSpec, { overhead }: RuntimeClass, request: AdmissionRequest): void {
  const fixed = overhead?.podFixed;
  if (!fixed) return;
  if (spec.overhead && !semanticEqual(spec.overhead, fixed)) {
    throw refused(request, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
  }
  spec.overhead = { ...fixed };
}

function setScheduling(spec: PodSpec, { scheduling }: RuntimeClass, request: AdmissionRequest): void {
  if (!scheduling) return;
  for (const [key, value] of Object.entries(scheduling.nodeSelector ?? {})) {
    const own = spec.nodeSelector?.[key];
    if (own !== undefined && own !== value) {
      const conflict = `runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`;
      throw refused(request, `conflict: ${conflict}`);
    }
    spec.nodeSelector = { ...spec.nodeSelector, [key]: value };
  }
  const own = spec.tolerations ?? [];
  const added = (scheduling.tolerations ?? []).filter((t) => !own.some((present) => semanticEqual(present, t)));
  if (added.length > 0) spec.tolerations = [...own, ...added.map((toleration) => ({ ...toleration }))];
}
