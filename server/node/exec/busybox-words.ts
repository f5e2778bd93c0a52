/** What GNU's tools say of files, as busybox says it. */
const WORDS: readonly (readonly [text: RegExp, busybox: string, of?: string])[] = [
  [/^cannot touch '(.*)': /, '$1: '],
  [/^cannot access '(.*)': /, '$1: '],
  [/^cannot stat '(.*)': /, "can't rename '$1': ", 'mv'],
  [/^cannot statx? '(.*)': /, "can't stat '$1': "],
  [/^failed to remove '(.*)': /, "'$1': "],
  [/^cannot (remove|create directory|create) '(.*)': /, "can't $1 '$2': "],
  [/^‘(.*)’: /, '$1: '],
  [/^cannot (.*)$/, "can't $1"],
];

export function inBusyboxWords(command: string, text: string): string {
  const found = WORDS.find(([pattern, , of]) => pattern.test(text) && (of === undefined || of === command));
  return found ? text.replace(found[0], found[1]) : text;
}
