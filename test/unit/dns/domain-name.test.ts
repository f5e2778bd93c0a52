import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelsAbove, labelsOf, nameBelow, nameFromText, ROOT, zoneWithin } from '../../../server/dns/domain-name.ts';

const name = (text: string) => nameFromText(text) as string;

test.each([
  ['web.local.', '\x03web\x05local\x00'],
  ['web.local', '\x03web\x05local\x00'],
  ['.', '\x00'],
  ['a\\.b.c', '\x03a.b\x01c\x00'],
  ['a\\046b.c', '\x03a.b\x01c\x00'],
  ['\\\\.c', '\x01\\\x01c\x00'],
  [`${'x'.repeat(63)}.c`, `\x3f${'x'.repeat(63)}\x01c\x00`],
  [`${'x'.repeat(64)}.c`, undefined],
  [Array(127).fill('a').join('.'), `${'\x01a'.repeat(127)}\x00`],
  [Array(128).fill('a').join('.'), undefined],
])('%j is written %j', (text, wire) => {
  expect(nameFromText(text)).toBe(wire);
});

test('a name has the labels of which it was made, whatever is in them', () => {
  const label = fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    minLength: 1,
    maxLength: 63,
  });
  fc.assert(
    fc.property(fc.array(label, { maxLength: 3 }), (labels) => {
      expect(labelsOf(nameBelow(ROOT, ...labels))).toEqual(labels);
    }),
  );
});

describe('the zone within a name', () => {
  test.each([
    ['web.cluster.local', 'cluster.local', 'cluster.local'],
    ['cluster.local', 'cluster.local', 'cluster.local'],
    ['web.Cluster.LOCAL', 'cluster.local', 'Cluster.LOCAL'],
    ['web.xcluster.local', 'cluster.local', undefined],
    ['local', 'cluster.local', undefined],
    ['x\\007cluster.local', 'cluster.local', undefined],
    ['anything', '.', '.'],
  ])('of %s in %s is %s', (text, zone, end) => {
    expect(zoneWithin(name(text), name(zone))).toBe(end && name(end));
  });

  test('leaves the labels above it, in lower case', () => {
    expect(labelsAbove(name('A.Bc.cluster.local'), name('cluster.local'))).toEqual(['a', 'bc']);
    expect(labelsAbove(name('cluster.local'), name('cluster.local'))).toEqual([]);
  });
});
