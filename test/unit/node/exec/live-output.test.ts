import { expect, test } from 'vitest';
import { manualClock } from '../../../../server/lib/clock.ts';
import { createLiveOutput } from '../../../../server/node/live/live-output.ts';

const open = () => createLiveOutput(manualClock(0));
const textsOf = (output: ReturnType<typeof open>, place = 0) => output.linesFrom(place).lines.map(({ text }) => text);

test('lines are kept when they are whole', () => {
  const output = open();
  output.write('on');
  expect(textsOf(output)).toEqual([]);
  output.write('e\ntwo\nthr');
  expect(textsOf(output)).toEqual(['one\n', 'two\n']);
  output.end();
  expect(textsOf(output)).toEqual(['one\n', 'two\n', 'thr']);
});

test('a character that comes in two pieces stays whole', () => {
  const output = open();
  const bytes = Buffer.from('ü\n');
  output.write(bytes.subarray(0, 1));
  output.write(bytes.subarray(1));
  expect(textsOf(output)).toEqual(['ü\n']);
});

test('who reads on gets what is new', async () => {
  const output = open();
  output.write('one\n');
  const { next } = output.linesFrom(0);
  const more = output.more(new AbortController().signal);
  output.write('two\n');
  await more;
  expect(textsOf(output, next)).toEqual(['two\n']);
});

test('the first lines go when there is too much, and places stay what they were', () => {
  const output = open();
  const line = `${'x'.repeat(1023)}\n`;
  for (let count = 0; count < 10_000; count++) output.write(line);
  const { lines, next } = output.linesFrom(0);
  expect(next).toBe(10_000);
  expect(lines.length).toBeLessThanOrEqual(4096);
  output.write('last\n');
  expect(textsOf(output, next)).toEqual(['last\n']);
});
