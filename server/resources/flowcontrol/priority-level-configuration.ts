import { type FieldError, forbidden, invalid, notSupported, required } from '../../api/field-error.ts';
import { priorityLevelConfigurations } from '../../api/resource-types.gen.ts';
import type {
  LimitResponse,
  PriorityLevelConfiguration,
  PriorityLevelConfigurationSpec,
  QueuingConfiguration,
} from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { nonNegative } from '../field-checks.ts';
import { ALL_METADATA, statusSubresource } from '../subresources.ts';
import { age } from '../table-cells.ts';

const MAX_QUEUES = 10_000_000;

export const priorityLevelConfigurationResource = defineResource<PriorityLevelConfiguration>(
  priorityLevelConfigurations,
  {
    generation: 'spec',
    default: ({ spec }) => defaultSpec(spec),
    prepareForCreate: (draft) => {
      draft.status = {};
    },
    validate: ({ spec }) => validateSpec(spec, 'spec'),
    row: (level, context) => {
      const { type, limited, exempt } = level.spec;
      const queuing = limited?.limitResponse?.queuing;
      return [
        level.metadata.name,
        type,
        cell(limited?.nominalConcurrencyShares ?? exempt?.nominalConcurrencyShares),
        cell(queuing?.queues),
        cell(queuing?.handSize),
        cell(queuing?.queueLengthLimit),
        age(level, context),
      ];
    },
    subresources: { status: statusSubresource<PriorityLevelConfiguration>({ keeps: ALL_METADATA }) },
  },
);

function cell(count: number | undefined): number | string {
  return count ?? '<none>';
}

function defaultSpec(spec: PriorityLevelConfigurationSpec): void {
  const { limited, exempt } = spec;
  if (exempt) {
    exempt.nominalConcurrencyShares ??= 0;
    exempt.lendablePercent ??= 0;
  }
  if (!limited) return;
  limited.nominalConcurrencyShares ??= 30;
  limited.lendablePercent ??= 0;
  const queuing = limited.limitResponse?.queuing;
  if (!queuing) return;
  queuing.queues ||= 64;
  queuing.handSize ||= 8;
  queuing.queueLengthLimit ||= 50;
}

function validateSpec(spec: PriorityLevelConfigurationSpec, field: string): FieldError[] {
  const { type, limited, exempt } = spec;
  if (type === 'Exempt') {
    if (!limited) return [];
    return [forbidden(`${field}.limited`, 'must be nil if the type is not Limited')];
  }
  if (type !== 'Limited') return [notSupported(`${field}.type`, type, ['Exempt', 'Limited'])];
  const errors = exempt ? [forbidden(`${field}.exempt`, 'must be nil if the type is Limited')] : [];
  if (!limited) return [...errors, required(`${field}.limited`, 'must not be empty when type is Limited')];
  return [
    ...errors,
    ...nonNegative(`${field}.limited.nominalConcurrencyShares`, limited.nominalConcurrencyShares),
    ...validatePercent(limited.lendablePercent, `${field}.limited.lendablePercent`),
    ...nonNegative(`${field}.limited.borrowingLimitPercent`, limited.borrowingLimitPercent),
    ...validateResponse(limited.limitResponse, `${field}.limited.limitResponse`),
  ];
}

function validatePercent(percent = 0, field: string): FieldError[] {
  return percent < 0 || percent > 100 ? [invalid(field, percent, 'must be between 0 and 100, inclusive')] : [];
}

function validateResponse(response: LimitResponse | undefined, field: string): FieldError[] {
  const { type = '', queuing } = response ?? {};
  if (type === 'Reject') {
    return queuing ? [forbidden(`${field}.queuing`, 'must be nil if limited.limitResponse.type is not Limited')] : [];
  }
  if (type !== 'Queue') return [notSupported(`${field}.type`, type, ['Queue', 'Reject'])];
  if (!queuing) {
    return [required(`${field}.queuing`, 'must not be empty if limited.limitResponse.type is Limited')];
  }
  return validateQueuing(queuing, `${field}.queuing`);
}

function validateQueuing(
  { queues = 0, handSize = 0, queueLengthLimit = 0 }: QueuingConfiguration,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (queueLengthLimit <= 0) errors.push(invalid(`${field}.queueLengthLimit`, queueLengthLimit, 'must be positive'));
  if (queues <= 0) errors.push(invalid(`${field}.queues`, queues, 'must be positive'));
  if (queues > MAX_QUEUES) errors.push(invalid(`${field}.queues`, queues, `must not be greater than ${MAX_QUEUES}`));
  if (handSize <= 0) errors.push(invalid(`${field}.handSize`, handSize, 'must be positive'));
  if (handSize > queues) {
    errors.push(invalid(`${field}.handSize`, handSize, `should not be greater than queues (${queues})`));
  }
  return errors;
}
