import type { Node } from '../api/types.gen.ts';
import { defineAdmission } from '../registry/define-admission.ts';

const KEY = 'node.kubernetes.io/not-ready';
const EFFECT = 'NoSchedule';

/** No pod is put on a node before it says that it is ready: Kubernetes' TaintNodesByCondition. */
export const taintNewNodes = defineAdmission({
  name: 'TaintNodesByCondition',
  admit({ operation, type, subresource, object }) {
    if (operation !== 'CREATE' || type.group !== '' || type.plural !== 'nodes' || subresource) return;
    const { spec } = object as Node;
    const taints = spec.taints ?? [];
    if (!taints.some(({ key, effect }) => key === KEY && effect === EFFECT)) {
      spec.taints = [...taints, { key: KEY, effect: EFFECT }];
    }
  },
});
