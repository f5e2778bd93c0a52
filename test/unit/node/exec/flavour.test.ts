import { expect, test } from 'vitest';
import { flavourOf } from '../../../../server/node/exec/flavour.ts';

test.each([
  ['busybox:1.28', 'busybox', 'ash', 'old-busybox'],
  ['busybox:1.28.4', 'busybox', 'ash', 'old-busybox'],
  ['docker.io/library/busybox:1.36', 'busybox', 'ash', 'busybox'],
  ['busybox', 'busybox', 'ash', 'busybox'],
  ['localhost:5000/busybox', 'busybox', 'ash', 'busybox'],
  ['alpine:3', 'alpine', 'ash', 'busybox'],
  ['node:22-alpine', 'alpine', 'ash', 'busybox'],
  ['nginx:1.27', 'debian', 'dash', 'bind'],
  ['tutum/dnsutils', 'debian', 'dash', 'bind'],
  ['registry.k8s.io/e2e-test-images/jessie-dnsutils:1.7', 'debian', 'dash', 'bind'],
  ['registry.k8s.io/e2e-test-images/agnhost:2.56', 'alpine', 'ash', 'bind'],
  ['centos:7', 'redhat', 'bash', 'bind'],
  ['gcr.io/distroless/static', 'bare', 'dash', 'bind'],
  ['registry.k8s.io/pause:3.10', 'bare', 'dash', 'bind'],
])('%s is built on %s, its sh is %s, and its nslookup that of %s', (image, system, sh, nslookup) => {
  expect(flavourOf(image)).toMatchObject({ system, sh, nslookup });
});
