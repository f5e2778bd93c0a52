import { describe, expect, it } from 'vitest';
import { decodeProtobuf } from '../../../../server/api/protobuf/decode.ts';
import { ProtobufError } from '../../../../server/api/protobuf/protobuf-error.ts';

const field = (number: number, content: Buffer | string) =>
  Buffer.concat([Buffer.from([number * 8 + 2, Buffer.byteLength(content)]), Buffer.from(content)]);

const message = (...fields: Buffer[]) => Buffer.concat(fields);

function body(apiVersion: string, kind: string, raw: Buffer): Buffer {
  const typeMeta = message(field(1, apiVersion), field(2, kind));
  return message(Buffer.from('k8s\0'), field(1, typeMeta), field(2, raw));
}

const read = (apiVersion: string, kind: string, ...fields: Buffer[]) =>
  decodeProtobuf(body(apiVersion, kind, message(...fields))).json;

const errorOf = (bytes: Buffer) => {
  try {
    decodeProtobuf(bytes);
    return undefined;
  } catch (error) {
    return error as ProtobufError;
  }
};

const bytes = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('decoding protobuf', () => {
  it('says what the body is, or else what it is taken for', () => {
    const object = field(1, field(1, 'a'));
    expect(decodeProtobuf(body('apps/v1', 'ReplicaSet', object))).toEqual({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      json: { metadata: { name: 'a' } },
    });
    const fallback = { apiVersion: 'v1', kind: 'ConfigMap' };
    expect(decodeProtobuf(body('', '', object), fallback)).toEqual({ ...fallback, json: { metadata: { name: 'a' } } });
    expect(decodeProtobuf(body('x/v1', 'Unknown', object)).json).toEqual({});
  });

  it('reads numbers of a list in both forms', () => {
    const groups = (hex: string) => read('v1', 'Pod', field(2, field(14, bytes(hex))));
    expect(groups('2001 20ac02')).toEqual({ spec: { securityContext: { supplementalGroups: [1, 300] } } });
    expect(groups('2203 01ac02')).toEqual({ spec: { securityContext: { supplementalGroups: [1, 300] } } });
  });

  it('cuts off what is too large for 32 bits, and keeps 64 bits as they are', () => {
    const replicas = (hex: string) => read('apps/v1', 'ReplicaSet', field(2, bytes(hex)));
    expect(replicas('08ffffffffffffffffff01')).toEqual({ spec: { replicas: -1 } });
    expect(replicas('088180808010')).toEqual({ spec: { replicas: 1 } });
    const grace = (hex: string) => read('v1', 'DeleteOptions', bytes(hex)).gracePeriodSeconds;
    expect(grace('08ffffffffffffffffff01')).toBe(-1);
    expect(grace('08ffffffffffffff0f')).toBe(2 ** 53 - 1);
    expect(grace('08ffffffffffffffff7f')).toMatchObject({ literal: '9223372036854775807' });
  });

  it('puts together a message that comes in pieces', () => {
    const json = read('v1', 'ConfigMap', field(1, field(1, 'a')), field(1, field(3, 'ns')), field(1, field(1, 'b')));
    expect(json).toEqual({ metadata: { name: 'b', namespace: 'ns' } });
  });

  it('goes over fields that it does not know, groups too', () => {
    const unknown = bytes('f806 01 f906 0102030405060708 fa06 02 aaaa fb06 0801 fb06 fc06 fc06 fd06 01020304');
    expect(read('v1', 'ConfigMap', unknown, field(1, field(1, 'a')))).toEqual({ metadata: { name: 'a' } });
  });

  it('takes what is absent of a map entry for empty', () => {
    expect(read('v1', 'ConfigMap', field(2, field(1, 'k')), field(2, field(2, 'v')))).toEqual({
      data: { k: '', '': 'v' },
    });
  });

  it('takes an empty time for none', () => {
    expect(read('v1', 'ConfigMap', field(1, field(8, '')))).toEqual({ metadata: { creationTimestamp: null } });
  });

  it('takes __proto__ for a key like others', () => {
    const { data } = read('v1', 'ConfigMap', field(2, message(field(1, '__proto__'), field(2, 'v')))) as {
      data: object;
    };
    expect(Object.keys(data)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
  });

  it.each([
    ['', 'empty data'],
    ['7b7d', 'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]'],
    ['6b387300', 'empty body'],
    ['6b387300 0a', 'unexpected EOF'],
    ['6b387300 0a05 0a', 'unexpected EOF'],
    ['6b387300 08 01', 'proto: wrong wireType = 0 for field TypeMeta'],
    ['6b387300 0c', 'proto: Unknown: wiretype end group for non-group'],
    ['6b387300 02 00', 'proto: Unknown: illegal tag 0 (wire type 2)'],
    ['6b387300 12 ffffffffffffffffff01', 'proto: negative length found during unmarshaling'],
    ['6b387300 12 ffffffff7f', 'unexpected EOF'],
    ['6b387300 12 ffffffffffffffffffff01', 'proto: integer overflow'],
    ['6b387300 2e', 'proto: illegal wireType 6'],
  ])('says of %j what is wrong', (hex, problem) => {
    const error = errorOf(bytes(hex));
    expect(error).toBeInstanceOf(ProtobufError);
    expect(error?.message).toBe(problem);
    expect(error?.named).toBeUndefined();
  });

  it('says which object it is that is broken', () => {
    const named = { apiVersion: 'v1', kind: 'ConfigMap' };
    expect(errorOf(body('v1', 'ConfigMap', bytes('0a05 0a')))).toMatchObject({ message: 'unexpected EOF', named });
    expect(errorOf(body('v1', 'ConfigMap', bytes('0a02 0801')))).toMatchObject({
      message: 'proto: wrong wireType = 0 for field Name',
      named,
    });
  });
});
