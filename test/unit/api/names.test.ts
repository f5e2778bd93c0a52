import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as names from '../../../server/api/names.ts';
import { nameIsDnsSubdomain } from '../../../server/api/object-names.ts';

const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const LABEL_KEY =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

describe('a name', () => {
  test.each<[rule: (value: string) => string[], value: string, errors: string[]]>([
    [names.dns1123SubdomainErrors, 'a.b-c.1', []],
    [names.dns1123SubdomainErrors, 'a..b', [SUBDOMAIN]],
    [names.dns1123SubdomainErrors, 'A', [SUBDOMAIN]],
    [names.dns1123SubdomainErrors, 'a'.repeat(254), ['must be no more than 253 characters']],
    [names.dns1123LabelErrors, '1a', []],
    [names.dns1123LabelErrors, 'a.b', ['must not contain dots']],
    [names.dns1123LabelErrors, 'a_b', [LABEL]],
    [names.dns1123LabelErrors, `${'a'.repeat(63)}-`, ['must be no more than 63 characters', LABEL]],
    [names.labelKeyErrors, 'example.com/Name_1', []],
    [names.labelKeyErrors, '', ['name part must be non-empty', `name part ${LABEL_KEY}`]],
    [names.labelKeyErrors, '/a', ['prefix part must be non-empty']],
    [names.labelKeyErrors, 'Example.com/a', [`prefix part ${SUBDOMAIN}`]],
    [names.labelKeyErrors, 'k'.repeat(64), ['name part must be no more than 63 bytes']],
    [
      names.labelKeyErrors,
      'a/b/c',
      [`a valid label key ${LABEL_KEY} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`],
    ],
    [names.labelValueErrors, '', []],
    [names.labelValueErrors, 'x'.repeat(64), ['must be no more than 63 bytes']],
    [names.pathSegmentNameErrors, '..', ["may not be '..'"]],
    [names.pathSegmentNameErrors, 'a/b%', ["may not contain '/'", "may not contain '%'"]],
    [names.portNameErrors, 'http-2', []],
    [names.portNameErrors, '80', ['must contain at least one letter (a-z)']],
    [
      names.portNameErrors,
      '-a--B',
      [
        'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
        'must not contain consecutive hyphens',
        'must not begin or end with a hyphen',
      ],
    ],
    [names.envVarNameErrors, 'a.b c-1', []],
    [names.configMapKeyErrors, '..a', ["must not start with '..'"]],
    [names.wildcardDns1123SubdomainErrors, '*.example.com', []],
  ])('%o judges %j', (rule, value, errors) => {
    expect(rule(value)).toEqual(errors);
  });

  test('to be completed may end in a dash', () => {
    expect(nameIsDnsSubdomain('web-', { prefix: true })).toEqual([]);
    expect(nameIsDnsSubdomain('web-', { prefix: false })).toEqual([SUBDOMAIN]);
  });
});

test('labels joined by dots make a subdomain', () => {
  const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,10}[a-z0-9])?$/);
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 8 }), (labels) => {
      expect(labels.flatMap(names.dns1123LabelErrors)).toEqual([]);
      expect(names.dns1123SubdomainErrors(labels.join('.'))).toEqual([]);
      expect(names.wildcardDns1123SubdomainErrors(`*.${labels.join('.')}`)).toEqual([]);
    }),
  );
});
