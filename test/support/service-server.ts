import { createClusterIPs } from '../../server/allocators/cluster-ips.ts';
import { createNodePorts } from '../../server/allocators/node-ports.ts';
import { ApiError } from '../../server/api/errors.ts';
import type { Service } from '../../server/api/types.gen.ts';
import { followServices, type ServiceAddresses } from '../../server/resources/core/service/follow-services.ts';
import { serviceResource } from '../../server/resources/core/service.ts';
import { createByRules, type Outcome, updateByRules } from './write-rules.ts';

export const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
export const KEY_RULE =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
export const NO_IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

export type Spec = Record<string, unknown>;
export const P = { ports: [{ port: 80 }] };

export const serviceDraft = (spec: Spec | undefined, metadata: Spec = {}) => ({
  metadata: { name: 'web', namespace: 'default', ...metadata },
  spec,
});

export interface Refusal {
  /** 200 when nothing is wrong. */
  code: number;
  text: string;
}

/** The rules of Services with allocators that always choose the first free value; no storage, no metadata. */
export interface ServiceServer {
  definition: ReturnType<typeof serviceResource>;
  addresses: ServiceAddresses;
  create(spec: Spec, metadata?: Spec): Service;
  update(old: Service, spec: Spec): Service;
  /** A merge patch of the first level of the spec: null removes. */
  patch(old: Service, change: Spec): Service;
  refusedCreate(spec: Spec | undefined, metadata?: Spec): Refusal;
  refusedPatch(old: Service, change: Spec): Refusal;
}

export function makeServiceServer(...ranges: [string, ...string[]]): ServiceServer {
  const random = () => 0;
  const [first, ...others] = ranges;
  const clusterIPs = [ipsOf(first), ...others.map(ipsOf)] as const;
  const allocators = { clusterIPs, nodePorts: createNodePorts({ random }) };
  const definition = serviceResource(allocators);
  const addresses = followServices(allocators);

  /** As the registry does: the commit is followed before the reservation ends. */
  const commit = ({ object, errors, allocation }: Outcome<Service>, old?: Service): Service => {
    if (errors.length > 0) throw new Error(errors.join(' | '));
    if (old) addresses.changed(old, object);
    else addresses.added(object);
    allocation?.confirm?.();
    return object;
  };
  const create = (spec: Spec | undefined, metadata: Spec = {}) =>
    createByRules(definition, serviceDraft(spec, metadata));
  const update = (old: Service, spec: Spec) => updateByRules(definition, { ...old, spec }, { old });
  return {
    definition,
    addresses,
    create: (spec, metadata) => commit(create(spec, metadata)),
    update: (old, spec) => commit(update(old, spec), old),
    patch: (old, change) => commit(update(old, merged(old, change)), old),
    refusedCreate: (spec, metadata) => refusal(() => create(spec, metadata)),
    refusedPatch: (old, change) => refusal(() => update(old, merged(old, change))),
  };

  function ipsOf(range: string) {
    return createClusterIPs({ range, random });
  }
}

function merged(old: Service, change: Spec): Spec {
  return Object.fromEntries(Object.entries({ ...old.spec, ...change }).filter(([, value]) => value !== null));
}

function refusal(act: () => Outcome<Service>): Refusal {
  try {
    const { errors, allocation } = act();
    allocation?.undo();
    return { code: errors.length > 0 ? 422 : 200, text: errors.join(' | ') };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const causes = error.status.details?.causes?.map((c) => (c.field ? `${c.field}: ${c.message}` : c.message));
    return { code: error.code, text: causes?.join(' | ') ?? error.message };
  }
}
