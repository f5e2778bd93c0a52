/** The kubectl programs that tests drive: those of KUBELING_KUBECTL (paths joined by colons), or the one on PATH. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

export interface Kubectl {
  readonly path: string;
  /** Of Kubernetes' minor versions: 20 of v1.20.2. */
  readonly minor: number;
}

/** The tests once for each kubectl; where there is none they are skipped, and say why. */
export function describeEachKubectl(title: string, tests: (kubectl: Kubectl) => void): void {
  const kubectls = findKubectls();
  const isMissing = kubectls.length === 0;
  for (const kubectl of isMissing ? [NO_KUBECTL] : kubectls) {
    const by = isMissing ? 'no kubectl on PATH, and none in KUBELING_KUBECTL' : `kubectl 1.${kubectl.minor}`;
    describe.skipIf(isMissing)(`${title} (${by})`, () => tests(kubectl));
  }
}

const NO_KUBECTL: Kubectl = { path: '', minor: 0 };

function findKubectls(): Kubectl[] {
  const { KUBELING_KUBECTL, PATH = '' } = process.env;
  const onPath = PATH.split(delimiter).map((folder) => join(folder, 'kubectl'));
  const paths =
    KUBELING_KUBECTL?.split(delimiter).filter(Boolean) ?? onPath.filter((path) => existsSync(path)).slice(0, 1);
  return paths.map((path) => ({ path, minor: minorOf(path) }));
}

function minorOf(path: string): number {
  const { clientVersion } = JSON.parse(execFileSync(path, ['version', '--client', '-o', 'json'], { encoding: 'utf8' }));
  return Number.parseInt(clientVersion.minor, 10);
}
