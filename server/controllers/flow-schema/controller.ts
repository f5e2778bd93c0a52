import { findCondition } from '../../api/conditions.ts';
import { isNotFound } from '../../api/errors.ts';
import { goQuote } from '../../api/field-error.ts';
import { flowSchemas, priorityLevelConfigurations } from '../../api/resource-types.gen.ts';
import type { FlowSchema, FlowSchemaCondition, PriorityLevelConfiguration } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller } from '../../client/run-controller.ts';
import { timestamp } from '../../lib/timestamps.ts';

/** Says of each flow schema whether the priority level is there that it names: Kubernetes' API server does. */
export function flowSchemaController(): Controller {
  let schemas: Informer<FlowSchema>;
  let levels: Informer<PriorityLevelConfiguration>;
  return {
    name: 'api-priority-and-fairness-config-consumer',
    start({ informers }, queue) {
      schemas = informers.for(flowSchemas);
      levels = informers.for(priorityLevelConfigurations);
      schemas.onEvent(({ type, object }) => {
        if (type !== 'DELETED') queue.add(object.metadata.name);
      });
      levels.onEvent(({ type }) => {
        if (type !== 'MODIFIED') for (const { metadata } of schemas.list()) queue.add(metadata.name);
      });
    },
    async reconcile(name, { client, clock }) {
      const schema = schemas.get(name);
      if (!schema) return;
      const condition = danglingCondition(schema, levels.get(schema.spec?.priorityLevelConfiguration.name ?? ''));
      const known = findCondition(schema.status?.conditions as Known[] | undefined, 'Dangling');
      if (known?.status === condition.status && known.message === condition.message) return;
      const body = { status: { conditions: [{ ...condition, lastTransitionTime: timestamp(clock.now()) }] } };
      const patch = { type: 'application/strategic-merge-patch+json', body } as const;
      try {
        await client.patch(flowSchemas, { name }, patch, { subresource: 'status' });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
  };
}

type Known = FlowSchemaCondition & { type: string; status: string };

function danglingCondition({ spec }: FlowSchema, level: PriorityLevelConfiguration | undefined): Known {
  const named = goQuote(spec?.priorityLevelConfiguration.name ?? '');
  const references = `This FlowSchema references the PriorityLevelConfiguration object named ${named}`;
  return level
    ? { type: 'Dangling', status: 'False', reason: 'Found', message: `${references} and it exists` }
    : { type: 'Dangling', status: 'True', reason: 'NotFound', message: `${references} but there is no such object` };
}
