import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../server/api/errors.ts';
import { CONFIG_MAP, DEPLOYMENT, type Owned, ownedObject, ownersOf, SERVICE } from '../../support/owned-object.ts';

const map = (data?: object, metadata: object = {}) => ({ metadata: { name: 'c', ...metadata }, ...(data && { data }) });
const service = (spec: object, metadata: object = {}) => ({ metadata: { name: 's', ...metadata }, spec });

/** Name, code and message of a refusal, and the fields that it names. */
function refusal(write: () => unknown): { code: number; message: string; fields: (string | undefined)[] } {
  try {
    write();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { message = '', details } = error.status;
    return { code: error.code, message, fields: (details?.causes ?? []).map(({ field }) => field) };
  }
  throw new Error('nothing was refused');
}

describe('apply', () => {
  it('creates what is not there, and owns what it says but not what holds it', () => {
    const object = ownedObject(SERVICE);
    object.apply('m1', service({ ports: [{ name: 'a', port: 80 }], selector: { x: 'y' } }, { labels: { a: '1' } }));
    expect(ownersOf(object.live)).toEqual({
      m1: [
        '.metadata.labels.a',
        '.spec.selector',
        '.spec.ports[port=80,protocol="TCP"]',
        '.spec.ports[port=80,protocol="TCP"].name',
        '.spec.ports[port=80,protocol="TCP"].port',
      ],
    });
    expect(object.live.spec).toMatchObject({ ports: [{ name: 'a', port: 80, protocol: 'TCP' }] });
  });

  it('of the same again changes nothing, not even times', () => {
    const object = ownedObject(CONFIG_MAP);
    const first = object.apply('m1', map({ a: '1' }));
    object.wait(5);
    expect(object.apply('m1', map({ a: '1' }))).toEqual(first);
  });

  it('takes away what the applier leaves out', () => {
    const object = ownedObject(CONFIG_MAP);
    object.apply('m1', map({ a: '1', b: '2' }));
    expect(object.apply('m1', map({ b: '2' })).data).toEqual({ b: '2' });
    expect(object.apply('m1', map())).not.toHaveProperty('data');
    expect(object.live.metadata).not.toHaveProperty('managedFields');
  });

  it('leaves alone what nobody applied', () => {
    const object = ownedObject(CONFIG_MAP);
    object.apply('m1', map({ a: '1' }));
    object.patch('editor', { data: { b: '2' } });
    expect(object.apply('m1', map()).data).toEqual({ b: '2' });
  });

  it('shares what has the same value, and the last owner to let go takes it away', () => {
    const object = ownedObject(CONFIG_MAP);
    object.apply('m1', map({ a: '1', b: '1' }));
    object.apply('m2', map({ a: '1' }));
    expect(ownersOf(object.live)).toEqual({ m1: ['.data.a', '.data.b'], m2: ['.data.a'] });
    expect(object.apply('m1', map({ b: '1' })).data).toEqual({ a: '1', b: '1' });
    expect(object.apply('m2', map()).data).toEqual({ b: '1' });
  });

  it('has no time where it changes nothing but ownership', () => {
    const object = ownedObject(CONFIG_MAP);
    object.apply('m1', map({ a: '1' }));
    object.apply('m2', map({ a: '1' }));
    expect(object.live.metadata.managedFields?.map(({ manager, time }) => [manager, time])).toEqual([
      ['m2', undefined],
      ['m1', '2026-01-01T00:00:00Z'],
    ]);
  });

  it('keeps the entry of the same manager of updates apart', () => {
    const object = ownedObject(CONFIG_MAP);
    object.create('m', { metadata: { name: 'c' }, data: { a: '1' } });
    expect(ownersOf(object.apply('m', map({ a: '1' })))).toEqual({ m: ['.data.a'], 'm updates': ['.data', '.data.a'] });
  });

  it('does not own what the subresource resets', () => {
    const object = ownedObject(SERVICE);
    object.apply('m1', service({ type: 'LoadBalancer' }), { resetFields: ['status'] });
    const status = { status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } };
    const part = { subresource: 'status', resetFields: ['spec'] };
    object.apply('st', { ...service({ type: 'ClusterIP' }), ...status }, part);
    expect(ownersOf(object.live)).toEqual({ m1: ['.spec.type'], 'st status': ['.status.loadBalancer.ingress'] });
  });

  it('goes on with null in the configuration as if it were a value', () => {
    const object = ownedObject(SERVICE);
    object.apply('m1', service({ ports: [{ port: 80 }], loadBalancerClass: 'x' }));
    object.apply('m1', service({ ports: null, loadBalancerClass: null }));
    expect(object.live.spec).not.toHaveProperty('loadBalancerClass');
    expect(ownersOf(object.live)).toEqual({ m1: ['.spec.loadBalancerClass', '.spec.ports'] });
  });
});

