import type { FieldError } from '../api/field-error.ts';
import { validateNonSpecialIp } from '../api/ip-validation.ts';
import type { ObjectMeta } from '../api/types.gen.ts';
import { parseIp } from '../lib/ip-address.ts';

export interface EndpointIpOptions {
  /** Loopback addresses are fine. */
  loopback: boolean;
}

/** What is wrong with the address of an endpoint, besides its spelling. */
export function validateEndpointIp(field: string, ip: string, { loopback }: EndpointIpOptions): FieldError[] {
  return loopback && isLoopback(ip) ? [] : validateNonSpecialIp(field, ip);
}

/**
 * The endpoints of the Service `kubernetes` say where this server is. Unlike Kubernetes' own it usually listens on
 * loopback only, and no other address would be true.
 */
export function isServersOwn({ namespace, name }: ObjectMeta): boolean {
  return namespace === 'default' && name === 'kubernetes';
}

function isLoopback(text: string): boolean {
  const ip = parseIp(text);
  return ip?.family === 4 ? ip.value >> 24n === 127n : ip?.value === 1n;
}
