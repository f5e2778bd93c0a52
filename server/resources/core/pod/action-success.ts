import type { Status } from '../../../api/types.gen.ts';

/** The answer of actions that have nothing to show. */
export function actionSuccess(): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
}
