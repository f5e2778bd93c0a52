import { describe, expect, it, test } from 'vitest';
import type { Node } from '../../../server/api/types.gen.ts';
import { planTaints } from '../../../server/controllers/node-taints/plan-taints.ts';

const NOW = '2026-01-01T00:00:00Z';
const node = (spec: Node['spec'], conditions: Record<string, string> = {}): Node => ({
  metadata: { name: 'n', uid: '1' },
  spec,
  status: { conditions: Object.entries(conditions).map(([type, status]) => ({ type, status })) },
});
const taint = (name: string) => ({ key: `node.kubernetes.io/${name}`, effect: 'NoSchedule' as const });

describe('the taints of a node', () => {
  test.each<[string, Node, string[]]>([
    ['that is not ready', node({}, { Ready: 'False' }), ['not-ready']],
    ['that is not heard of', node({}, { Ready: 'Unknown' }), ['unreachable']],
    [
      'under pressure',
      node({}, { Ready: 'True', DiskPressure: 'True', MemoryPressure: 'True', PIDPressure: 'True' }),
      ['disk-pressure', 'memory-pressure', 'pid-pressure'],
    ],
    ['that is cordoned', node({ unschedulable: true }, { Ready: 'True' }), ['unschedulable']],
    ['that became unreachable', node({ taints: [taint('not-ready')] }, { Ready: 'Unknown' }), ['unreachable']],
    ['that became ready', node({ taints: [taint('not-ready')] }, { Ready: 'True' }), []],
  ])('%s', (_, subject, names) => {
    expect(planTaints(subject, NOW)).toEqual(names.map((name) => ({ ...taint(name), timeAdded: NOW })));
  });

  it('stay when they are right', () => {
    expect(planTaints(node({}, { Ready: 'True' }), NOW)).toBeUndefined();
    expect(planTaints(node({ unschedulable: true, taints: [taint('unschedulable')] }), NOW)).toBeUndefined();
  });

  it('that others gave stay', () => {
    const others = [
      { key: 'dedicated', effect: 'NoSchedule' as const },
      { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' as const },
    ];
    expect(planTaints(node({ taints: [...others, taint('not-ready')] }, { Ready: 'True' }), NOW)).toEqual(others);
  });
});
