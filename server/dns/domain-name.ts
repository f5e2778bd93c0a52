/**
 * A domain name as RFC 1035 writes it on the wire, one character a byte: `web.local.` is `\x03web\x05local\x00`. So it
 * can hold any label, its ends are names too, and it is ready to be sent. The case is that of whoever wrote it.
 */
export type DomainName = string;

export const ROOT: DomainName = '\x00';

/** Longer ones do not exist (RFC 1035, 2.3.4). */
export const MAX_NAME_LENGTH = 255;
export const MAX_LABEL_LENGTH = 63;

/**
 * Reads the notation of zone files, with or without the last dot; `\.` and `\046` stand for a dot within a label.
 * Undefined for what is too long to be a name: Kubernetes' own rules for names allow longer labels than DNS.
 */
export function nameFromText(text: string): DomainName | undefined {
  const bytes = Buffer.from(text).toString('latin1');
  const labels = (bytes.match(/(?:\\\d{3}|\\.|[^.\\])+/gs) ?? []).map((label) => {
    return label.replace(/\\(\d{3}|.)/gs, unescaped);
  });
  const name = nameBelow(ROOT, ...labels);
  if (name.length > MAX_NAME_LENGTH || labels.some((label) => label.length > MAX_LABEL_LENGTH)) return undefined;
  return name;
}

export function labelsOf(name: DomainName): string[] {
  const labels: string[] = [];
  for (let at = 0, length = name.charCodeAt(0); length > 0; length = name.charCodeAt(at)) {
    labels.push(name.slice(at + 1, at + 1 + length));
    at += length + 1;
  }
  return labels;
}

/** A name of these labels below another name. */
export function nameBelow(parent: DomainName, ...labels: string[]): DomainName {
  return labels.map(wireLabel).join('') + parent;
}

/** The end of the name that is `zone`, in the name's own case; undefined when the name is not in the zone. */
export function zoneWithin(name: DomainName, zone: DomainName): DomainName | undefined {
  let at = 0;
  while (name.length - at > zone.length) at += name.charCodeAt(at) + 1;
  const end = name.slice(at);
  return end.toLowerCase() === zone.toLowerCase() ? end : undefined;
}

/** The labels that a name has in front of its zone, in lower case. */
export function labelsAbove(name: DomainName, zone: DomainName): string[] {
  return labelsOf(name.slice(0, name.length - zone.length).toLowerCase() + ROOT);
}

function wireLabel(label: string): string {
  return String.fromCharCode(label.length) + label;
}

function unescaped(_: string, what: string): string {
  return what.length === 3 ? String.fromCharCode(Number(what) & 0xff) : what;
}
