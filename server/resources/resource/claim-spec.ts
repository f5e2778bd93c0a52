/** What a claim asks for: requests for devices, and what they must have in common. */
import { duplicate, type FieldError, invalid, notSupported, required, tooMany } from '../../api/field-error.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors } from '../../api/names.ts';
import type {
  DeviceClaim,
  DeviceRequest,
  DeviceSubRequest,
  ExactDeviceRequest,
  ResourceClaimSpec,
} from '../../api/types.gen.ts';
import { invalidFor } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';
import { validateOpaqueConfig, validateSelectors } from './device-selectors.ts';

const MAX_REQUESTS = 32;
const MAX_ALTERNATIVES = 8;
const ONE_OF = 'exactly one of `exactly` or `firstAvailable` is required';

type AnyRequest = ExactDeviceRequest | DeviceSubRequest;

export function defaultClaimSpec(spec: ResourceClaimSpec | undefined): void {
  for (const { exactly, firstAvailable } of spec?.devices?.requests ?? []) {
    if (exactly) defaultRequest(exactly);
    firstAvailable?.forEach(defaultRequest);
  }
}

function defaultRequest(request: AnyRequest): void {
  request.allocationMode ??= 'ExactCount';
  if (request.allocationMode === 'ExactCount') request.count ??= 1;
  for (const toleration of request.tolerations ?? []) toleration.operator ??= 'Equal';
}

export function validateClaimSpec({ devices = {} }: ResourceClaimSpec, field: string): FieldError[] {
  const requests = devices.requests ?? [];
  const names = new Set<string>();
  const at = `${field}.devices`;
  return [
    ...(requests.length > MAX_REQUESTS ? [tooMany(`${at}.requests`, requests.length, MAX_REQUESTS)] : []),
    ...validateEach(requests, `${at}.requests`, (request, path) => {
      const repeated = names.has(request.name) ? [duplicate(path, request.name)] : [];
      names.add(request.name);
      return [...validateRequest(request, path), ...repeated];
    }),
    ...validateReferences(devices, names, at),
  ];
}

function validateRequest({ name, exactly, firstAvailable }: DeviceRequest, field: string): FieldError[] {
  const errors = validateName(name, `${field}.name`);
  const alternatives = firstAvailable ?? [];
  if (exactly && alternatives.length > 0) {
    return [...errors, invalid(field, null, `${ONE_OF}, but multiple fields are set`)];
  }
  if (exactly) return [...errors, ...validateExact(exactly, `${field}.exactly`)];
  if (alternatives.length === 0) return [...errors, required(field, ONE_OF)];
  const many = alternatives.length > MAX_ALTERNATIVES;
  return [
    ...errors,
    ...(many ? [tooMany(`${field}.firstAvailable`, alternatives.length, MAX_ALTERNATIVES)] : []),
    ...validateEach(alternatives, `${field}.firstAvailable`, (request, at) => [
      ...validateName(request.name, `${at}.name`),
      ...validateExact(request, at),
    ]),
  ];
}

function validateName(name: string, field: string): FieldError[] {
  return name ? invalidFor(field, name, dns1123LabelErrors(name)) : [required(field)];
}

function validateExact(request: AnyRequest, field: string): FieldError[] {
  const { deviceClassName, selectors, allocationMode, count = 0 } = request;
  const errors = deviceClassName
    ? invalidFor(`${field}.deviceClassName`, deviceClassName, dns1123SubdomainErrors(deviceClassName))
    : [required(`${field}.deviceClassName`)];
  errors.push(...validateSelectors(selectors, `${field}.selectors`));
  if (allocationMode === 'All') {
    if (count === 0) return errors;
    const detail = "must not be specified when allocationMode is 'All'";
    return [...errors, invalid(`${field}.count`, count, detail)];
  }
  if (allocationMode !== 'ExactCount') {
    return [...errors, notSupported(`${field}.allocationMode`, allocationMode ?? '', ['All', 'ExactCount'])];
  }
  return count > 0 ? errors : [...errors, invalid(`${field}.count`, count, 'must be greater than zero')];
}

/** Constraints and configurations name requests of the same claim, or a request and one of its alternatives. */
function validateReferences({ constraints, config }: DeviceClaim, names: Set<string>, field: string): FieldError[] {
  const known = (requests: readonly string[] | undefined, at: string) =>
    validateEach(requests, `${at}.requests`, (name, path) =>
      names.has(name.split('/')[0] as string)
        ? []
        : [
            invalid(
              path,
              name,
              "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'",
            ),
          ],
    );
  return [
    ...validateEach(constraints, `${field}.constraints`, ({ requests, matchAttribute, distinctAttribute }, at) => [
      ...known(requests, at),
      ...(matchAttribute || distinctAttribute ? [] : [required(`${at}.matchAttribute`)]),
    ]),
    ...validateEach(config, `${field}.config`, ({ requests, opaque }, at) => [
      ...known(requests, at),
      ...validateOpaqueConfig(opaque, at),
    ]),
  ];
}
