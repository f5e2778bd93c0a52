/** What kube-apiserver tells of itself and of what it stores. */
import type { Registry } from '../registry/registry.ts';
import { computed, type Metric } from './metric.ts';

/** `gitVersion` as in /version. */
export function clusterMetrics(registry: Registry, { gitVersion }: { gitVersion: string }): Metric[] {
  const homes = registry.resources.filter((resource) => resource.home === resource && !resource.rules.virtual);
  const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(gitVersion) ?? [];
  return [
    computed({ name: 'apiserver_resource_objects', help: 'Stored objects, by resource.' }, () =>
      homes.map(({ type, home }) => [{ group: type.group, resource: type.plural }, home.cache.size] as const),
    ),
    computed({ name: 'apiserver_storage_objects', help: 'Stored objects, by resource and group.' }, () =>
      homes.map(({ type, home }) => {
        const resource = type.group === '' ? type.plural : `${type.plural}.${type.group}`;
        return [{ resource }, home.cache.size] as const;
      }),
    ),
    computed({ name: 'kubernetes_build_info', help: 'Always 1; the labels say which version this is.' }, () => [
      [{ git_version: gitVersion, major, minor, platform: `${process.platform}/${process.arch}` }, 1],
    ]),
  ];
}
