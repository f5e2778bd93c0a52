/** Base64 as Go's encoding/base64 reads it: line breaks are skipped, spare bits are ignored. */

const PLAIN = /^(?:[A-Za-z0-9+/]{4})*$/;
const NEWLINES = /[\r\n]/g;
const COMPLETE = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The text in canonical form. Throws a RangeError with Go's text. */
export function normaliseBase64(text: string): string {
  if (PLAIN.test(text)) return text;
  if (!COMPLETE.test(text.replace(NEWLINES, ''))) {
    throw new RangeError(`illegal base64 data at input byte ${corruptAt(Buffer.from(text))}`);
  }
  return Buffer.from(text, 'base64').toString('base64');
}

/** Where Go notices: at the bad byte, at the start of an unfinished group, or at wrong padding. */
function corruptAt(bytes: Uint8Array): number {
  let at = 0;
  let inGroup = 0;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === 10 || byte === 13) continue;
    if (byte === 0x3d) return corruptPaddingAt(bytes, at, inGroup);
    if (!/[A-Za-z0-9+/]/.test(String.fromCharCode(byte))) return at;
    inGroup = (inGroup + 1) % 4;
  }
  return at - inGroup;
}

function corruptPaddingAt(bytes: Uint8Array, at: number, inGroup: number): number {
  if (inGroup < 2) return at;
  let next = afterNewlines(bytes, at + 1);
  if (inGroup === 2) {
    if (next === bytes.length) return bytes.length;
    if (bytes[next] !== 0x3d) return next - 1;
    next = afterNewlines(bytes, next + 1);
  }
  return next;
}

function afterNewlines(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 10 || bytes[at] === 13) at++;
  return at;
}
