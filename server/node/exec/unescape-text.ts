const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

const ESCAPE = /\\(?:x([0-9a-fA-F]{1,2})|0?([0-7]{1,3})|u([0-9a-fA-F]{1,4})|(.))/gs;

/** `\n`, `\x41`, `\101` and the like, as `echo -e`, `printf` and the shell's `$'…'` read them. */
export function unescapeText(escaped: string): string {
  return escaped.replace(ESCAPE, (all, hex?: string, octal?: string, unicode?: string, letter?: string) => {
    if (hex ?? unicode) return String.fromCodePoint(Number.parseInt((hex ?? unicode) as string, 16));
    if (octal) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    return ESCAPES[letter ?? ''] ?? all;
  });
}
