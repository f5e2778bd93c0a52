import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../../server/api/errors.ts';
import { decodeProtobuf } from '../../../../server/api/protobuf/decode.ts';
import { encodeProtobuf, encodeProtobufEvent } from '../../../../server/api/protobuf/encode.ts';
import { messagesAt, readProtobuf, textAt } from '../../../support/read-protobuf.ts';

/** The message itself, without what says which it is. */
function messageOf(object: Record<string, unknown>): Buffer {
  return messagesAt(encodeProtobuf(object).subarray(4), 2)[0] as Buffer;
}

const hex = (bytes: Buffer | undefined) => bytes?.toString('hex');

describe('encoding protobuf', () => {
  it('writes what Go writes, byte for byte: also the texts and numbers that are empty', () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { k: 'v', b: '' } };
    const typeMeta = '0a0f0a0276311209436f6e6669674d6170';
    const metadata = '0a110a0161120 01a002200 2a003200 38004200'.replaceAll(' ', '');
    const data = '12050a0162120012060a016b120176';
    expect(hex(encodeProtobuf(object))).toBe(`6b387300${typeMeta}1222${metadata}${data}1a002200`);
  });

  it('writes times as seconds, and microseconds only of a MicroTime', () => {
    const metadata = { name: 'a', creationTimestamp: '2026-01-01T00:00:01Z' };
    const lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata,
      spec: { renewTime: '1969-12-31T23:59:59.000250Z' },
    };
    const message = messageOf(lease);
    expect(hex(messagesAt(message, 1, 8)[0])).toBe('0881f2d6ca061000');
    expect(hex(messagesAt(message, 2, 4)[0])).toBe('08ffffffffffffffffff011090a10f');
  });

  it('writes numbers of a list one by one, and none that Go has a pointer for and that is not there', () => {
    const securityContext = { supplementalGroups: [1, 300, -1] };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: { containers: [], securityContext }, status: {} };
    expect(hex(messagesAt(messageOf(pod), 2, 14)[0])).toBe('200120ac0220ffffffffffffffffff01');
  });

  it('puts the source of a volume into a message of its own', () => {
    const volumes = [
      { name: 'a', emptyDir: {} },
      { name: 'b', configMap: { name: 'c' } },
    ];
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: { volumes, containers: [] }, status: {} };
    const [first, second] = messagesAt(messageOf(pod), 2, 1);
    expect(hex(first)).toBe('0a0161120412020a00');
    expect(textAt(second as Buffer, 2, 19, 1, 1)).toBe('c');
  });

  it('writes ports that are names or numbers', () => {
    const ports = [{ port: 80, targetPort: 'http' }, { port: 81, targetPort: 8081 }, { port: 82 }];
    const service = { apiVersion: 'v1', kind: 'Service', metadata: {}, spec: { ports }, status: {} };
    expect(messagesAt(messageOf(service), 2, 1, 4).map(hex)).toEqual([
      '080110001a0468747470',
      '080010913f1a00',
      '080010001a00',
    ]);
  });

  it('writes lists, whose items do not say what they are', () => {
    const items = [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }];
    const list = { apiVersion: 'v1', kind: 'ConfigMapList', metadata: { resourceVersion: '7' }, items };
    const message = messageOf(list);
    expect(textAt(message, 1, 2)).toBe('7');
    expect(messagesAt(message, 2, 1, 1).map(String)).toEqual(['a', 'b']);
    expect(hex(messageOf({ ...list, metadata: {}, items: null }))).toBe('0a060a0012001a00');
  });

  it('writes partial objects, in the order that each version of their list has', () => {
    const partial = { apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadata', metadata: { name: 'a' } };
    expect(textAt(messageOf(partial), 1, 1)).toBe('a');
    const list = { kind: 'PartialObjectMetadataList', metadata: { resourceVersion: '7' }, items: [partial] };
    expect(textAt(messageOf({ ...list, apiVersion: 'meta.k8s.io/v1' }), 1, 2)).toBe('7');
    expect(textAt(messageOf({ ...list, apiVersion: 'meta.k8s.io/v1beta1' }), 2, 2)).toBe('7');
    expect(textAt(messageOf({ ...list, apiVersion: 'meta.k8s.io/v1beta1' }), 1, 1, 1)).toBe('a');
  });

  it('refuses what protobuf does not have', () => {
    const table = { apiVersion: 'meta.k8s.io/v1', kind: 'Table', rows: [] };
    expect(() => encodeProtobuf(table)).toThrow(ApiError);
    expect(() => encodeProtobuf(table)).toThrow(
      'object *v1.Table does not implement the protobuf marshalling interface and cannot be encoded to a protobuf message',
    );
  });

  it('frames the events of a watch by their length', () => {
    const object = { apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Failure', code: 410, reason: 'Expired' };
    const frame = encodeProtobufEvent('ERROR', object);
    expect(frame.readUInt32BE()).toBe(frame.length - 4);
    const event = frame.subarray(4);
    expect(textAt(event, 1)).toBe('ERROR');
    const { kind, json } = decodeProtobuf(messagesAt(event, 2, 1)[0] as Buffer);
    expect(kind).toBe('Status');
    expect(json).toMatchObject({ status: 'Failure', code: 410, reason: 'Expired' });
    expect([...readProtobuf(event).keys()]).toEqual([1, 2]);
  });

  it('writes texts of any script and size', () => {
    const long = 'é😀'.repeat(10_000);
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { ключ: long, z: 'z' } };
    expect(decodeProtobuf(encodeProtobuf(object)).json).toMatchObject({ data: { ключ: long, z: 'z' } });
  });
});
