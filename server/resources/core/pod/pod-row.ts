import { findCondition } from '../../../api/conditions.ts';
import type { Pod } from '../../../api/types.gen.ts';
import type { RowCondition, RowContext } from '../../../registry/define-resource.ts';
import { age, timeSince } from '../../table-cells.ts';
import { podSummary } from './pod-summary.ts';

/** Name, Ready, Status, Restarts, Age, IP, Node, Nominated Node, Readiness Gates. */
export function podRow(pod: Pod, context: RowContext): unknown[] {
  const { ready, total, text, restarts, lastRestart } = podSummary(pod);
  return [
    pod.metadata.name,
    `${ready}/${total}`,
    text,
    restarts > 0 && lastRestart ? `${restarts} (${timeSince(lastRestart, context)} ago)` : `${restarts}`,
    age(pod, context),
    pod.status?.podIPs?.[0]?.ip || '<none>',
    pod.spec?.nodeName || '<none>',
    pod.status?.nominatedNodeName || '<none>',
    readinessGates(pod),
  ];
}

function readinessGates({ spec, status }: Pod): string {
  const gates = spec?.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const open = gates.filter((gate) => findCondition(status?.conditions, gate.conditionType)?.status === 'True');
  return `${open.length}/${gates.length}`;
}

const SUCCEEDED = [
  { type: 'Completed', status: 'True', reason: 'Succeeded', message: 'The pod has completed successfully.' },
];
const FAILED = [{ type: 'Completed', status: 'True', reason: 'Failed', message: 'The pod failed.' }];

export function podRowConditions({ status }: Pod): readonly RowCondition[] {
  if (status?.phase === 'Succeeded') return SUCCEEDED;
  return status?.phase === 'Failed' ? FAILED : [];
}
