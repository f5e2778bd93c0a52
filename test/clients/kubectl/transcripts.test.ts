/** What people type into a terminal, with each kubectl, and what a cluster makes kubectl print. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type KubectlTerminal, openKubectlTerminal } from '../../support/kubectl-terminal.ts';
import { describeEachKubectl, type Kubectl } from '../../support/kubectls.ts';
import type { Typed } from '../../support/terminal.ts';
import { fillIn, maskLine, readTranscript, type Step } from './transcript.ts';

const FILES = new URL('manifests', import.meta.url);

const TRANSCRIPTS = [
  ['discovery', 'three Services and three pods are shown, described and found in every form'],
  ['changes', 'objects are labelled, annotated, patched, edited, replaced and deleted'],
  ['explain', 'kinds and their fields are explained'],
  ['field-owners', 'fields have owners, typos are found, and who may do what is told'],
  ['generators', 'kubectl create, expose and run make what they are told to'],
  ['settings', 'kubectl set, taint, certificate, scale and config change what they name'],
] as const;

describeEachKubectl('kubectl', (kubectl) => {
  test.each(TRANSCRIPTS)('%s: %s', (name) => playTranscript(kubectl, name));
});

async function playTranscript(kubectl: Kubectl, name: string): Promise<void> {
  await using terminal = await openKubectlTerminal(kubectl, { files: FILES });
  const text = readFileSync(new URL(`transcripts/${name}.txt`, import.meta.url), 'utf8');
  for (const step of readTranscript(text, kubectl.minor)) await playStep(terminal, step);
}

async function playStep(terminal: KubectlTerminal, { command, isRepeated, prints, exitCode }: Step): Promise<void> {
  const check = (typed: Typed) => {
    const printed = typed.lines.map(maskLine);
    const expected = fillIn(prints.map(maskLine), printed);
    expect({ command, printed, exitCode: typed.exitCode }).toEqual({ command, printed: expected, exitCode });
  };
  if (isRepeated) await terminal.retype(command, check);
  else check(await terminal.type(command));
}
