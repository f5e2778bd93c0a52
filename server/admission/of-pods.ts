import type { Pod, PodSpec } from '../api/types.gen.ts';
import type { AdmissionRequest } from '../registry/define-admission.ts';

/** The pod that is being made; undefined for every other request. */
export function newPod(request: AdmissionRequest): (Pod & { spec: PodSpec }) | undefined {
  return request.operation === 'CREATE' ? writtenPod(request) : undefined;
}

/** The pod that is being made or changed as a whole, not through a subresource. */
export function writtenPod({
  operation,
  type,
  subresource,
  object,
}: AdmissionRequest): (Pod & { spec: PodSpec }) | undefined {
  const isPod = type.group === '' && type.plural === 'pods' && subresource === undefined;
  if (!isPod || !object || (operation !== 'CREATE' && operation !== 'UPDATE')) return undefined;
  return object as Pod & { spec: PodSpec };
}
