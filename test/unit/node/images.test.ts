import { expect, test } from 'vitest';
import { imageProblem } from '../../../server/node/images.ts';

test.each(['nginx', 'nginx:1.27', 'ghcr.io/team/app:404-page', 'registry:5000/badge'])('%s can be pulled', (image) => {
  expect(imageProblem(image)).toBeUndefined();
});

test.each(['nginx:does-not-exist', 'foo:non-existent', 'webserver:404', 'example.com/missing'])(
  '%s cannot be pulled',
  (image) => {
    expect(imageProblem(image)?.reason).toBe('ErrImagePull');
  },
);

test('a name that no image can have is told apart', () => {
  expect(imageProblem('Nginx')?.reason).toBe('InvalidImageName');
});
