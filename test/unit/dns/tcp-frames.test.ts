import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader, frameOf } from '../../../server/dns/tcp-frames.ts';

test('messages are the same however the network cuts them', () => {
  const messages = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 8 });
  const cuts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 });
  fc.assert(
    fc.property(messages, cuts, (sent, sizes) => {
      const stream = Buffer.concat(sent.map((message) => frameOf(Buffer.from(message))));
      const read = createFrameReader();
      const got: Buffer[] = [];
      for (let at = 0, i = 0; at < stream.length; i++) {
        const size = sizes[i % sizes.length] as number;
        got.push(...read(stream.subarray(at, at + size)));
        at += size;
      }
      expect(got.map((message) => [...message])).toEqual(sent.map((message) => [...message]));
    }),
  );
});
