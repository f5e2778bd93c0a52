import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../server/api/errors.ts';
import { DecodeError, decode } from '../../../server/api/schema/decode.ts';
import { schemaOf } from '../../../server/api/schema/schemas.ts';
import {
  applyPatch,
  type FieldValidation,
  misfitText,
  type PatchFormat,
  patchFaults,
  readPatch,
  refusedPatch,
} from '../../../server/registry/patch/apply-patch.ts';

const SERVICE = schemaOf({ group: '', version: 'v1', kind: 'Service' });
const current = {
  kind: 'Service',
  metadata: { name: 's' },
  spec: { ports: [{ port: 80, protocol: 'TCP' }], selector: { a: 'b' } },
};

/** As the registry patches. */
function outcome(format: PatchFormat, text: string, validation: FieldValidation = 'Warn') {
  const patch = readPatch(format, text, validation);
  const patched = applyPatch(SERVICE, current, patch);
  const made = { patch, current, patched };
  try {
    const { value, unknownFields } = decode(SERVICE, patched);
    return { ...made, value, faults: patchFaults(patch, unknownFields) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw refusedPatch(made, misfitText(SERVICE, made, error.message));
  }
}

describe('documents that are no patch', () => {
  const noMap = (type: string) => `json: cannot unmarshal ${type} into Go value of type map[string]interface {}`;
  it.each<[PatchFormat, FieldValidation, string, number, string]>([
    [
      'json',
      'Warn',
      '{}',
      400,
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    ],
    [
      'json',
      'Warn',
      '[5]',
      400,
      'error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp',
    ],
    [
      'json',
      'Warn',
      '[{"op":5}]',
      400,
      'error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string',
    ],
    ['json', 'Ignore', '{}', 400, 'json: cannot unmarshal object into Go value of type jsonpatch.Patch'],
    ['json', 'Warn', '', 400, 'error decoding patch: unexpected end of JSON input'],
    [
      'json',
      'Warn',
      JSON.stringify(Array(10_001).fill({})),
      413,
      'Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001',
    ],
    ['merge', 'Warn', '[]', 400, `error decoding patch: ${noMap('array')}`],
    ['merge', 'Strict', '"x"', 400, `error decoding patch: ${noMap('string')}`],
    ['merge', 'Ignore', '"x"', 400, 'Invalid JSON Patch'],
    ['merge', 'Ignore', '{', 400, 'Invalid JSON Patch'],
    ['merge', 'Warn', 'null', 400, 'Invalid JSON Patch'],
    ['merge', 'Warn', 'a: b', 400, "error decoding patch: invalid character 'a' looking for beginning of value"],
    ['strategic', 'Warn', 'a: b', 400, "invalid character 'a' looking for beginning of value"],
    ['strategic', 'Warn', 'true', 400, noMap('bool')],
  ])('%s under %s: %.20s', (format, validation, text, code, message) => {
    const read = () => readPatch(format, text, validation);
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ code }));
  });

  it('but null changes nothing in the other formats', () => {
    expect(outcome('json', 'null').patched).toBe(current);
    expect(outcome('strategic', 'null').patched).toBe(current);
  });
});

describe('patches that cannot be applied', () => {
  it('are refused without a word of explanation', () => {
    const refuse = () => outcome('json', '[{"op":"remove","path":"/spec/none"}]');
    expect(refuse).toThrow('the server rejected our request due to an error in our request');
    expect(refuse).toThrow(expect.objectContaining({ code: 422, status: expect.objectContaining({ details: {} }) }));
  });
});

describe('patched objects that are refused', () => {
  const refusalOf = (write: () => unknown) => {
    try {
      write();
    } catch (error) {
      if (error instanceof ApiError) return error.status;
    }
    throw new Error('nothing was refused');
  };

  it('are quoted, with sorted members where the patch touched them', () => {
    const status = refusalOf(() => outcome('merge', '{"spec":{"selector":5}}'));
    expect(status.code).toBe(422);
    expect(status.details).toEqual({
      causes: [
        {
          reason: 'FieldValueInvalid',
          field: 'patch',
          message:
            'Invalid value: "{\\"kind\\":\\"Service\\",\\"metadata\\":{\\"name\\":\\"s\\"},\\"spec\\":{\\"ports\\":[{\\"port\\":80,\\"protocol\\":\\"TCP\\"}],\\"selector\\":5}}": json: cannot unmarshal number into Go struct field ServiceSpec.spec.selector of type map[string]string',
        },
      ],
    });
  });

  it.each([
    ['{"spec":{"selector":["x"]}}', 'cannot restore map from slice'],
    ['{"spec":{"ports":{"x":1}}}', 'cannot restore slice from map'],
    ['{"spec":"x"}', 'cannot restore struct from: string'],
    ['{"spec":{"clusterIP":5}}', 'cannot convert int64 to string'],
    ['{"spec":{"clusterIP":true}}', 'unrecognized type: string'],
    ['{"spec":{"healthCheckNodePort":"x"}}', 'unrecognized type: int32'],
    ['{"spec":{"healthCheckNodePort":1.5}}', 'cannot convert float64 to int32'],
    ['{"spec":{"publishNotReadyAddresses":"x"}}', 'unrecognized type: bool'],
  ])('by a strategic patch quote the patch: %s', (text, message) => {
    const status = refusalOf(() => outcome('strategic', text));
    expect(status.message).toMatch(/^ "" is invalid: patch: Invalid value: "map\[spec:/);
    expect(status.message).toContain(`": ${message}`);
  });
});

describe('faults of patches', () => {
  it('are duplicates of the patch and unknown fields of the outcome', () => {
    const text = '{"metadata":{"labels":{"x":"1","x":"2"}},"spec":{"frob":1}}';
    expect(outcome('merge', text).faults).toEqual(['duplicate field "metadata.labels.x"', 'unknown field "spec.frob"']);
  });

  it('come sorted from strategic patches', () => {
    expect(outcome('strategic', '{"spec":{"frob":1,"ports":[{"port":80,"prt":1}],"abc":1}}').faults).toEqual([
      'unknown field "spec.abc"',
      'unknown field "spec.frob"',
      'unknown field "spec.ports[0].prt"',
    ]);
  });

  it('are about the operations of JSON patches too', () => {
    const text = '[{"op":"add","path":"/metadata/labels","value":{"z":"1"},"frob":1,"op":"add"}]';
    expect(outcome('json', text).faults).toEqual([
      'json patch duplicate field "[0].op"',
      'json patch unknown field "[0].frob"',
    ]);
  });
});

describe('a patch of thousands of levels', () => {
  it.each<PatchFormat>(['merge', 'strategic'])('is applied or refused: %s', (format) => {
    const text = `${'{"a":'.repeat(9_900)}1${'}'.repeat(9_900)}`;
    try {
      applyPatch(SERVICE, current, readPatch(format, text, 'Warn'));
    } catch (error) {
      expect(error).toMatchObject({ code: 400 });
    }
  });
});
