import { duplicate, type FieldError, invalid, notSupported } from '../../api/field-error.ts';
import { csiDrivers } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { CSIDriver, CSIDriverSpec, StorageV1TokenRequest } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { choice, immutable } from '../field-checks.ts';
import { age } from '../table-cells.ts';
import { validateEach } from '../validate-each.ts';

const MIN_TOKEN_SECONDS = 600;
const MAX_TOKEN_SECONDS = 2 ** 32;

export const csiDriverResource = defineResource<CSIDriver>(csiDrivers, {
  generation: 'none',
  requiresResourceVersion: true,
  default: (draft) => defaultSpec(draft.spec),
  prepareForUpdate: (draft, old) => {
    // Only these changes count for drivers.
    if (!COUNTED.some((name) => !semanticEqual(draft.spec[name], old.spec[name]))) return;
    draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
  },
  validate: ({ spec }) => validateSpec(spec, 'spec'),
  validateUpdateAlone: true,
  validateUpdate: ({ spec }, old) => [
    // The first field's name is misspelt in Kubernetes.
    ...immutable('spec.attachedRequired', spec.attachRequired, old.spec.attachRequired),
    ...immutable('spec.fsGroupPolicy', spec.fsGroupPolicy, old.spec.fsGroupPolicy),
    ...immutable('spec.volumeLifecycleModes', spec.volumeLifecycleModes, old.spec.volumeLifecycleModes),
    ...validateTokenRequests(spec.tokenRequests, 'spec.tokenRequests'),
  ],
  deleteReturnsObject: true,
  row: (driver, context) => [
    driver.metadata.name,
    driver.spec.attachRequired ?? true,
    driver.spec.podInfoOnMount ?? false,
    driver.spec.storageCapacity ?? false,
    driver.spec.tokenRequests?.map(({ audience }) => audience).join(',') || '<unset>',
    driver.spec.requiresRepublish ?? false,
    driver.spec.volumeLifecycleModes?.join(',') || '<none>',
    age(driver, context),
  ],
});

const COUNTED = [
  'tokenRequests',
  'requiresRepublish',
  'seLinuxMount',
] as const satisfies readonly (keyof CSIDriverSpec)[];

function defaultSpec(spec: CSIDriverSpec): void {
  spec.attachRequired ??= true;
  spec.podInfoOnMount ??= false;
  spec.storageCapacity ??= false;
  spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType';
  if (!spec.volumeLifecycleModes?.length) spec.volumeLifecycleModes = ['Persistent'];
  spec.requiresRepublish ??= false;
  spec.seLinuxMount ??= false;
}

function validateSpec(spec: CSIDriverSpec, field: string): FieldError[] {
  return [
    ...validateTokenRequests(spec.tokenRequests, `${field}.tokenRequests`),
    ...validateEach(spec.volumeLifecycleModes, `${field}.volumeLifecycleModes`, (mode) =>
      mode === 'Persistent' || mode === 'Ephemeral'
        ? []
        : [notSupported(`${field}.volumeLifecycleModes`, mode, ['Ephemeral', 'Persistent'])],
    ),
    ...choice(`${field}.fsGroupPolicy`, spec.fsGroupPolicy, ['File', 'None', 'ReadWriteOnceWithFSType']),
  ];
}

function validateTokenRequests(requests: StorageV1TokenRequest[] | undefined, field: string): FieldError[] {
  const audiences = new Set<string>();
  return validateEach(requests, field, ({ audience, expirationSeconds: seconds }, at) => {
    const errors: FieldError[] = [];
    if (audiences.has(audience)) errors.push(duplicate(`${at}.audience`, audience));
    audiences.add(audience);
    if (seconds !== undefined && seconds < MIN_TOKEN_SECONDS) {
      errors.push(invalid(`${at}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes'));
    }
    if (seconds !== undefined && seconds > MAX_TOKEN_SECONDS) {
      errors.push(invalid(`${at}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds'));
    }
    return errors;
  });
}
