import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../server/api/schema/decode-text.ts';
import { explainJsonError } from '../../../server/api/schema/json-syntax.ts';
import { parseJson, parseJsonStrict } from '../../../server/api/schema/parse-json.ts';
import { schemaOf } from '../../../server/api/schema/schemas.ts';
import { summariseBody, typeMetaOf } from '../../../server/api/schema/type-meta.ts';

const service = schemaOf({ group: '', version: 'v1', kind: 'Service' });
const pod = schemaOf({ group: '', version: 'v1', kind: 'Pod' });

describe('a text that is no JSON', () => {
  it.each([
    ['', 'unexpected end of JSON input'],
    ['  ', 'unexpected end of JSON input'],
    ['{"a":', 'unexpected end of JSON input'],
    ['"a', 'unexpected end of JSON input'],
    ['-', 'unexpected end of JSON input'],
    ['hello', "invalid character 'h' looking for beginning of value"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b":2}', "invalid character '\"' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['{}{}', "invalid character '{' after top-level value"],
    ['01', "invalid character '1' after top-level value"],
    ['"\n"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['-a', "invalid character 'a' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1ex', "invalid character 'x' in exponent of numeric literal"],
    ['trie', "invalid character 'i' in literal true (expecting 'u')"],
    ['nul', 'unexpected end of JSON input'],
    ["'a'", "invalid character '\\'' looking for beginning of value"],
    ['é', "invalid character 'Ã' looking for beginning of value"],
    ['\u0000', "invalid character '\\x00' looking for beginning of value"],
  ])('%j is explained in the words of Go', (text, message) => {
    expect(explainJsonError(text)).toBe(message);
    expect(() => parseJson(text)).toThrow(message);
  });

  it('is explained exactly when JavaScript refuses it too', () => {
    const texts = fc.oneof(fc.json(), fc.string({ unit: fc.constantFrom(...'{}[]",:0123.-eE\\utrunl a') }));
    fc.assert(
      fc.property(texts, (text) => {
        expect(explainJsonError(text) === '').toBe(isJson(text));
      }),
      { numRuns: 1000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('depth', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

  it('may be ten thousand', () => {
    expect(() => parseJsonStrict(nested(10_000))).not.toThrow();
    expect(() => decodeText(service, `{"x":${nested(9_999)}}`)).not.toThrow();
  });

  it('may be a thousand in what is kept without a schema', () => {
    const revision = schemaOf({ group: 'apps', version: 'v1', kind: 'ControllerRevision' });
    expect(() => JSON.stringify(decodeText(revision, `{"data":${nested(1_000)}}`))).not.toThrow();
    expect(() => decodeText(revision, `{"data":${nested(9_000)}}`)).toThrow('exceeded max depth');
  });

  it('may not be more', () => {
    expect(() => parseJson(nested(10_001))).toThrow("invalid character '[' exceeded max depth");
    expect(() => parseJson(nested(100_000))).toThrow("invalid character '[' exceeded max depth");
  });
});

describe('numbers', () => {
  it('that JavaScript would change are judged as they are written', () => {
    const withPort = (port: string) => `{"spec":{"ports":[{"port":${port}}]}}`;
    expect(() => decodeText(service, withPort('80.0'))).toThrow('number 80.0 into');
    expect(() => decodeText(service, withPort('8e1'))).toThrow('number 8e1 into');
    expect(() => decodeText(service, withPort('1e999'))).toThrow('number 1e999 into');
    expect(decodeText(service, withPort('-0')).value).toMatchObject({ spec: { ports: [{ port: 0 }] } });
  });

  it('keep their exponent in quantities', () => {
    const text = '{"spec":{"containers":[{"resources":{"limits":{"cpu":1.5,"memory":1e3}}}]}}';
    expect(decodeText(pod, text).value).toMatchObject({
      spec: { containers: [{ resources: { limits: { cpu: '1500m', memory: '1e3' } } }] },
    });
  });

  it('of 64 bits stay in the range that Go can read', () => {
    const seconds = (n: string) => {
      const { value } = decodeText(pod, `{"spec":{"terminationGracePeriodSeconds":${n}}}`);
      return JSON.stringify((value.spec as { terminationGracePeriodSeconds: number }).terminationGracePeriodSeconds);
    };
    expect(seconds('9007199254740991')).toBe('9007199254740991');
    expect(BigInt(seconds('9223372036854775807'))).toBeLessThan(2n ** 63n);
    expect(BigInt(seconds('-9223372036854775808'))).toBeGreaterThan(-(2n ** 63n));
    expect(() => seconds('9223372036854775808')).toThrow('number 9223372036854775808 into');
  });
});

describe('repeated members', () => {
  it('are told with their paths, and the last one counts', () => {
    const text = '{"metadata":{"labels":{"a":"1","a":"2"}},"spec":{"ports":[{"port":80},{"port":80,"port":81}]}}';
    expect(parseJsonStrict(text)).toEqual({
      value: { metadata: { labels: { a: '2' } }, spec: { ports: [{ port: 80 }, { port: 81 }] } },
      duplicates: ['metadata.labels.a', 'spec.ports[1].port'],
    });
  });

  it('are not confused with colons and quotes in texts', () => {
    const text = '{"a":"x\\":\\"y:","b" : [":", "\\\\"], "c":{"d":":"}}';
    expect(parseJsonStrict(text).duplicates).toEqual([]);
  });

  it('may be called __proto__', () => {
    const text = '{"__proto__":1,"__proto__":1.0}';
    expect(parseJsonStrict(text).duplicates).toEqual(['__proto__']);
    expect(Object.keys(parseJsonStrict(text).value as object)).toEqual(['__proto__']);
  });

  it('and unknown fields are told in the order of the text', () => {
    const text =
      '{"frob":1,"metadata":{"name":"a","name":"b","x":{"y":1,"y":2}},"frob":2,"spec":{"selector":{"k":"1","k":"2"},"prt":1}}';
    const { value, strictErrors } = decodeText(service, text);
    expect(strictErrors).toEqual([
      'unknown field "frob"',
      'duplicate field "metadata.name"',
      'unknown field "metadata.x"',
      'duplicate field "spec.selector.k"',
      'unknown field "spec.prt"',
    ]);
    expect(value).toMatchObject({ metadata: { name: 'b' }, spec: { selector: { k: '2' } } });
  });
});

it('halves of surrogate pairs become U+FFFD', () => {
  expect(parseJson('{"a":["\\ud800x","\\ud83d\\ude00"]}')).toEqual({ a: ['\ufffdx', '\u{1f600}'] });
});

it('a JSON value comes out of the slow way as out of the quick one', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      const text = JSON.stringify({ value, n: 0 }).replace('"n":0', '"n":1.0');
      expect(JSON.stringify(parseJson(text))).toBe(JSON.stringify(JSON.parse(text)));
    }),
    { numRuns: 30 },
  );
});

describe('the kind of a body', () => {
  it('is found whatever the case of the names', () => {
    expect(typeMetaOf({ Kind: 'Service', APIVERSION: 'v1' })).toEqual({ kind: 'Service', apiVersion: 'v1' });
    expect(typeMetaOf(null)).toEqual({ kind: '', apiVersion: '' });
  });

  it('is asked for in the words of Go', () => {
    const struct =
      'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
    expect(() => typeMetaOf([])).toThrow(`json: cannot unmarshal array into Go value of type ${struct}`);
    expect(() => typeMetaOf({ kind: 1 })).toThrow(
      'json: cannot unmarshal number into Go struct field .kind of type string',
    );
  });

  it.each([
    ['', '<empty>'],
    ['hello', '68656c6c6f'],
    ['{"a":', '{"a":'],
    ['{"apiVersion":"v1","kind":"Service"}', '{"apiVersion":"v1","kind":"Ser ...'],
    ['[{"apiVersion":"v1","kind":"Service"}]', '5b7b2261706956657273696f6e223a227631222c226b696e64223a225365 ...'],
  ])('and a body %j that is none is quoted', (body, quoted) => {
    expect(summariseBody(Buffer.from(body))).toBe(quoted);
  });
});

it('this project reads its own package.json', () => {
  const text = readFileSync('package.json', 'utf8');
  expect(parseJsonStrict(text)).toEqual({ value: JSON.parse(text), duplicates: [] });
});
