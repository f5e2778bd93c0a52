import { type ApiObject, keyOf } from '../api/object.ts';
import { endpointSlices, namespaces, services } from '../api/resource-types.gen.ts';
import type { Informer, InformerEvent, Informers } from '../client/informer.ts';
import type { Clock } from '../lib/clock.ts';
import { type ServiceEntry, type SliceEntry, serviceEntry, serviceKey, sliceEntry } from './index-entries.ts';

/** What the cluster has, as DNS wants to find it: always as new as the informers, and nothing is searched. */
export interface ServiceIndex extends Disposable {
  hasNamespace(name: string): boolean;
  service(key: string): ServiceEntry | undefined;
  slices(serviceKey: string): Iterable<SliceEntry>;
  /** The key of the Service that has this cluster IP. */
  serviceAt(ip: string): string | undefined;
  /** The slices in which this address is ready. */
  slicesAt(ip: string): Iterable<SliceEntry>;
  /** When something last changed, in seconds since 1970. */
  readonly serial: number;
  /** Resolves when all is known. */
  readonly synced: Promise<void>;
}

export interface ServiceIndexOptions {
  informers: Informers;
  clock: Clock;
  /** Called with each change; applies it at once when left out. */
  learn?: (apply: () => void) => void;
}

export function createServiceIndex({ informers, clock, learn = atOnce }: ServiceIndexOptions): ServiceIndex {
  const serviceEntries = new Map<string, ServiceEntry>();
  const serviceAt = new Map<string, string>();
  const sliceEntries = new Map<string, SliceEntry>();
  const slicesOf = new MultiMap<SliceEntry>();
  const slicesAt = new MultiMap<SliceEntry>();
  let serial = seconds(clock);

  const setService = (key: string, entry: ServiceEntry | undefined) => {
    for (const ip of clusterIPs(serviceEntries.get(key))) if (serviceAt.get(ip) === key) serviceAt.delete(ip);
    for (const ip of clusterIPs(entry)) serviceAt.set(ip, key);
    if (entry) serviceEntries.set(key, entry);
    else serviceEntries.delete(key);
  };
  const setSlice = (key: string, entry: SliceEntry | undefined) => {
    const old = sliceEntries.get(key);
    if (old) {
      slicesOf.remove(serviceKey(old), old);
      for (const { host } of old.endpoints) slicesAt.remove(host.text, old);
    }
    if (!entry) return void sliceEntries.delete(key);
    sliceEntries.set(key, entry);
    slicesOf.add(serviceKey(entry), entry);
    for (const { host } of entry.endpoints) slicesAt.add(host.text, entry);
  };
  const follow = <T extends ApiObject>(informer: Informer<T>, apply: (event: InformerEvent<T>) => void) => {
    return informer.onEvent((event) =>
      learn(() => {
        apply(event);
        serial = seconds(clock);
      }),
    );
  };

  const of = { namespaces: informers.for(namespaces), services: informers.for(services) };
  const slices = informers.for(endpointSlices);
  const ends = [
    follow(of.namespaces, () => {}),
    follow(of.services, ({ type, object, old }) => {
      // Most writes leave the spec alone, and share it then.
      if (old && old.spec === object.spec) return;
      setService(keyOf(object), type === 'DELETED' ? undefined : serviceEntry(object));
    }),
    follow(slices, ({ type, object }) => {
      setSlice(keyOf(object), type === 'DELETED' ? undefined : sliceEntry(object));
    }),
  ];

  return {
    hasNamespace: (name) => of.namespaces.get(name) !== undefined,
    service: (key) => serviceEntries.get(key),
    slices: slicesOf.get,
    serviceAt: (ip) => serviceAt.get(ip),
    slicesAt: slicesAt.get,
    get serial() {
      return serial;
    },
    synced: Promise.all([of.namespaces.synced, of.services.synced, slices.synced]).then(() => {}),
    [Symbol.dispose]() {
      for (const end of ends) end();
    },
  };
}

const atOnce = (apply: () => void) => apply();

/** Most keys have one value, which then stands for itself. */
class MultiMap<V extends object> {
  readonly #entries = new Map<string, V | Set<V>>();

  readonly get = (key: string): Iterable<V> => {
    const entry = this.#entries.get(key);
    if (entry instanceof Set) return entry;
    return entry ? [entry] : [];
  };

  add(key: string, value: V): void {
    const entry = this.#entries.get(key);
    if (entry instanceof Set) entry.add(value);
    else this.#entries.set(key, entry && entry !== value ? new Set([entry, value]) : value);
  }

  remove(key: string, value: V): void {
    const entry = this.#entries.get(key);
    if (entry instanceof Set) entry.delete(value);
    if (entry === value || (entry instanceof Set && entry.size === 0)) this.#entries.delete(key);
  }
}

function clusterIPs(entry: ServiceEntry | undefined): string[] {
  return entry?.kind === 'addresses' ? entry.hosts.map((host) => host.text) : [];
}

function seconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000);
}
