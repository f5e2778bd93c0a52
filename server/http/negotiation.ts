/** Which form of an answer a client wants, from its Accept header: as Kubernetes and its web layer decide it. */
import { type ApiError, notAcceptable, statusError } from '../api/errors.ts';

export type Format = 'json' | 'yaml' | 'protobuf';
export type Transform = 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList';

export interface Accepted {
  format: Format;
  /** Another kind than the resource's own, in the version of meta.k8s.io that is asked for. */
  as?: { kind: Transform; version: 'v1' | 'v1beta1' };
  pretty: boolean;
  /** Of a watch: the media type names the stream itself. */
  stream: boolean;
}

export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json',
  yaml: 'application/yaml',
  protobuf: 'application/vnd.kubernetes.protobuf',
};

/** Documents about the API have no other form; what is computed from a request cannot be shown as rows. */
export type Verb = 'read' | 'watch' | 'document' | 'review';

const NO_FORM = '';
const PLAIN: Accepted = { format: 'json', pretty: false, stream: false };
const OFFERED = Object.values(MEDIA_TYPES);
const known = new Map<string, Accepted>();
const MAX_KNOWN = 1000;

/** Throws 406. The same header always gives the same answer, which is remembered. */
export function negotiate(accept: string | undefined, verb: Verb = 'read'): Accepted {
  if (accept === undefined || accept === '' || accept === '*/*' || accept === 'application/json') return PLAIN;
  const key = `${verb} ${accept}`;
  let answer = known.get(key);
  if (!answer) {
    answer = choose(accept, verb);
    if (known.size < MAX_KNOWN) known.set(key, answer);
  }
  return answer;
}

interface Clause {
  type: string;
  parameters: ReadonlyMap<string, string>;
  quality: number;
}

function choose(accept: string, verb: Verb): Accepted {
  const clauses = parseAccept(accept);
  // The web layer looks at the types alone, before anything looks at their parameters.
  if (!clauses.some(({ type }) => type === '*/*' || OFFERED.includes(type))) throw nothingFits(verb);
  for (const clause of clauses) {
    const answer = answerTo(clause, verb);
    if (answer) return answer;
  }
  throw notAcceptable(verb === 'watch' ? STREAMS : OFFERED);
}

const STREAMS = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];

function nothingFits(verb: Verb): ApiError {
  const offered = verb === 'watch' ? [...OFFERED, ...STREAMS] : OFFERED;
  const message = `406: Not Acceptable\n\nAvailable representations: ${offered.join(', ')}`;
  return statusError(406, 'NotAcceptable', message, {});
}

function answerTo({ type, parameters }: Clause, verb: Verb): Accepted | undefined {
  const format = type === '*/*' ? 'json' : formatOf(type);
  if (!format || (verb === 'watch' && format === 'yaml')) return undefined;
  const as = verb === 'document' && parameters.has('as') ? NO_FORM : parameters.get('as');
  const answer: Accepted = {
    format,
    pretty: parameters.get('pretty') === '1' || parameters.get('pretty') === 'true',
    stream: parameters.get('stream') === 'watch',
  };
  if (as === undefined) return answer;
  const version = parameters.get('v');
  if (!isTransform(as) || parameters.get('g') !== 'meta.k8s.io') return undefined;
  if (version !== 'v1' && version !== 'v1beta1') return undefined;
  if (as === 'Table' && (verb === 'review' || format === 'protobuf')) return undefined;
  return { ...answer, as: { kind: as, version } };
}

function formatOf(type: string): Format | undefined {
  if (type === MEDIA_TYPES.json) return 'json';
  if (type === MEDIA_TYPES.yaml) return 'yaml';
  return type === MEDIA_TYPES.protobuf ? 'protobuf' : undefined;
}

function isTransform(kind: string): kind is Transform {
  return kind === 'Table' || kind === 'PartialObjectMetadata' || kind === 'PartialObjectMetadataList';
}

/** Clauses by falling quality; of equal ones the first comes first. */
function parseAccept(accept: string): Clause[] {
  const clauses = accept.split(',').map((part) => parseMediaType(part));
  return clauses.sort((a, b) => b.quality - a.quality);
}

export function parseMediaType(text: string): Clause {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const [name = '', value = ''] = part.split('=').map((piece) => piece.trim());
    parameters.set(name, value.replace(/^"|"$/g, ''));
  }
  const quality = Number(parameters.get('q') ?? 1);
  return { type, parameters, quality: Number.isFinite(quality) ? quality : 0 };
}

/** Those who look at answers themselves get them laid out, unless they say otherwise. */
export function wantsPretty(accepted: Accepted, pretty: string | undefined, userAgent: string): boolean {
  if (pretty !== undefined) return pretty === 'true' || pretty === '1';
  return accepted.pretty || isForPeople(userAgent);
}

export function isForPeople(userAgent: string): boolean {
  return /^(curl|Wget|Mozilla)\//i.test(userAgent);
}
