import { describe, expect, it } from 'vitest';
import { CONFIG_MAP, DEPLOYMENT, ownedObject, ownersOf, SERVICE } from '../../support/owned-object.ts';

const STATUS = { subresource: 'status', resetFields: ['spec'] };

const container = { name: 'a', image: 'a:1' };
const deployment = {
  metadata: { name: 'd' },
  spec: {
    selector: { matchLabels: { app: 'd' } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
    template: { metadata: { labels: { app: 'd' } }, spec: { containers: [container] } },
  },
};

describe('a creator', () => {
  it('owns what it said, with its defaults, but no system fields', () => {
    const object = ownedObject(SERVICE);
    object.create('maker', {
      metadata: { name: 's', namespace: 'x', uid: 'u', labels: { a: '1' }, finalizers: ['example.com/f'] },
      spec: { ports: [{ name: 'a', port: 80, targetPort: 80 }], selector: { x: 'y' } },
    });
    expect(object.live.metadata.managedFields).toEqual([
      {
        manager: 'maker',
        operation: 'Update',
        apiVersion: 'v1',
        time: '2026-01-01T00:00:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: {
          'f:metadata': {
            'f:finalizers': { '.': {}, 'v:"example.com/f"': {} },
            'f:labels': { '.': {}, 'f:a': {} },
          },
          'f:spec': {
            'f:ports': {
              '.': {},
              'k:{"port":80,"protocol":"TCP"}': {
                '.': {},
                'f:name': {},
                'f:port': {},
                'f:protocol': {},
                'f:targetPort': {},
              },
            },
            'f:selector': {},
          },
        },
      },
    ]);
  });

  it('does not own structs and lists that are always there', () => {
    const object = ownedObject(DEPLOYMENT);
    const [entry] = object.create('maker', deployment).metadata.managedFields ?? [];
    expect(entry?.fieldsV1).toEqual({
      'f:spec': {
        'f:selector': {},
        'f:strategy': { 'f:rollingUpdate': { '.': {}, 'f:maxSurge': {} }, 'f:type': {} },
        'f:template': {
          'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
          'f:spec': {
            'f:containers': { 'k:{"name":"a"}': { '.': {}, 'f:image': {}, 'f:name': {}, 'f:resources': {} } },
          },
        },
      },
    });
  });

  it('owns references to owners one by one, each as a whole', () => {
    const object = ownedObject(CONFIG_MAP);
    const owner = { apiVersion: 'v1', kind: 'Node', name: 'n', uid: 'u1' };
    object.create('maker', { metadata: { name: 'c', ownerReferences: [owner] } });
    expect(ownersOf(object.live)).toEqual({
      'maker updates': ['.metadata.ownerReferences', '.metadata.ownerReferences[uid="u1"]'],
    });
  });

  it('without a name is unknown', () => {
    expect(ownersOf(ownedObject(CONFIG_MAP).create('', { metadata: {}, data: { a: '1' } }))).toEqual({
      'unknown updates': ['.data', '.data.a'],
    });
  });

  it('of nothing leaves no entry', () => {
    expect(ownedObject(CONFIG_MAP).create('m', { metadata: { name: 'c' } }).metadata.managedFields).toBeUndefined();
  });
});

