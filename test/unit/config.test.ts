import { describe, expect, test } from 'vitest';
import { parseCommandLine, UsageError } from '../../server/config.ts';

function configOf(...args: string[]) {
  const command = parseCommandLine(args, false);
  if (command.kind !== 'start') throw new Error('not a start');
  return command.config;
}

describe('the pace', () => {
  test.each([
    [[], undefined],
    [['--pace', 'natural'], undefined],
    [['--pace', 'instant'], { start: 0, ready: 0, terminate: 0 }],
    [['--pace', '250ms'], { start: 250, ready: 250, terminate: 250 }],
    [['--pace', '2s,500ms,1m'], { start: 2000, ready: 500, terminate: 60_000 }],
  ])('%j', (args, pace) => {
    expect(configOf(...args).pace).toEqual(pace);
  });

  test.each(['fast', '1s,2s', '', '5'])('%j is refused', (text) => {
    expect(() => configOf('--pace', text)).toThrow(
      new UsageError(`--pace must be natural, instant, 2s or 2s,500ms,1s, not '${text}'`),
    );
  });
});

test('manifests may be given more than once', () => {
  expect(configOf('--manifests', 'a.yaml', '--manifests=b').manifests).toEqual(['a.yaml', 'b']);
});

test('a policy of what is audited needs a log', () => {
  expect(() => configOf('--audit-policy-file', 'policy.yaml')).toThrow(
    new UsageError('--audit-policy-file needs --audit-log FILE, too'),
  );
  expect(configOf('--audit-policy-file', 'policy.yaml', '--audit-log', 'log').auditPolicyFile).toBe('policy.yaml');
});

describe('the flags of DNS', () => {
  test.each([
    [[], { port: 0, upstream: undefined, ttl: 5 }],
    [['--no-dns'], false],
    [['--dns-port', '5353', '--dns-ttl', '30'], { port: 5353, upstream: undefined, ttl: 30 }],
    [['--dns-upstream', '192.0.2.1'], { port: 0, upstream: { host: '192.0.2.1', port: 53 }, ttl: 5 }],
    [['--dns-upstream', '[2001:db8::1]:5353'], { port: 0, upstream: { host: '2001:db8::1', port: 5353 }, ttl: 5 }],
  ])('%j', (args, dns) => {
    expect(configOf(...args).dns).toEqual(dns);
  });

  test.each([
    [['--dns-port', '65536'], "--dns-port must be a number from 0 to 65535, not '65536'"],
    [['--dns-upstream', 'dns.example'], "--dns-upstream must be an address such as 192.0.2.1:53, not 'dns.example'"],
    [['--dns-ttl', 'x'], "--dns-ttl must be a number from 0 to 3600, not 'x'"],
    [['--cluster-domain', 'no_domain'], "--cluster-domain must be a domain such as cluster.local, not 'no_domain'"],
    [['--cluster-domain', ''], "--cluster-domain must be a domain such as cluster.local, not ''"],
  ])('%j is refused', (args, message) => {
    expect(() => configOf(...args)).toThrow(new UsageError(message));
  });
});
