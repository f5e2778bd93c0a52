/** In the place of node:http2 in the built program. */
export function createServer(): never {
  throw new Error('this program speaks HTTP/1.1');
}
