import type { Endpoint } from '../api/types.gen.ts';

const keys = new WeakMap<Endpoint, string>();

/** What makes an endpoint the same endpoint in another state: addresses, hostname and pod. Expects a frozen one. */
export function keyOfEndpoint(endpoint: Endpoint): string {
  let key = keys.get(endpoint);
  if (key === undefined) {
    const { addresses, hostname = '', targetRef } = endpoint;
    const list = addresses.length === 1 ? addresses[0] : [...addresses].sort().join();
    key = `${list} ${hostname} ${targetRef?.namespace ?? ''}/${targetRef?.name ?? ''}`;
    keys.set(endpoint, key);
  }
  return key;
}

/** Whether two endpoints of one key are in the same state; hints do not count. */
export function sameEndpointState(a: Endpoint, b: Endpoint): boolean {
  return (
    a.nodeName === b.nodeName &&
    a.zone === b.zone &&
    a.conditions?.ready === b.conditions?.ready &&
    a.conditions?.serving === b.conditions?.serving &&
    a.conditions?.terminating === b.conditions?.terminating &&
    a.targetRef?.kind === b.targetRef?.kind &&
    a.targetRef?.uid === b.targetRef?.uid
  );
}
