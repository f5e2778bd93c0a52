import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../../server/api/yaml/parse-yaml.ts';
import { writeYaml } from '../../../../server/api/yaml/write-yaml.ts';

/** What kubectl printed of these objects. */
interface Writing {
  data: unknown;
  text: string;
}

const writings = JSON.parse(readFileSync(new URL('kubectl-writes.json', import.meta.url), 'utf8')) as Writing[];

describe('writing YAML', () => {
  it('prints what kubectl prints', () => {
    for (const { data, text } of writings) expect(writeYaml(data)).toBe(text);
  });

  it('folds a long text as the API server does', () => {
    const message =
      'only the following media types are accepted: application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch';
    expect(writeYaml({ message, metadata: {}, code: 406 })).toBe(
      "code: 406\nmessage: 'only the following media types are accepted: application/json;stream=watch,\n  application/vnd.kubernetes.protobuf;stream=watch'\nmetadata: {}\n",
    );
  });

  it('leaves out what is undefined', () => {
    expect(writeYaml({ a: undefined, b: { c: undefined } })).toBe('b: {}\n');
  });

  it('prints what reads back as it was', () => {
    // `<<` is printed as Kubernetes prints it, and reads back as a merge there, too.
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[-+0-9a-f.:_xeyn# ]{0,12}$/));
    const key = text.filter((key) => key !== '<<' && key.length < 200);
    const { data } = fc.letrec((tie) => ({
      data: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(
          text,
          fc.boolean(),
          fc.constant(null),
          fc.integer(),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
        ),
        fc.array(tie('data'), { maxLength: 4 }),
        fc.dictionary(key, tie('data'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, data), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        expect(parseYaml(writeYaml(plain)).value).toEqual(plain);
      }),
      { numRuns: 100 },
    );
  });
});
