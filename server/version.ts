import { readFileSync } from 'node:fs';

/** The Kubernetes that this server speaks for. */
const KUBERNETES = 'v1.36.2';

/** This program's own version. */
export const VERSION: string = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;

export const GIT_VERSION = `${KUBERNETES}+kubeling.${VERSION}`;
