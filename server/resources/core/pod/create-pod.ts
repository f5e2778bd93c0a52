import type { AppArmorProfile, Container, Pod } from '../../../api/types.gen.ts';
import { timestamp } from '../../../lib/timestamps.ts';
import type { WriteContext } from '../../../registry/define-resource.ts';
import { APPARMOR_CONTAINER } from '../../pod-spec/annotations.ts';
import { eachContainer } from '../../pod-spec/each-container.ts';
import { expandMatchLabelKeys } from '../../pod-spec/match-label-keys.ts';
import { qualityOfService } from '../../pod-spec/quality-of-service.ts';

/** A new pod waits, whatever its writer says of its state. */
export function preparePod(draft: Pod, context: WriteContext): void {
  const spec = draft.spec as NonNullable<Pod['spec']>;
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) spec.terminationGracePeriodSeconds = 1;
  draft.status = { phase: 'Pending', qosClass: qualityOfService(spec) };
  if (spec.schedulingGates?.length) draft.status.conditions = [gatedCondition(context)];
  expandMatchLabelKeys(spec, draft.metadata.labels ?? {});
  syncAppArmor(draft, context);
}

function gatedCondition(context: WriteContext) {
  return {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: timestamp(context.now),
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
}

/** Old kubelets read the annotation, new ones the field: each is filled from the other. */
function syncAppArmor(draft: Pod, context: WriteContext): void {
  if (!draft.spec || draft.spec.os?.name === 'windows') return;
  for (const [container] of eachContainer(draft.spec, 'spec')) {
    const key = `${APPARMOR_CONTAINER}${container.name}`;
    const annotation = draft.metadata.annotations?.[key];
    const own = container.securityContext?.appArmorProfile;
    const profile = own ?? draft.spec.securityContext?.appArmorProfile;
    if (annotation === undefined && profile) annotate(draft, key, profile);
    else if (annotation !== undefined && !own) confine(container, annotation, { key, context });
  }
}

function annotate(draft: Pod, key: string, profile: AppArmorProfile): void {
  const value = annotationOf(profile);
  if (value !== undefined) draft.metadata.annotations = { ...draft.metadata.annotations, [key]: value };
}

function annotationOf({ type, localhostProfile }: AppArmorProfile): string | undefined {
  if (type === 'Localhost') return localhostProfile === undefined ? undefined : `localhost/${localhostProfile}`;
  return type === 'RuntimeDefault' ? 'runtime/default' : type === 'Unconfined' ? 'unconfined' : undefined;
}

function confine(
  container: Container,
  annotation: string,
  { key, context }: { key: string; context: WriteContext },
): void {
  const profile = profileOf(annotation);
  if (!profile) return;
  container.securityContext = { ...container.securityContext, appArmorProfile: profile };
  context.warn(`metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`);
}

function profileOf(annotation: string): AppArmorProfile | undefined {
  if (annotation === 'runtime/default' || annotation === '') return { type: 'RuntimeDefault' };
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (!annotation.startsWith('localhost/')) return undefined;
  return { type: 'Localhost', localhostProfile: annotation.slice('localhost/'.length) };
}
