import { duplicate, type FieldError, invalid, required, tooMany } from '../../api/field-error.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors } from '../../api/names.ts';
import { resourceSlices } from '../../api/resource-types.gen.ts';
import type { ResourcePool, ResourceSlice, ResourceSliceSpec } from '../../api/types.gen.ts';
import { timestamp } from '../../lib/timestamps.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { immutable, invalidFor, nonNegative } from '../field-checks.ts';
import { age } from '../table-cells.ts';
import { validateEach } from '../validate-each.ts';
import { validateDriverName } from './device-selectors.ts';

const MAX_DEVICES = 128;

export const resourceSliceResource = defineResource<ResourceSlice>(resourceSlices, {
  generation: 'spec',
  prepareForCreate: ({ spec }, { now }) => {
    for (const taint of (spec.devices ?? []).flatMap((device) => device.taints ?? []))
      taint.timeAdded ??= timestamp(now);
  },
  validate: ({ spec }) => validateSpec(spec, 'spec'),
  validateUpdate: ({ spec }, old) => [
    ...immutable('spec.pool.name', spec.pool.name, old.spec.pool.name),
    ...immutable('spec.driver', spec.driver, old.spec.driver),
    ...immutable('spec.nodeName', spec.nodeName, old.spec.nodeName),
    ...immutable('spec.allNodes', spec.allNodes, old.spec.allNodes),
  ],
  selectableFields: {
    'spec.nodeName': ({ spec }) => spec.nodeName ?? '',
    'spec.driver': ({ spec }) => spec.driver,
  },
  deleteReturnsObject: true,
  row: (slice, context) => [
    slice.metadata.name,
    slice.spec.nodeName ?? '<unset>',
    slice.spec.driver,
    slice.spec.pool.name,
    age(slice, context),
  ],
});

function validateSpec(spec: ResourceSliceSpec, field: string): FieldError[] {
  const devices = spec.devices ?? [];
  const names = new Set<string>();
  return [
    ...validateDriverName(spec.driver, `${field}.driver`),
    ...validatePool(spec.pool, `${field}.pool`),
    ...validatePlace(spec, field),
    ...(devices.length > MAX_DEVICES ? [tooMany(`${field}.devices`, devices.length, MAX_DEVICES)] : []),
    ...validateEach(devices, `${field}.devices`, ({ name }, at) => {
      const repeated = names.has(name) ? [duplicate(`${at}.name`, name)] : [];
      names.add(name);
      return [
        ...(name ? invalidFor(`${at}.name`, name, dns1123LabelErrors(name)) : [required(`${at}.name`)]),
        ...repeated,
      ];
    }),
  ];
}

function validatePool({ name, generation, resourceSliceCount }: ResourcePool, field: string): FieldError[] {
  const errors = name
    ? name.split('/').flatMap((part) => invalidFor(`${field}.name`, part, dns1123SubdomainErrors(part)))
    : [required(`${field}.name`)];
  if (resourceSliceCount <= 0) {
    errors.push(invalid(`${field}.resourceSliceCount`, resourceSliceCount, 'must be greater than zero'));
  }
  return [...errors, ...nonNegative(`${field}.generation`, generation)];
}

const PLACES = ['nodeName', 'nodeSelector', 'allNodes', 'perDeviceNodeSelection'] as const;
const ONE_PLACE = 'exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required';

function validatePlace(spec: ResourceSliceSpec, field: string): FieldError[] {
  const set = PLACES.filter((name) => spec[name]);
  if (set.length === 1) return [];
  if (set.length === 0) return [required(field, ONE_PLACE)];
  return [invalid(field, `{${set.map((name) => `\`${name}\``).join(', ')}}`, ONE_PLACE)];
}
