import { describe, expect, test } from 'vitest';
import { negotiate, type Verb } from '../../../server/http/negotiation.ts';

const TABLE = 'as=Table;v=v1;g=meta.k8s.io';

describe('tables', () => {
  test.each<[string, string, Verb]>([
    ['of the answer to a review', `application/json;${TABLE}`, 'review'],
    ['in protobuf', `application/vnd.kubernetes.protobuf;${TABLE}`, 'read'],
  ])('%s are refused', (_what, accept, verb) => {
    expect(() => negotiate(accept, verb)).toThrow('only the following media types are accepted');
  });

  test('give way to the next form that a client takes', () => {
    const accept = `application/json;${TABLE},application/json`;
    expect(negotiate(accept, 'review').as).toBeUndefined();
    expect(negotiate(accept).as).toEqual({ kind: 'Table', version: 'v1' });
  });
});
