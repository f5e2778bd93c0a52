import { type FieldError, tooMany } from '../../api/field-error.ts';
import { deviceClasses } from '../../api/resource-types.gen.ts';
import type { DeviceClass, DeviceClassSpec } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { age } from '../table-cells.ts';
import { validateEach } from '../validate-each.ts';
import { validateOpaqueConfig, validateSelectors } from './device-selectors.ts';

const MAX_CONFIGS = 32;

export const deviceClassResource = defineResource<DeviceClass>(deviceClasses, {
  generation: 'spec',
  validate: ({ spec }) => validateSpec(spec, 'spec'),
  deleteReturnsObject: true,
  row: (object, context) => [object.metadata.name, age(object, context)],
});

function validateSpec({ selectors, config = [] }: DeviceClassSpec, field: string): FieldError[] {
  return [
    ...validateSelectors(selectors, `${field}.selectors`),
    ...(config.length > MAX_CONFIGS ? [tooMany(`${field}.config`, config.length, MAX_CONFIGS)] : []),
    ...validateEach(config, `${field}.config`, ({ opaque }, at) => validateOpaqueConfig(opaque, at)),
  ];
}
