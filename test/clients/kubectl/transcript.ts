/**
 * What somebody types and sees, as text. Its lines:
 *
 *     # a remark
 *     $ kubectl get pods         typed once
 *     $… kubectl get pods        typed until it prints what follows
 *     NAME   READY   STATUS      what is printed, with `<age>` and the like for what differs each time
 *     …                          any lines, also none
 *     (exit 1)                   unless it ends with 0
 *     [1.20] deprecated          printed, or typed, by kubectl 1.20 only; [1.32-] by it and newer ones, [-1.32] by it and older ones
 *     | $ a                      printed: for what would be read as one of the above
 *
 * How many spaces are between columns is kubectl's business.
 */
export interface Step {
  readonly command: string;
  readonly isRepeated: boolean;
  readonly prints: readonly string[];
  readonly exitCode: number;
}

export const ANY_LINES = '…';

const CONDITION = /^\[(-?)(?:1\.(\d+))(-?)\] ?/;
const TYPED = /^\$(…?) (.*)$/;
const EXIT = /^\(exit (\d+)\)$/;

export function readTranscript(text: string, minor: number): Step[] {
  const steps: (Step & { prints: string[] })[] = [];
  let isTyped = true;
  for (const line of text.split('\n')) {
    const [said, holds] = readCondition(line, minor);
    const typed = TYPED.exec(said);
    if (typed) isTyped = holds;
    if (!holds || !isTyped || said === '' || said.startsWith('# ')) continue;
    const step = steps.at(-1);
    const exit = EXIT.exec(said);
    if (typed) steps.push({ command: `${typed[2]}`, isRepeated: typed[1] !== '', prints: [], exitCode: 0 });
    else if (!step) throw new Error(`nothing is typed before: ${line}`);
    else if (exit) steps.splice(-1, 1, { ...step, exitCode: Number(exit[1]) });
    else step.prints.push(said.replace(/^\| ?/, ''));
  }
  return steps;
}

function readCondition(line: string, minor: number): [said: string, holds: boolean] {
  const match = CONDITION.exec(line);
  if (!match) return [line, true];
  const version = Number(match[2]);
  const holds = minor === version || (match[3] === '-' && minor > version) || (match[1] === '-' && minor < version);
  return [line.slice(match[0].length), holds];
}

/** In order: what is more special comes first. Manifests name what is below 10.96.7, and node ports from 30080 on. */
const MASKS: readonly [RegExp, string][] = [
  [/(?<=\S)[ \t\u00a0]{2,}|\t+ */g, '  '],
  [/^[EIW]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ [\w.]+:\d+\]/g, '<log>'],
  [/\/tmp\/kubectl-edit-[a-z0-9]+(\.yaml)?/g, '<file>'],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'],
  [/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} 20\d\d \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>'],
  [/(resourceVersion: |"resourceVersion": ?)"\d+"/g, '$1"<version>"'],
  [/\b127\.0\.0\.1:\d+\b/g, '<server>'],
  [/\b10\.244\.\d+\.\d+\b/g, '<pod-ip>'],
  [/\b10\.96\.(?!0\.10?\b|7\.)\d+\.\d+\b/g, '<service-ip>'],
  [/\b172\.18\.0\.\d+\b/g, '<node-ip>'],
  [/(:|nodePort: |NodePort: {2}\S+ {2})3(?!008)\d{4}\b/g, '$1<node-port>'],
  [/(containerd:\/\/)[0-9a-f]{64}/g, '$1<id>'],
  [/\b(coredns-[a-z0-9]+|headless|inside|outside|kube-api-access)-[a-z0-9]{5}\b/g, '$1-<random>'],
  [/(?<=^| {2}| for | over |\()(?:\d+[smhd])+(?= {2}| ago|$|\))/g, '<age>'],
];

export function maskLine(line: string): string {
  return MASKS.reduce((masked, [pattern, by]) => masked.replace(pattern, by), line.trimEnd());
}

/** What is expected, with the lines that are printed in place of `…`: what is equal to `printed` when it is so. */
export function fillIn(expected: readonly string[], printed: readonly string[]): string[] {
  const at = expected.indexOf(ANY_LINES);
  if (at < 0) return [...expected];
  const rest = expected.slice(at + 1);
  const upTo = rest.indexOf(ANY_LINES);
  const next = upTo < 0 ? rest : rest.slice(0, upTo);
  const resume = upTo < 0 ? Math.max(at, printed.length - next.length) : findRun(printed, next, at);
  return [...expected.slice(0, at), ...printed.slice(at, resume), ...fillIn(rest, printed.slice(resume))];
}

/** Where the lines stand, from an index on; behind the end when nowhere. */
function findRun(lines: readonly string[], run: readonly string[], from: number): number {
  for (let i = from; i < lines.length; i++) if (run.every((line, k) => lines[i + k] === line)) return i;
  return lines.length;
}
