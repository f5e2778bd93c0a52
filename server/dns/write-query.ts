import { randomInt } from 'node:crypto';
import type { DomainName } from './domain-name.ts';
import { CLASS_IN, FLAGS, HEADER_LENGTH } from './message.ts';

/** A question with a random id, as a client asks it. */
export function writeQuery(name: DomainName, type: number): Buffer {
  const bytes = Buffer.alloc(HEADER_LENGTH + name.length + 4);
  bytes.writeUInt16BE(randomInt(0x10000), 0);
  bytes.writeUInt16BE(FLAGS.recursionDesired, 2);
  bytes.writeUInt16BE(1, 4);
  const at = HEADER_LENGTH + bytes.write(name, HEADER_LENGTH, 'latin1');
  bytes.writeUInt16BE(type, at);
  bytes.writeUInt16BE(CLASS_IN, at + 2);
  return bytes;
}
