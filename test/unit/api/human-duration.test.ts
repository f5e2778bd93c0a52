import { expect, test } from 'vitest';
import { humanDuration } from '../../../server/api/human-duration.ts';

const [S, M, H, D] = [1000, 60_000, 3_600_000, 86_400_000];
const Y = 365 * D;

test.each([
  [-5 * S, '<invalid>'],
  [-1500, '0s'],
  [0, '0s'],
  [5 * S, '5s'],
  [119 * S, '119s'],
  [120 * S, '2m'],
  [130 * S, '2m10s'],
  [9 * M + 59 * S, '9m59s'],
  [10 * M + 5 * S, '10m'],
  [179 * M, '179m'],
  [3 * H, '3h'],
  [3 * H + 5 * M, '3h5m'],
  [8 * H + 5 * M, '8h'],
  [47 * H, '47h'],
  [48 * H, '2d'],
  [5 * D + 3 * H, '5d3h'],
  [8 * D + 3 * H, '8d'],
  [729 * D, '729d'],
  [2 * Y + 45 * D, '2y45d'],
  [3 * Y, '3y'],
  [8 * Y + 45 * D, '8y'],
])('%d milliseconds are shown as %s', (milliseconds, text) => {
  expect(humanDuration(milliseconds)).toBe(text);
});
