import { expect, test } from 'vitest';
import { taintNewNodes } from '../../../server/admission/taint-new-nodes.ts';
import type { ApiObject } from '../../../server/api/object.ts';
import { nodes } from '../../../server/api/resource-types.gen.ts';
import { writeContext } from '../../support/write-rules.ts';

const taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

test.each([
  [{}, [taint]],
  [{ taints: [taint] }, [taint]],
  [{ taints: [{ key: 'a', effect: 'NoExecute' }] }, [{ key: 'a', effect: 'NoExecute' }, taint]],
])('a new node with %j is not ready for pods', (spec, taints) => {
  const object = { metadata: { name: 'n' }, spec } as ApiObject & { spec: unknown };
  taintNewNodes.admit?.({
    operation: 'CREATE',
    type: nodes,
    key: { name: 'n' },
    object,
    old: undefined,
    context: writeContext,
  });
  expect(object.spec).toEqual({ taints });
});
