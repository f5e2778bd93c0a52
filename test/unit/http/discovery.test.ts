import { describe, expect, it } from 'vitest';
import * as resourceTypes from '../../../server/api/resource-types.gen.ts';
import { discoveryDocuments } from '../../../server/http/discovery.ts';

const everything = discoveryDocuments(Object.values(resourceTypes));
const { deployments, pods, services, horizontalPodAutoscalers } = resourceTypes;

describe('discovery', () => {
  it('tells of what is served, in the order of Kubernetes', () => {
    expect(everything.groups().groups.map((group) => group.name)).toEqual([
      'apps',
      'events.k8s.io',
      'authentication.k8s.io',
      'authorization.k8s.io',
      'autoscaling',
      'batch',
      'certificates.k8s.io',
      'networking.k8s.io',
      'policy',
      'rbac.authorization.k8s.io',
      'storage.k8s.io',
      'scheduling.k8s.io',
      'coordination.k8s.io',
      'node.k8s.io',
      'discovery.k8s.io',
      'resource.k8s.io',
      'flowcontrol.apiserver.k8s.io',
    ]);
    expect(everything.group('autoscaling')).toEqual({
      kind: 'APIGroup',
      apiVersion: 'v1',
      name: 'autoscaling',
      versions: [
        { groupVersion: 'autoscaling/v2', version: 'v2' },
        { groupVersion: 'autoscaling/v1', version: 'v1' },
      ],
      preferredVersion: { groupVersion: 'autoscaling/v2', version: 'v2' },
    });
  });

  it('tells of nothing else', () => {
    const few = discoveryDocuments([services, deployments, horizontalPodAutoscalers]);
    expect(few.groups().groups.map((group) => group.name)).toEqual(['apps', 'autoscaling']);
    expect(few.group('autoscaling')?.versions).toHaveLength(1);
    expect(few.resources('', 'v1')?.resources.map((resource) => resource.name)).toEqual([
      'services',
      'services/proxy',
      'services/status',
    ]);
    expect(few.group('batch')).toBeUndefined();
    expect(few.resources('apps', 'v2')).toBeUndefined();
    expect(few.aggregated('apis').etag).not.toBe(everything.aggregated('apis').etag);
  });

  it('has the hashes of storage versions that Kubernetes has', () => {
    const hashOf = (group: string, version: string, name: string) =>
      everything.resources(group, version)?.resources.find((resource) => resource.name === name)?.storageVersionHash;
    expect(hashOf('', 'v1', 'pods')).toBe('xPOwRZ+Yhw8=');
    expect(hashOf('apps', 'v1', 'deployments')).toBe('8aSe+NMegvE=');
    expect(hashOf('autoscaling', 'v1', 'horizontalpodautoscalers')).toBe('qwQve8ut294=');
    expect(hashOf('', 'v1', 'bindings')).toBeUndefined();
    expect(hashOf('', 'v1', 'pods/status')).toBeUndefined();
  });

  it('says that a subresource is of another kind', () => {
    const names = everything.resources('', 'v1')?.resources ?? [];
    expect(names.find((resource) => resource.name === 'pods/eviction')).toEqual({
      name: 'pods/eviction',
      singularName: '',
      namespaced: true,
      group: 'policy',
      version: 'v1',
      kind: 'Eviction',
      verbs: ['create'],
    });
  });

  it('answers /api with the address of the server', () => {
    expect(discoveryDocuments([pods]).versions('127.0.0.1:8080')).toEqual({
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1:8080' }],
    });
  });

  it('comes in one document, with an ETag that depends on nothing but its content', () => {
    const { document, etag } = everything.aggregated('api');
    expect(document).toMatchObject({ kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2' });
    expect(etag).toMatch(/^"[0-9A-F]{128}"$/);
    expect(discoveryDocuments(Object.values(resourceTypes).reverse()).aggregated('api').etag).toBe(etag);
  });
});
