import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from '../../../server/lib/make-folder.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kubeling-folder-'));
});
afterEach(() => rmSync(root, { recursive: true }));

test('a folder is made with those above it, and left alone when it is there', () => {
  makeFolder(join(root, 'a/b/c/'));
  makeFolder(join(root, 'a/b'));
  expect(existsSync(join(root, 'a/b/c'))).toBe(true);
});

test('a file in the way is an error', () => {
  writeFileSync(join(root, 'file'), '');
  expect(() => makeFolder(join(root, 'file'))).toThrow('EEXIST');
  expect(() => makeFolder(join(root, 'file/below'))).toThrow();
});

test.runIf(existsSync('/proc/self'))('where the system lets nobody make folders there is an error at once', () => {
  expect(() => makeFolder('/proc/kubeling/data')).toThrow('ENOENT');
});
