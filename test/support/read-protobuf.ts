/** A protobuf message without its schema: the values of each field number, as bytes or as a number. */
export function readProtobuf(bytes: Buffer): Map<number, (Buffer | number)[]> {
  const fields = new Map<number, (Buffer | number)[]>();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 0x80) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('the message ends too early');
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const length = varint();
    const isBytes = tag % 8 === 2;
    if (!isBytes && tag % 8 !== 0) throw new Error(`no wire type ${tag % 8}`);
    if (isBytes && at + length > bytes.length) throw new Error('a field is longer than its message');
    const value = isBytes ? bytes.subarray(at, at + length) : length;
    if (isBytes) at += length;
    const number = Math.floor(tag / 8);
    fields.set(number, [...(fields.get(number) ?? []), value]);
  }
  return fields;
}

/** The message, or the list of messages, at the end of a path of field numbers. */
export function messagesAt(bytes: Buffer, ...path: number[]): Buffer[] {
  const [number, ...rest] = path;
  if (number === undefined) return [bytes];
  const found = readProtobuf(bytes).get(number) ?? [];
  return found.filter((value) => Buffer.isBuffer(value)).flatMap((value) => messagesAt(value, ...rest));
}

export function textAt(bytes: Buffer, ...path: number[]): string | undefined {
  return messagesAt(bytes, ...path)[0]?.toString();
}
