/** Fields of a pod as its containers may ask for them: in variables and in downward API volumes. */
import { goQuote } from '../../api/field-error.ts';
import { parseQuantity, quantityMilliValue, quantityValue } from '../../api/quantity.ts';
import type { Container, Pod, ResourceFieldSelector } from '../../api/types.gen.ts';

/** Empty for what is not there. */
export function fieldValue({ metadata, spec, status }: Pod, path: string): string {
  const [, map, key] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? [];
  if (map !== undefined && key !== undefined) return metadata[map as 'labels' | 'annotations']?.[key] ?? '';
  switch (path) {
    case 'metadata.name':
      return metadata.name;
    case 'metadata.namespace':
      return metadata.namespace ?? '';
    case 'metadata.uid':
      return metadata.uid;
    case 'metadata.labels':
      return formatMap(metadata.labels);
    case 'metadata.annotations':
      return formatMap(metadata.annotations);
    case 'spec.nodeName':
      return spec.nodeName ?? '';
    case 'spec.serviceAccountName':
      return spec.serviceAccountName ?? '';
    case 'status.hostIP':
      return status.hostIP ?? '';
    case 'status.hostIPs':
      return status.hostIPs?.map(({ ip }) => ip).join(',') ?? '';
    case 'status.podIP':
      return status.podIP ?? '';
    case 'status.podIPs':
      return status.podIPs?.map(({ ip }) => ip).join(',') ?? '';
    default:
      return '';
  }
}

/** One `key="value"` a line, sorted. */
function formatMap(map: Readonly<Record<string, string>> = {}): string {
  const keys = Object.keys(map).sort();
  return keys.map((key) => `${key}=${goQuote(map[key] ?? '')}`).join('\n');
}

/** What a node has, for containers that ask for a limit that they have not. */
export type Allocatable = Readonly<Record<string, string>>;

/** `limits.cpu`, `requests.memory` and the like in units of the divisor, rounded up. */
export function resourceValue(
  { resource, divisor = '0' }: ResourceFieldSelector,
  { container, allocatable }: { container: Container; allocatable: Allocatable },
): string {
  const [, list = '', name = ''] = /^(limits|requests)\.(.+)$/.exec(resource) ?? [];
  const own = container.resources?.[list as 'limits' | 'requests']?.[name];
  const written = own ?? (list === 'limits' ? allocatable[name] : undefined) ?? '0';
  const amount = parseQuantity(written);
  const unit = parseQuantity(divisor === '0' ? '1' : divisor);
  // Fractions of a core count, those of a byte do not.
  const isCpu = name === 'cpu';
  const [whole, part] = [amount, unit].map(isCpu ? quantityMilliValue : quantityValue) as [bigint, bigint];
  return String((whole + part - 1n) / part);
}