describe('a writer', () => {
  const made = () => {
    const object = ownedObject(CONFIG_MAP);
    object.create('maker', { metadata: { name: 'c' }, data: { a: '1', b: '1' } });
    object.wait(10);
    return object;
  };

  it('takes what it changes from those who had it', () => {
    expect(ownersOf(made().patch('editor', { data: { a: '2', c: '2' } }))).toEqual({
      'maker updates': ['.data', '.data.b'],
      'editor updates': ['.data.a', '.data.c'],
    });
  });

  it('takes away from everybody what it removes', () => {
    const object = made();
    object.patch('editor', { data: { c: '2' } });
    expect(ownersOf(object.patch('remover', { data: { a: null, c: null } }))).toEqual({
      'maker updates': ['.data', '.data.b'],
    });
  });

  it('leaves no trace when nothing changes', () => {
    const object = made();
    const before = object.live.metadata.managedFields;
    const after = object.patch('idle', { data: { a: '1' } }).metadata.managedFields;
    expect(after).toEqual(before);
    expect(after?.[0]).toBe(before?.[0]);
  });

  it('has the time of its last change, which the others keep', () => {
    const object = made();
    object.patch('editor', { data: { a: '2' } });
    object.wait(10);
    object.patch('editor', { data: { c: '3' } });
    const times = object.live.metadata.managedFields?.map(({ manager, time }) => `${manager} ${time}`);
    expect(times).toEqual(['maker 2026-01-01T00:00:00Z', 'editor 2026-01-01T00:00:20Z']);
  });

  it('of another subresource is another one', () => {
    const object = ownedObject(SERVICE);
    object.create('lb', { metadata: { name: 's' }, spec: { type: 'LoadBalancer' } }, { resetFields: ['status'] });
    object.patch(
      'lb',
      { spec: { type: 'ClusterIP' }, status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } },
      STATUS,
    );
    expect(ownersOf(object.live)).toEqual({
      'lb updates': ['.spec.type'],
      'lb updates status': ['.status.loadBalancer.ingress'],
    });
  });

  it('of a part of the spec comes to own nothing else', () => {
    const object = ownedObject(DEPLOYMENT);
    object.create('maker', deployment);
    const template = { metadata: { labels: { app: 'e' } }, spec: { containers: [{ ...container, image: 'a:2' }] } };
    object.patch(
      'part',
      { spec: { template } },
      { subresource: 'p', ownedFields: ['spec.template.spec.containers.*.image'] },
    );
    expect(ownersOf(object.live)['part updates p']).toEqual(['.spec.template.spec.containers[name="a"].image']);
  });

  it('owns an atomic list as a whole, whatever changes in it', () => {
    const object = ownedObject(SERVICE);
    object.create('maker', { metadata: { name: 's' }, spec: { externalIPs: ['192.0.2.1'] } });
    object.patch('editor', { spec: { externalIPs: ['192.0.2.1', '192.0.2.2'] } });
    expect(ownersOf(object.live)).toEqual({ 'editor updates': ['.spec.externalIPs'] });
  });

  it('does not come to own items that only change places', () => {
    const object = ownedObject(SERVICE);
    const ports = [{ port: 80 }, { port: 81 }];
    object.create('maker', { metadata: { name: 's' }, spec: { ports } });
    const before = ownersOf(object.live);
    expect(ownersOf(object.patch('mover', { spec: { ports: ports.toReversed() } }))).toEqual(before);
  });

  it('owns items of one key together', () => {
    const object = ownedObject(SERVICE);
    object.create('maker', { metadata: { name: 's' }, spec: { ports: [{ name: 'a', port: 80 }] } });
    const ports = [
      { name: 'a', port: 80 },
      { name: 'b', port: 80 },
    ];
    object.patch('doubler', { spec: { ports } });
    expect(ownersOf(object.live)).toEqual({
      'maker updates': ['.spec.ports'],
      'doubler updates': ['.spec.ports[port=80,protocol="TCP"]'],
    });
    object.patch('halver', { spec: { ports: ports.slice(1) } });
    expect(ownersOf(object.live)['halver updates']).toHaveLength(5);
    expect(ownersOf(object.live)['doubler updates']).toBeUndefined();
  });
});

describe('more than ten updaters', () => {
  it('make the oldest of them ancient', () => {
    const object = ownedObject(CONFIG_MAP);
    object.create('m0', { metadata: { name: 'c' }, data: { k0: '' } });
    for (let i = 1; i <= 11; i++) {
      object.wait(1);
      object.patch(`m${i}`, { data: { [`k${i}`]: '' } });
    }
    const owners = ownersOf(object.live);
    expect(Object.keys(owners)).toHaveLength(10);
    expect(owners['ancient-changes updates']).toEqual(['.data', '.data.k0', '.data.k1', '.data.k2']);
    expect(object.live.metadata.managedFields?.[0]).toMatchObject({
      manager: 'ancient-changes',
      time: '2026-01-01T00:00:02Z',
    });
  });
});

describe('managedFields in what a client sends', () => {
  const entry = {
    manager: 'x',
    operation: 'Update',
    apiVersion: 'v1',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:data': { 'f:b': {}, 'f:a': {} } },
  };
  const made = () => {
    const object = ownedObject(CONFIG_MAP);
    object.create('maker', { metadata: { name: 'c' }, data: { a: '1', b: '1' } });
    return object;
  };

  it('take the place of the stored ones', () => {
    expect(ownersOf(made().patch('m', { metadata: { managedFields: [entry] } }))).toEqual({
      'x updates': ['.data.a', '.data.b'],
    });
  });

  it.each([
    [null],
    [[{ ...entry, fieldsV1: { a: {} } }]],
    [[{ ...entry, operation: 'Delete' }]],
    [[{ ...entry, apiVersion: '' }]],
  ])('change nothing when they say nothing or nothing valid: %j', (managedFields) => {
    const object = made();
    const before = ownersOf(object.live);
    expect(ownersOf(object.patch('m', { metadata: { managedFields } }))).toEqual(before);
  });

  it('end the tracking when there is one empty entry, until the next apply', () => {
    const object = made();
    expect(ownersOf(object.patch('m', { metadata: { managedFields: [{}] } }))).toEqual({});
    expect(ownersOf(object.patch('m', { data: { late: '' } }))).toEqual({});
    expect(ownersOf(object.apply('m1', { metadata: { name: 'c', labels: { x: 'y' } } }))).toEqual({
      m1: ['.metadata.labels.x'],
      'before-first-apply updates': ['.data', '.data.a', '.data.b', '.data.late'],
    });
  });

  it('cannot be written through a subresource', () => {
    const object = made();
    const before = ownersOf(object.live);
    object.patch('m', { metadata: { managedFields: [entry] } }, { subresource: 'status' });
    expect(ownersOf(object.live)).toEqual(before);
  });

  it('of versions that are not served are forgotten', () => {
    expect(ownersOf(made().patch('m', { metadata: { managedFields: [{ ...entry, apiVersion: 'v0' }] } }))).toEqual({});
  });
});