describe('conflicts', () => {
  it('name the owner and the field', () => {
    const object = ownedObject(CONFIG_MAP);
    object.apply('m1', map({ a: '1', b: '1' }));
    expect(refusal(() => object.apply('m2', map({ a: '2' })))).toEqual({
      code: 409,
      message: 'Apply failed with 1 conflict: conflict with "m1": .data.a',
      fields: ['.data.a'],
    });
    expect(refusal(() => object.apply('m2', map({ a: '2', b: '2', c: '2' }))).message).toBe(
      'Apply failed with 2 conflicts: conflicts with "m1":\n- .data.a\n- .data.b',
    );
  });

  it('are told owner by owner, with the subresource and version of updates', () => {
    const object = ownedObject(CONFIG_MAP);
    object.apply('m1', map({ a: '1' }));
    object.apply('m2', map({ c: '1' }));
    object.patch('editor', { data: { b: '1' } });
    object.patch('scaler', { data: { d: '1' } }, { subresource: 'scale' });
    expect(refusal(() => object.apply('m3', map({ a: '3', b: '3', c: '3', d: '3' }))).message).toBe(
      [
        'Apply failed with 4 conflicts: conflicts with "editor" using v1:',
        '- .data.b',
        'conflicts with "m1":',
        '- .data.a',
        'conflicts with "m2":',
        '- .data.c',
        'conflicts with "scaler" with subresource "scale" using v1:',
        '- .data.d',
      ].join('\n'),
    );
  });

  it('are overcome by force, and the field is lost to its owner', () => {
    const object = ownedObject(CONFIG_MAP);
    object.apply('m1', map({ a: '1', b: '1' }));
    object.apply('m2', map({ a: '2' }), { force: true });
    expect(ownersOf(object.live)).toEqual({ m1: ['.data.b'], m2: ['.data.a'] });
    expect(refusal(() => object.apply('m1', map({ a: '1', b: '1' }))).fields).toEqual(['.data.a']);
  });

  it('do not come of applying to one part what another manager has in another', () => {
    const object = ownedObject(CONFIG_MAP);
    object.apply('m1', map({ a: '1' }));
    expect(object.apply('m2', map({ b: '2' })).data).toEqual({ a: '1', b: '2' });
  });

  it('are about atomic maps and lists as a whole', () => {
    const object = ownedObject(SERVICE);
    object.apply('m1', service({ selector: { app: 's' }, externalIPs: ['192.0.2.1'] }));
    expect(refusal(() => object.apply('m2', service({ selector: { w: '2' } }))).fields).toEqual(['.spec.selector']);
    object.apply('m2', service({ selector: { w: '2' } }), { force: true });
    expect(object.live.spec).toMatchObject({ selector: { w: '2' }, externalIPs: ['192.0.2.1'] });
  });
});

describe('lists', () => {
  const containers = (...items: object[]) => ({
    metadata: { name: 'd' },
    spec: { template: { spec: { containers: items } } },
  });
  const names = (live: Owned) => {
    const { template } = live.spec as { template: { spec: { containers: { name: string }[] } } };
    return template.spec.containers.map(({ name }) => name);
  };

  it('are merged by their keys, new items where the configuration has them', () => {
    const object = ownedObject(DEPLOYMENT);
    object.apply('m1', containers({ name: 'a', image: 'a:1' }, { name: 'c', image: 'c:1' }));
    object.apply('m2', containers({ name: 'a' }, { name: 'b', image: 'b:1' }, { name: 'c' }));
    expect(names(object.live)).toEqual(['a', 'b', 'c']);
    expect(names(object.apply('m2', containers()))).toEqual(['a', 'c']);
  });

  it('take the order of the last who applied them', () => {
    const object = ownedObject(DEPLOYMENT);
    object.apply('m1', containers({ name: 'a' }, { name: 'b' }, { name: 'c' }));
    object.patch('editor', containers({ name: 'a' }, { name: 'b' }, { name: 'x' }, { name: 'c' }));
    expect(names(object.apply('m1', containers({ name: 'c' }, { name: 'b' }, { name: 'a' })))).toEqual([
      'x',
      'c',
      'b',
      'a',
    ]);
  });

  it('find a default in the key that is left out', () => {
    const object = ownedObject(SERVICE);
    object.apply('m1', service({ ports: [{ name: 'a', port: 80, protocol: 'TCP' }] }));
    object.apply('m2', service({ ports: [{ name: 'b', port: 80, protocol: 'UDP' }] }));
    expect(refusal(() => object.apply('m2', service({ ports: [{ name: 'b', port: 80 }] })))).toEqual({
      code: 409,
      message: 'Apply failed with 1 conflict: conflict with "m1": .spec.ports[port=80,protocol="TCP"].name',
      fields: ['.spec.ports[port=80,protocol="TCP"].name'],
    });
  });

  it('of values are sets', () => {
    const object = ownedObject(CONFIG_MAP);
    object.apply('m1', map(undefined, { finalizers: ['example.com/a'] }));
    object.apply('m2', map(undefined, { finalizers: ['example.com/b', 'example.com/a'] }));
    expect(object.live.metadata.finalizers).toEqual(['example.com/b', 'example.com/a']);
    object.apply('m1', map());
    expect(object.apply('m2', map(undefined, { finalizers: ['example.com/a'] })).metadata.finalizers).toEqual([
      'example.com/a',
    ]);
  });

  it('lose an item with the last who applied it, whatever updates have put into it', () => {
    const object = ownedObject(DEPLOYMENT);
    object.apply('m1', containers({ name: 'a', image: 'a:1' }, { name: 'b', image: 'b:1' }));
    object.patch('editor', containers({ name: 'a', image: 'a:1', workingDir: '/' }, { name: 'b', image: 'b:1' }));
    expect(names(object.apply('m1', containers({ name: 'b', image: 'b:1' })))).toEqual(['b']);
  });
});

