import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeYaml } from '../api/yaml/write-yaml.ts';
import { makeFolder } from '../lib/make-folder.ts';

export function kubeconfigYaml(url: string, token: string | undefined): string {
  const name = 'kubeling';
  return writeYaml({
    apiVersion: 'v1',
    kind: 'Config',
    // Some clients speak plain HTTP only when they are told to trust anybody.
    clusters: [{ name, cluster: { server: url, 'insecure-skip-tls-verify': true } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: 'default' } }],
    'current-context': name,
    users: [{ name, user: token === undefined ? {} : { token } }],
  });
}

export function writeKubeconfig(file: string, text: string): void {
  makeFolder(dirname(file));
  writeFileSync(file, text, { mode: 0o600 });
}
