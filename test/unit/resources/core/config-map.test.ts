import { expect, test } from 'vitest';
import { configMapResource } from '../../../../server/resources/core/config-map.ts';
import { createByRules, updateByRules } from '../../../support/write-rules.ts';

const KEY_RULE =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const IMMUTABLE = 'Forbidden: field is immutable when `immutable` is set';

const errorsOf = (rest: object) =>
  createByRules(configMapResource, { metadata: { name: 'a', namespace: 'ns' }, ...rest }).errors;

test.each<[what: string, rest: object, errors: string[]]>([
  ['nothing at all', {}, []],
  ['text and bytes', { data: { a: '1' }, binaryData: { b: 'AAEC' } }, []],
  ['a key with a blank', { data: { 'a b': '1' } }, [`data[a b]: Invalid value: "a b": ${KEY_RULE}`]],
  ['two dots', { binaryData: { '..': '' } }, [`binaryData[..]: Invalid value: "..": must not be '..'`]],
  [
    'a key in both places',
    { data: { k: '' }, binaryData: { k: '' } },
    ['data[k]: Invalid value: "k": duplicate of key present in binaryData'],
  ],
  ['a key that all objects inherit', { data: { toString: 'x' }, binaryData: { b: '' } }, []],
  ['1 MiB', { data: { k: 'x'.repeat(2 ** 20) } }, []],
  [
    'more than 1 MiB of bytes and letters',
    { data: { k: 'ä'.repeat(2 ** 19) }, binaryData: { b: 'AA==' } },
    ['[]: Too long: may not be more than 1048576 bytes'],
  ],
])('a ConfigMap of %s', (_, rest, errors) => {
  expect(errorsOf(rest)).toEqual(errors);
});

test.each<[what: string, change: object, errors: string[]]>([
  ['labels', { metadata: { name: 'a', namespace: 'ns', labels: { x: 'y' } } }, []],
  ['data', { data: { one: '2' } }, [`data: ${IMMUTABLE}`]],
  ['bytes', { binaryData: { b: 'AA==' } }, [`binaryData: ${IMMUTABLE}`]],
  ['itself', { immutable: false }, [`immutable: ${IMMUTABLE}`]],
])('an immutable ConfigMap and a change of its %s', (_, change, errors) => {
  const body = { metadata: { name: 'a', namespace: 'ns' }, data: { one: '1' }, immutable: true };
  const { object: old } = createByRules(configMapResource, body);
  expect(updateByRules(configMapResource, { ...body, ...change }, { old }).errors).toEqual(errors);
});
