import { describe, expect, test } from 'vitest';
import type { Secret } from '../../../../server/api/types.gen.ts';
import { secretResource } from '../../../../server/resources/core/secret.ts';
import { createByRules, updateByRules } from '../../../support/write-rules.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const create = (rest: object) => createByRules(secretResource, { metadata: { name: 'a', namespace: 'ns' }, ...rest });

test('stringData is merged into data and wins', () => {
  const { object } = create({ data: { k: base64('old'), j: base64('j') }, stringData: { k: 'new', plain: 'text' } });
  expect(object).toMatchObject({
    type: 'Opaque',
    data: { k: base64('new'), j: base64('j'), plain: base64('text') },
  });
  expect(object).not.toHaveProperty('stringData');
});

describe('what a type demands', () => {
  const REDACTED = '"<secret contents redacted>"';
  test.each<[type: string, stringData: Record<string, string>, errors: string[]]>([
    ['example.com/any', {}, []],
    ['toString', {}, []],
    ['kubernetes.io/tls', { 'tls.crt': 'x' }, ['data[tls.key]: Required value']],
    ['kubernetes.io/basic-auth', { password: 'x' }, []],
    ['kubernetes.io/basic-auth', {}, ['data[username]: Required value', 'data[password]: Required value']],
    ['kubernetes.io/ssh-auth', { 'ssh-privatekey': '' }, ['data[ssh-privatekey]: Required value']],
    ['kubernetes.io/dockercfg', {}, ['data[.dockercfg]: Required value']],
    ['kubernetes.io/dockerconfigjson', { '.dockerconfigjson': '{"auths":{}}' }, []],
    [
      'kubernetes.io/dockerconfigjson',
      { '.dockerconfigjson': 'x' },
      [`data[.dockerconfigjson]: Invalid value: ${REDACTED}: invalid character 'x' looking for beginning of value`],
    ],
    [
      'kubernetes.io/dockerconfigjson',
      { '.dockerconfigjson': '[]' },
      [
        `data[.dockerconfigjson]: Invalid value: ${REDACTED}: json: cannot unmarshal array into Go value of type map[string]interface {}`,
      ],
    ],
    [
      'kubernetes.io/service-account-token',
      {},
      ['metadata.annotations[kubernetes.io/service-account.name]: Required value'],
    ],
  ])('%s with %j', (type, stringData, errors) => {
    expect(create({ type, stringData }).errors).toEqual(errors);
  });
});

test('the type stays, also when a writer leaves it out', () => {
  const { object: old } = create({ type: 'example.com/one' });
  const change = (rest: object) =>
    updateByRules(secretResource, { metadata: { name: 'a', namespace: 'ns' }, ...rest }, { old });
  expect(change({ type: 'example.com/two' }).errors).toEqual([
    'type: Invalid value: "example.com/two": field is immutable',
  ]);
  expect(change({ type: 'example.com/one' }).errors).toEqual([]);
});

test('a pair of key and certificate that is none gets a warning, not a refusal', () => {
  const { errors, warnings } = create({ type: 'kubernetes.io/tls', stringData: { 'tls.crt': 'x', 'tls.key': 'y' } });
  expect(errors).toEqual([]);
  expect(warnings).toEqual(['tls: failed to find any PEM data in certificate input']);
});

test('secrets are selected by type', () => {
  expect(secretResource.rules.selectableFields?.type?.({ type: 'Opaque' } as Secret)).toBe('Opaque');
});