describe('configurations are refused', () => {
  const TYPED = 'failed to create typed patch object (x/c; /v1, Kind=ConfigMap): ';
  const named = { name: 'c', namespace: 'x' };
  it.each([
    ['another kind', { kind: 'Secret' }, 400, 'invalid object type: /v1, Kind=Secret'],
    ['no kind', { kind: undefined }, 400, 'invalid object type: /v1, Kind='],
    ['no version', { apiVersion: undefined }, 400, 'invalid object type: /, Kind=ConfigMap'],
    ['another group', { apiVersion: 'apps/v1' }, 400, 'invalid object type: apps/v1, Kind=ConfigMap'],
    ['managedFields', { metadata: { ...named, managedFields: [] } }, 400, 'metadata.managedFields must be nil'],
    ['an unknown field', { frob: 1 }, 500, `${TYPED}.frob: field not declared in schema`],
    [
      'a number for a text',
      { data: { a: 5 } },
      500,
      `${TYPED}.data.a: expected string, got &value.valueUnstructured{Value:5}`,
    ],
    ['a text for a map', { data: 'x' }, 500, `${TYPED}.data: expected map, got &{x}`],
    [
      'a map for a text',
      { data: { a: { b: true } } },
      500,
      `${TYPED}.data.a: expected string, got &value.valueUnstructured{Value:map[string]interface {}{"b":true}}`,
    ],
    ['a text for a boolean', { immutable: 'no' }, 500, `${TYPED}.immutable: expected boolean, got &{no}`],
    [
      'a text for a number',
      { metadata: { ...named, generation: 'x' } },
      500,
      `${TYPED}.metadata.generation: expected numeric (int or float), got string`,
    ],
    [
      'a map for a list',
      { metadata: { ...named, finalizers: { a: 1 } } },
      500,
      `${TYPED}.metadata.finalizers: expected list, got &{map[a:1]}`,
    ],
    [
      'a value twice',
      { metadata: { ...named, finalizers: ['a', 'a'] } },
      500,
      `${TYPED}.metadata.finalizers: duplicate entries for key [="a"]`,
    ],
    [
      'an item without its key',
      { metadata: { ...named, ownerReferences: [5] } },
      500,
      `${TYPED}.metadata.ownerReferences: element 0: associative list with keys may not have non-map elements`,
    ],
    [
      'two faults',
      { data: { a: 1, b: 2 } },
      500,
      `${TYPED}errors:\n  .data.a: expected string, got &value.valueUnstructured{Value:1}\n  .data.b: expected string, got &value.valueUnstructured{Value:2}`,
    ],
  ])('%s', (_, change, code, message) => {
    const config = { metadata: named, ...change };
    expect(refusal(() => ownedObject(CONFIG_MAP).apply('m', config))).toMatchObject({ code, message });
  });
});

describe('kubectl, which applied on the client before', () => {
  const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
  const last = (data: object) =>
    `${JSON.stringify({ apiVersion: 'v1', data, kind: 'ConfigMap', metadata: { name: 'c' } })}\n`;
  const made = () => {
    const object = ownedObject(CONFIG_MAP);
    const annotations = { [LAST_APPLIED]: last({ a: '1', b: '1' }) };
    object.create('kubectl-client-side-apply', { metadata: { name: 'c', annotations }, data: { a: '1', b: '1' } });
    return object;
  };

  it('takes over what its annotation says, and keeps that up to date', () => {
    const object = made();
    object.apply('kubectl', map({ a: '3' }));
    expect(object.live.data).toEqual({ a: '3', b: '1' });
    expect(object.live.metadata.annotations).toEqual({ [LAST_APPLIED]: last({ a: '3' }) });
    expect(ownersOf(object.live).kubectl).toEqual(['.data.a']);
  });

  it('meets conflicts about what was changed since', () => {
    const object = made();
    object.patch('kubectl-edit', { data: { a: 'edited' } });
    expect(refusal(() => object.apply('kubectl', map({ a: '3', b: '3' }))).message).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl-edit" using v1: .data.a',
    );
  });

  it('under another name is an applier like others', () => {
    expect(refusal(() => made().apply('gitops', map({ a: '3' }))).message).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using v1: .data.a',
    );
  });
});
