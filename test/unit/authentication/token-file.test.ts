import { describe, expect, test } from 'vitest';
import { adminToken, createTokenFileAuthenticator, parseTokenFile } from '../../../server/authentication/token-file.ts';

describe('a token file', () => {
  test('names a user and their groups in each line', () => {
    expect(parseTokenFile('abc,jane,42,"dev,ops"\r\n\nxyz,joe,43\n')).toEqual([
      { token: 'abc', user: { username: 'jane', uid: '42', groups: ['dev', 'ops', 'system:authenticated'] } },
      { token: 'xyz', user: { username: 'joe', uid: '43', groups: ['system:authenticated'] } },
    ]);
  });

  test('may quote any column, with two quotes for one', () => {
    const users = parseTokenFile('abc,"Doe, ""J""",42').map(({ user }) => user.username);
    expect(users).toEqual(['Doe, "J"']);
  });

  test.each([
    ['abc,jane', 'a token file must have at least 3 columns (token, user name, user uid), found 2'],
    [',jane,42', 'a token file has a line without a token'],
  ])('is refused when a line is %s', (line, message) => {
    expect(() => parseTokenFile(line)).toThrow(message);
  });

  test('gives the kubeconfig the token of an admin', () => {
    const tokens = parseTokenFile('a,jane,1\nb,root,2,system:masters\n');
    expect(adminToken(tokens)).toBe('b');
    expect(adminToken(tokens.slice(0, 1))).toBe('a');
    expect(adminToken([])).toBeUndefined();
  });

  test('lets in whoever brings one of its tokens, the last line first', async () => {
    const authenticate = createTokenFileAuthenticator(parseTokenFile('a,jane,1\na,joe,2\n'));
    expect(await authenticate('a', ['api'])).toMatchObject({ user: { username: 'joe' }, audiences: ['api'] });
    expect(await authenticate('b', ['api'])).toBeUndefined();
  });
});
