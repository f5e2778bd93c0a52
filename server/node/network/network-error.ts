/** Why something in the network does not come about, with the codes and words of C libraries. */
const MESSAGES = {
  ECONNREFUSED: 'Connection refused',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ETIMEDOUT: 'Connection timed out',
  ENOTFOUND: 'Name or service not known',
} as const;

export type NetworkErrorCode = keyof typeof MESSAGES;

export class NetworkError extends Error {
  readonly code: NetworkErrorCode;
  constructor(code: NetworkErrorCode) {
    super(MESSAGES[code]);
    this.code = code;
  }
}
