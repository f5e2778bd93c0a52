import { priorityClasses } from '../api/resource-types.gen.ts';
import type { Pod, PriorityClass } from '../api/types.gen.ts';
import { type AdmissionRequest, defineAdmission } from '../registry/define-admission.ts';
import { newPod, writtenPod } from './of-pods.ts';
import { refused } from './refuse.ts';

type PreemptionPolicy = NonNullable<PriorityClass['preemptionPolicy']>;

/** Turns the name of a pod's priority class into numbers: Kubernetes' Priority. */
export const priority = defineAdmission({
  name: 'Priority',
  admit(request) {
    const made = newPod(request);
    if (made) setPriority(made, request);
    else keepPriority(request);
  },
  validate: refuseSecondDefault,
});

/** Clients that know nothing of priorities do not take them away. */
function keepPriority(request: AdmissionRequest): void {
  const spec = writtenPod(request)?.spec;
  const old = (request.old as Pod | undefined)?.spec;
  if (!spec || !old) return;
  if (spec.priority === undefined && old.priority !== undefined) spec.priority = old.priority;
  if (spec.preemptionPolicy === undefined && old.preemptionPolicy !== undefined) {
    spec.preemptionPolicy = old.preemptionPolicy;
  }
}

function setPriority({ spec }: Required<Pick<Pod, 'spec'>>, request: AdmissionRequest): void {
  const chosen = classOf(spec.priorityClassName, request);
  if (chosen && !spec.priorityClassName) spec.priorityClassName = chosen.metadata.name;
  const value = chosen?.value ?? 0;
  const policy: PreemptionPolicy = chosen?.preemptionPolicy ?? 'PreemptLowerPriority';
  const fixed = 'must not be provided in pod spec; priority admission controller computed';
  const from = 'from the given PriorityClass name';
  if (spec.priority !== undefined && spec.priority !== value) {
    throw refused(request, `the integer value of priority (${spec.priority}) ${fixed} ${value} ${from}`);
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    throw refused(
      request,
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) ${fixed} ${policy} ${from}`,
    );
  }
  spec.priority = value;
  spec.preemptionPolicy = policy;
}

function classOf(name: string | undefined, request: AdmissionRequest): PriorityClass | undefined {
  const { objects } = request.context;
  if (!name) return lowestDefault(objects.list(priorityClasses));
  const found = objects.get(priorityClasses, { name });
  if (!found) throw refused(request, `no PriorityClass with name ${name} was found`);
  return found;
}

/** There should be one default; of several the least is taken. */
function lowestDefault(classes: Iterable<PriorityClass>): PriorityClass | undefined {
  let lowest: PriorityClass | undefined;
  for (const candidate of classes) {
    if (candidate.globalDefault && (!lowest || (candidate.value ?? 0) < (lowest.value ?? 0))) lowest = candidate;
  }
  return lowest;
}

function refuseSecondDefault(request: AdmissionRequest): void {
  const { operation, type, object, context } = request;
  const written = operation === 'CREATE' || operation === 'UPDATE';
  if (!written || type.plural !== priorityClasses.plural || type.group !== priorityClasses.group) return;
  const { globalDefault, metadata } = object as PriorityClass;
  if (!globalDefault) return;
  const other = lowestDefault(context.objects.list(priorityClasses));
  if (!other || other.metadata.name === metadata.name) return;
  const detail = `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`;
  throw refused(request, detail);
}
