/** What a decoding has found so far. Paths are put together from the inside out, and only when there is something. */
export interface DecodeState {
  /** Paths of unknown fields, in the order of the document. */
  unknown: string[];
  error: DecodeFailure | undefined;
  /** Go stops here: the error of a type's own UnmarshalJSON. Wrong types are noted, and the first of them is told. */
  stopped: boolean;
  /** Rises with every unknown field and error. */
  events: number;
}

export interface DecodeFailure {
  /** The text, or for a wrong type what was found: `string`, `number 80.5`. */
  text: string;
  /** The Go type that was wanted, where the type is wrong. */
  goType?: string;
  /** The innermost struct, without its package. */
  struct?: string;
  /** Field names from the outermost struct inwards; Go leaves out indexes and map keys. */
  path?: string;
}

/** The JSON value does not fit the type: the message is Go's. */
export class DecodeError extends Error {}

export function newDecodeState(): DecodeState {
  return { unknown: [], error: undefined, stopped: false, events: 0 };
}

/** The first wrong type is the one that is told, unless something stops the decoding later. */
export function wrongType(state: DecodeState, found: string, goType: string): undefined {
  return note(state, { text: found, goType });
}

export function note(state: DecodeState, failure: DecodeFailure): undefined {
  if (state.error !== undefined) return undefined;
  state.error = failure;
  state.events++;
  return undefined;
}

export function stop(state: DecodeState, failure: DecodeFailure): undefined {
  state.error = failure;
  state.stopped = true;
  state.events++;
  return undefined;
}

/** Puts the field's name before what was found below it since `unknownBefore` and `errorBefore`. */
export function locate(
  state: DecodeState,
  name: string,
  before: { unknown: number; error: DecodeFailure | undefined; struct: string },
): void {
  prefixUnknown(state, name, before.unknown);
  const error = state.error;
  if (error === undefined || error === before.error) return;
  error.path = error.path === undefined ? name : `${name}.${error.path}`;
  error.struct ??= before.struct;
}

export function prefixUnknown(state: DecodeState, prefix: string, from: number): void {
  const { unknown } = state;
  for (let i = from; i < unknown.length; i++) {
    const path = unknown[i] as string;
    unknown[i] = path.startsWith('[') ? prefix + path : `${prefix}.${path}`;
  }
}

export function decodeErrorOf(failure: DecodeFailure): DecodeError {
  if (failure.goType === undefined) return new DecodeError(failure.text);
  const place = failure.path === undefined ? 'Go value' : `Go struct field ${failure.struct}.${failure.path}`;
  return new DecodeError(`json: cannot unmarshal ${failure.text} into ${place} of type ${failure.goType}`);
}
