import { isNotFound } from '../api/errors.ts';
import { type ApiObject, type Draft, keyOf, parseKey, type ResourceType } from '../api/object.ts';
import { controllerReference } from '../api/owner-references.ts';
import { pods } from '../api/resource-types.gen.ts';
import type { Pod, PodTemplateSpec } from '../api/types.gen.ts';
import type { ControllerContext } from '../client/run-controller.ts';
import { isNamespaceTerminating } from './namespace-terminating.ts';

/** A pod as a template and its owner say; `web-` becomes the start of its name. */
export function podFromTemplate<O extends ApiObject>(
  ownerType: ResourceType<O>,
  owner: O,
  template: PodTemplateSpec | undefined,
): Draft<Pod> {
  const { name = '', namespace } = owner.metadata ?? {};
  const { labels, annotations, finalizers } = template?.metadata ?? {};
  return {
    metadata: {
      generateName: name.length < 253 ? `${name}-` : name,
      namespace,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [controllerReference(ownerType, owner)],
    },
    ...(template?.spec && { spec: template.spec }),
  };
}

/** Creates the pod and says so on its owner. */
export async function createPod(owner: ApiObject, pod: Draft<Pod>, context: ControllerContext): Promise<Pod> {
  try {
    const created = await context.client.create(pods, pod);
    context.events.record(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${created.metadata.name}`);
    return created;
  } catch (error) {
    if (!isNamespaceTerminating(error)) {
      context.events.record(owner, 'Warning', 'FailedCreate', `Error creating: ${textOf(error)}`);
    }
    throw error;
  }
}

/** Deletes the pod and says so on its owner; one that is gone already is no failure. */
export async function deletePod(owner: ApiObject, pod: Pod, { client, events }: ControllerContext): Promise<void> {
  try {
    await client.delete(pods, parseKey(keyOf(pod)), { preconditions: { uid: pod.metadata.uid } });
    events.record(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
  } catch (error) {
    if (isNotFound(error)) return;
    events.record(owner, 'Warning', 'FailedDelete', `Error deleting: ${textOf(error)}`);
    throw error;
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
