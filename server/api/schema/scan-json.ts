/** One cheap pass over a text that is JSON, for what JSON.parse hides. */
export interface JsonScan {
  /** How many members all objects have together, with repeated ones. */
  members: number;
  depth: number;
  /**
   * There are numbers that JavaScript does not keep as they are written (`1.0`, `1e3`, long ones), or halves of
   * surrogate pairs, for which Go has U+FFFD.
   */
  inexact: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** More digits than this may not be exact in a JavaScript number. */
const EXACT_DIGITS = 15;

export function scanJson(text: string): JsonScan {
  const scan: JsonScan = { members: 0, depth: 0, inexact: false };
  let depth = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    // Digits and signs are the commonest after strings.
    if (char >= 0x30 && char <= 0x39) {
      if (++digits > EXACT_DIGITS) scan.inexact = true;
      continue;
    }
    if (digits > 0 && (char === 0x2e || char === 0x65 || char === 0x45)) scan.inexact = true;
    digits = 0;
    if (char === QUOTE) at = endOfString(text, at + 1, scan);
    else if (char === 0x3a) scan.members++;
    else if (char === 0x7b || char === 0x5b) {
      if (++depth > scan.depth) scan.depth = depth;
    } else if (char === 0x7d || char === 0x5d) depth--;
  }
  return scan;
}

/** Where the closing quote is. */
function endOfString(text: string, from: number, scan: JsonScan): number {
  for (let at = from; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) return at;
    if (char !== BACKSLASH) continue;
    at++;
    if (text.charCodeAt(at) === 0x75 && (text.charCodeAt(at + 1) | 0x20) === 0x64) scan.inexact = true;
  }
  return text.length;
}
