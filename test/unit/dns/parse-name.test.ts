import { expect, test } from 'vitest';
import { parseName } from '../../../server/dns/parse-name.ts';

const shop = { namespace: 'shop' };

test.each([
  ['', { kind: 'apex' }],
  ['svc', { kind: 'apex' }],
  ['pod', { kind: 'apex' }],
  ['dns-version', { kind: 'version' }],
  ['ns.dns', { kind: 'nameServer' }],
  ['dns', { kind: 'unknown' }],
  ['x.dns-version', { kind: 'unknown' }],
  ['web.shop', { kind: 'unknown' }],
  ['shop.svc', { kind: 'namespace', ...shop }],
  ['shop.pod', { kind: 'namespace', ...shop }],
  ['svc.svc', { kind: 'namespace', namespace: 'svc' }],
  ['web.shop.svc', { kind: 'service', service: 'web', ...shop }],
  ['web-0.web.shop.svc', { kind: 'service', endpoint: 'web-0', service: 'web', ...shop }],
  ['_http._tcp.web.shop.svc', { kind: 'service', port: 'http', protocol: 'tcp', service: 'web', ...shop }],
  ['http.tcp.web.shop.svc', { kind: 'service', port: 'http', protocol: 'tcp', service: 'web', ...shop }],
  ['_._.web.shop.svc', { kind: 'service', port: '', protocol: '', service: 'web', ...shop }],
  ['a.b.c.web.shop.svc', { kind: 'unknown' }],
  ['10-0-0-1.shop.pod', { kind: 'pod', address: '10-0-0-1', ...shop }],
  ['a.b.10-0-0-1.shop.pod', { kind: 'pod', address: '10-0-0-1', ...shop }],
  ['a.b.c.10-0-0-1.shop.pod', { kind: 'unknown' }],
])('%j', (text, request) => {
  expect(parseName(text === '' ? [] : text.split('.'))).toEqual(request);
});
