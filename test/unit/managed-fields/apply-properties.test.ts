import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEPLOYMENT, type Owned, ownedObject, ownersOf } from '../../support/owned-object.ts';

const text = fc.constantFrom('1', '2', '3');
const textMap = (keys: readonly string[]) => fc.dictionary(fc.constantFrom(...keys), text, { minKeys: 1, maxKeys: 3 });

/** Nothing in them is empty: what is empty is not stored, and therefore applied anew each time. */
function configuration(names: readonly string[]) {
  const named = fc.constantFrom(...names);
  const env = fc.uniqueArray(fc.record({ name: named, value: text }, { requiredKeys: ['name'] }), {
    selector: ({ name }) => name,
    minLength: 1,
  });
  const ports = fc.uniqueArray(
    fc.record(
      { containerPort: fc.constantFrom(80, 443), protocol: fc.constantFrom('TCP', 'UDP'), hostIP: text },
      { requiredKeys: ['containerPort'] },
    ),
    { selector: (port) => `${port.containerPort} ${port.protocol ?? 'TCP'}`, minLength: 1 },
  );
  const args = fc.array(text, { minLength: 1, maxLength: 3 });
  const container = fc.record({ name: named, image: text, env, ports, args }, { requiredKeys: ['name'] });
  const containers = fc.uniqueArray(container, { selector: ({ name }) => name, minLength: 1, maxLength: 3 });
  const finalizers = fc.uniqueArray(named, { minLength: 1, maxLength: 3 });
  return fc.record({
    metadata: fc.record({ name: fc.constant('d'), labels: textMap(names), finalizers }, { requiredKeys: ['name'] }),
    spec: fc.record(
      {
        minReadySeconds: fc.integer({ min: 1, max: 3 }),
        selector: fc.record({ matchLabels: textMap(names) }),
        template: fc.record({ spec: fc.record({ containers }) }),
      },
      { requiredKeys: [] },
    ),
  });
}

type Configuration = typeof anyConfiguration extends fc.Arbitrary<infer C> ? C : never;

const anyConfiguration = configuration(['a', 'b', 'c']);
const nothing = { metadata: { name: 'd' } };

/** Without the fields that every configuration may have. */
function withoutScalars({ metadata, spec }: Configuration): object {
  const { minReadySeconds: _, selector: __, ...rest } = spec;
  return { metadata, spec: rest };
}

function contents({ metadata: { managedFields: _, ...metadata }, ...object }: Owned) {
  return unordered({ ...object, metadata });
}

/** Keyed lists and sets have no order of their own between appliers. */
function unordered(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(unordered).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unordered(item)]));
}

describe('server-side apply', () => {
  it('is idempotent', () => {
    fc.assert(
      fc.property(anyConfiguration, anyConfiguration, (first, second) => {
        const object = ownedObject(DEPLOYMENT);
        object.apply('m1', first);
        const once = object.apply('m2', second, { force: true });
        object.wait(1);
        expect(object.apply('m2', second, { force: true })).toEqual(once);
      }),
    );
  });

  it('is the same in any order when two appliers have nothing in common', () => {
    fc.assert(
      fc.property(configuration(['a', 'b']), configuration(['x', 'y']), (first, second) => {
        const rest = withoutScalars(second);
        const [object, other] = [ownedObject(DEPLOYMENT), ownedObject(DEPLOYMENT)];
        object.apply('m1', first);
        object.apply('m2', rest);
        other.apply('m2', rest);
        other.apply('m1', first);
        expect(contents(object.live)).toEqual(contents(other.live));
        expect(ownersOf(object.live)).toEqual(ownersOf(other.live));
      }),
    );
  });

  it('gives back what was when an applier takes away what it applied', () => {
    fc.assert(
      fc.property(configuration(['a', 'b']), configuration(['x', 'y']), (first, second) => {
        const object = ownedObject(DEPLOYMENT);
        const before = contents(object.apply('m1', first));
        object.apply('m2', withoutScalars(second));
        expect(contents(object.apply('m2', nothing))).toEqual(before);
      }),
    );
  });

  it('never changes what another applied, unless forced', () => {
    fc.assert(
      fc.property(anyConfiguration, anyConfiguration, (first, second) => {
        const object = ownedObject(DEPLOYMENT);
        object.apply('m1', first);
        try {
          object.apply('m2', second);
        } catch (error) {
          expect(error).toMatchObject({ code: 409 });
        }
        const after = contents(object.live);
        expect(contents(object.apply('m1', first))).toEqual(after);
      }),
    );
  });

  it('applies or refuses whatever it is given', () => {
    fc.assert(
      fc.property(anyConfiguration, fc.jsonValue(), fc.jsonValue(), (first, spec, metadata) => {
        const object = ownedObject(DEPLOYMENT);
        object.apply('m1', first);
        for (const config of [{ spec }, { ...nothing, spec }, { metadata }, { spec: { template: { spec } } }]) {
          try {
            object.apply('m2', config);
          } catch (error) {
            expect([400, 409, 500]).toContain((error as { code?: number }).code);
          }
        }
      }),
    );
  });
});
