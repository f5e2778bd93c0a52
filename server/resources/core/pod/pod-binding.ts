import { withCondition } from '../../../api/conditions.ts';
import { badRequest, conflict, notFound, statusError } from '../../../api/errors.ts';
import { type FieldError, notSupported, required } from '../../../api/field-error.ts';
import type { Binding, Pod } from '../../../api/types.gen.ts';
import { timestamp } from '../../../lib/timestamps.ts';
import type { ActionSubresource, ActionTarget } from '../../../registry/define-resource.ts';
import { actionSuccess } from './action-success.ts';
import { specOf } from './validate-pod.ts';

const BINDING = { group: '', plural: 'pods/binding' };

/** How a scheduler gives a pod to a node. The node need not be there. */
export const podBinding: ActionSubresource<Pod> = {
  kind: 'action',
  body: { group: '', version: 'v1', kind: 'Binding' },
  async act(target, body) {
    const binding = body as Binding;
    const { name } = target.key;
    if (binding.metadata?.name !== name) throw badRequest('name in URL does not match name in Binding object');
    refuseTarget(binding);
    if (!target.object) throw notFound({ group: '', plural: 'pods' }, name);
    await target.update((draft) => bind(draft, binding, target));
    return actionSuccess();
  },
};

function refuseTarget({ target }: Binding): void {
  const errors: FieldError[] = [];
  if (target?.kind && target.kind !== 'Node')
    errors.push(notSupported('target.kind', target.kind, ['Node', '<empty>']));
  if (!target?.name) errors.push(required('target.name'));
  if (errors.length === 0) return;
  const texts = errors.map(({ field, message }) => `${field}: ${message}`);
  throw statusError(500, '', texts.length === 1 ? (texts[0] as string) : `[${texts.join(', ')}]`);
}

function bind(draft: Pod, { metadata, target }: Binding, { context }: ActionTarget<Pod>): void {
  const refused = refusal(draft, metadata ?? {});
  if (refused !== undefined) throw conflict(BINDING, draft.metadata.name, refused);
  draft.spec = { ...specOf(draft), nodeName: target.name };
  if (metadata?.annotations) draft.metadata.annotations = { ...draft.metadata.annotations, ...metadata.annotations };
  if (metadata?.labels) draft.metadata.labels = { ...draft.metadata.labels, ...metadata.labels };
  const now = timestamp(context.now);
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null };
  draft.status = { ...draft.status, conditions: withCondition(draft.status?.conditions, scheduled, now) };
}

function refusal({ metadata, spec }: Pod, wanted: Partial<Binding['metadata']>): string | undefined {
  const { name } = metadata;
  if (wanted?.uid && wanted.uid !== metadata.uid) {
    return `Precondition failed: UID in precondition: ${wanted.uid}, UID in object meta: ${metadata.uid}`;
  }
  if (wanted?.resourceVersion && wanted.resourceVersion !== metadata.resourceVersion) {
    const versions = `${wanted.resourceVersion}, ResourceVersion in object meta: ${metadata.resourceVersion}`;
    return `Precondition failed: ResourceVersion in precondition: ${versions}`;
  }
  if (metadata.deletionTimestamp) return `pod ${name} is being deleted, cannot be assigned to a host`;
  if (spec?.nodeName) return `pod ${name} is already assigned to node "${spec.nodeName}"`;
  return spec?.schedulingGates?.length ? `pod ${name} has non-empty .spec.schedulingGates` : undefined;
}
