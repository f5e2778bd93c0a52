import { type FieldError, required } from '../../api/field-error.ts';
import { ipWarnings, validateLegacyIp } from '../../api/ip-validation.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors, labelKeyErrors, portNumberErrors } from '../../api/names.ts';
import { endpoints } from '../../api/resource-types.gen.ts';
import type { CoreV1EndpointPort, EndpointAddress, EndpointSubset, Endpoints } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { invalidFor, requiredChoice } from '../field-checks.ts';
import { type EndpointIpOptions, isServersOwn, validateEndpointIp } from '../server-address.ts';
import { age } from '../table-cells.ts';
import { validateEach } from '../validate-each.ts';
import { endpointAddresses } from './endpoints-row.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

/** The API keeps subsets as they are written: it neither sorts nor merges them. */
export const endpointsResource = defineResource(endpoints, {
  deprecated: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  default({ subsets }) {
    for (const port of (subsets ?? []).flatMap(({ ports }) => ports ?? [])) port.protocol ??= 'TCP';
  },
  validate: validateSubsets,
  warnings: unusualAddresses,
  generation: 'none',
  row: (object, context) => [object.metadata.name, endpointAddresses(object.subsets ?? []), age(object, context)],
  createOnUpdate: true,
});

function validateSubsets({ metadata, subsets }: Endpoints): FieldError[] {
  const options = { loopback: isServersOwn(metadata) };
  return validateEach(subsets, 'subsets', (subset, field) => validateSubset(subset, field, options));
}

function validateSubset(
  { addresses, notReadyAddresses, ports }: EndpointSubset,
  field: string,
  options: EndpointIpOptions,
): FieldError[] {
  const validateOne = (address: EndpointAddress, path: string) => validateAddress(address, path, options);
  const empty = !addresses?.length && !notReadyAddresses?.length;
  return [
    ...(empty ? [required(field, 'must specify `addresses` or `notReadyAddresses`')] : []),
    ...validateEach(addresses, `${field}.addresses`, validateOne),
    ...validateEach(notReadyAddresses, `${field}.notReadyAddresses`, validateOne),
    ...validateEach(ports, `${field}.ports`, (port, path) => validatePort(port, path, { single: ports?.length === 1 })),
  ];
}

function validateAddress(
  { ip, hostname, nodeName }: EndpointAddress,
  field: string,
  options: EndpointIpOptions,
): FieldError[] {
  return [
    ...validateLegacyIp(`${field}.ip`, ip),
    ...(hostname ? invalidFor(`${field}.hostname`, hostname, dns1123LabelErrors(hostname)) : []),
    ...(nodeName === undefined ? [] : invalidFor(`${field}.nodeName`, nodeName, dns1123SubdomainErrors(nodeName))),
    // What is no address at all is reported twice, in two texts, as in Kubernetes.
    ...validateEndpointIp(`${field}.ip`, ip, options),
  ];
}

/** Two ports of one name are fine here, other than in Services. */
function validatePort(port: CoreV1EndpointPort, field: string, { single }: { single: boolean }): FieldError[] {
  const { name, appProtocol } = port;
  return [
    ...(name || single ? [] : [required(`${field}.name`)]),
    ...(name ? invalidFor(`${field}.name`, name, dns1123LabelErrors(name)) : []),
    ...invalidFor(`${field}.port`, port.port, portNumberErrors(port.port)),
    ...requiredChoice(`${field}.protocol`, port.protocol, PROTOCOLS),
    ...(appProtocol === undefined ? [] : invalidFor(`${field}.appProtocol`, appProtocol, labelKeyErrors(appProtocol))),
  ];
}

/** The endpoints controller writes canonical addresses: its objects are not searched. */
function unusualAddresses({ metadata, subsets }: Endpoints): string[] {
  if (metadata.labels?.['endpoints.kubernetes.io/managed-by'] === 'endpoint-controller') return [];
  return (subsets ?? []).flatMap((subset, i) =>
    (['addresses', 'notReadyAddresses'] as const).flatMap((list) =>
      (subset[list] ?? []).flatMap(({ ip }, j) => ipWarnings(`subsets[${i}].${list}[${j}].ip`, ip)),
    ),
  );
}
