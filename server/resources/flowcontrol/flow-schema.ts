import { type FieldError, invalid, notSupported, required } from '../../api/field-error.ts';
import { dns1123SubdomainErrors } from '../../api/names.ts';
import { flowSchemas } from '../../api/resource-types.gen.ts';
import type { FlowSchema, FlowSchemaSpec } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { invalidFor } from '../field-checks.ts';
import { ALL_METADATA, statusSubresource } from '../subresources.ts';
import { age } from '../table-cells.ts';
import { validateEach } from '../validate-each.ts';
import { validateFlowRule } from './flow-rules.ts';

const MAX_PRECEDENCE = 10_000;

export const flowSchemaResource = defineResource<FlowSchema>(flowSchemas, {
  generation: 'spec',
  default: ({ spec }) => {
    spec.matchingPrecedence ||= 1000;
  },
  prepareForCreate: (draft) => {
    draft.status = {};
  },
  validate: ({ metadata, spec }) => validateSpec(metadata.name, spec, 'spec'),
  row: (schema, context) => [
    schema.metadata.name,
    schema.spec.priorityLevelConfiguration.name,
    schema.spec.matchingPrecedence ?? 0,
    schema.spec.distinguisherMethod?.type ?? '<none>',
    age(schema, context),
    danglingCell(schema),
  ],
  subresources: { status: statusSubresource<FlowSchema>({ keeps: ALL_METADATA }) },
});

function danglingCell({ status }: FlowSchema): string {
  const condition = status?.conditions?.find(({ type }) => type === 'Dangling');
  return condition?.status ?? '?';
}

function validateSpec(name: string, spec: FlowSchemaSpec, field: string): FieldError[] {
  const { distinguisherMethod: method, priorityLevelConfiguration: level } = spec;
  const errors = validatePrecedence(name, spec.matchingPrecedence ?? 0, `${field}.matchingPrecedence`);
  if (method && method.type !== 'ByUser' && method.type !== 'ByNamespace') {
    errors.push(notSupported(`${field}.distinguisherMethod`, method, ['ByNamespace', 'ByUser']));
  }
  const levelField = `${field}.priorityLevelConfiguration.name`;
  return [
    ...errors,
    ...(level.name
      ? invalidFor(levelField, level.name, dns1123SubdomainErrors(level.name))
      : [required(levelField, 'must reference a priority level')]),
    ...validateEach(spec.rules, `${field}.rules`, validateFlowRule),
  ];
}

function validatePrecedence(name: string, precedence: number, field: string): FieldError[] {
  if (precedence <= 0) return [invalid(field, precedence, 'must be a positive value')];
  if (precedence > MAX_PRECEDENCE) {
    return [invalid(field, precedence, `must not be greater than ${MAX_PRECEDENCE}`)];
  }
  if (precedence !== 1 || name === 'exempt') return [];
  return [invalid(field, precedence, "only the schema named 'exempt' may have matchingPrecedence 1")];
}
