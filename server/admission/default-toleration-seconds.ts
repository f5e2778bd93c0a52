import type { Toleration } from '../api/types.gen.ts';
import { defineAdmission } from '../registry/define-admission.ts';
import { writtenPod } from './of-pods.ts';

const TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];
const SECONDS = 300;

/** Pods stay a while on a node that has gone silent, unless they say otherwise: DefaultTolerationSeconds. */
export const defaultTolerationSeconds = defineAdmission({
  name: 'DefaultTolerationSeconds',
  admit(request) {
    const spec = writtenPod(request)?.spec;
    if (!spec) return;
    const tolerations = spec.tolerations ?? [];
    const missing = TAINTS.filter((key) => !tolerations.some((toleration) => tolerates(toleration, key)));
    if (missing.length > 0) spec.tolerations = [...tolerations, ...missing.map(forAWhile)];
  },
});

function tolerates({ key, effect }: Toleration, taint: string): boolean {
  return (key === taint || !key) && (effect === 'NoExecute' || !effect);
}

function forAWhile(key: string): Toleration {
  return { key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: SECONDS };
}
