/**
 * Questions, and what CoreDNS says to them, as text. A case of dns/cases.txt, which are about the objects in
 * dns/objects.yaml:
 *
 *     ; what it shows
 *     ? web.alpha.svc.cluster.local. IN SRV
 *     NOERROR aa
 *     = web.alpha.svc.cluster.local. IN SRV 0 100 80 web.alpha.svc.cluster.local.
 *     + web.alpha.svc.cluster.local. IN A 10.96.77.10
 *
 * `=` is an answer, `+` an additional record, and `~ OWNER` the SOA record of a negative answer. Records have no TTL and
 * come in any order; `*` is any one word. `tc` and `whole` say whether the answer is cut off over UDP.
 */
export interface DnsCase {
  about: string;
  /** Name, class and type. */
  ask: string;
  rcode: string;
  /** `aa`, `tc`, `whole`. */
  flags: string[];
  answer: string[];
  /** The owner of the SOA record in the authority section; without it there is none. */
  soa?: string;
  /** Not compared when there are none. */
  additional: string[];
}

export function parseDnsCases(text: string): DnsCase[] {
  return text.split('\n\n').filter(Boolean).map(parseDnsCase);
}

export function printDnsCases(cases: readonly DnsCase[]): string {
  return cases.map((it) => `${linesOf(it).join('\n')}\n`).join('\n');
}

function parseDnsCase(text: string): DnsCase {
  const lines = text.trimEnd().split('\n');
  const marked = (mark: string) => lines.filter((line) => line.startsWith(`${mark} `)).map((line) => line.slice(2));
  const [rcode = '', ...flags] = (lines[2] ?? '').split(' ');
  const [about = ''] = marked(';');
  const [ask = ''] = marked('?');
  const [soa] = marked('~');
  return { about, ask, rcode, flags, answer: marked('='), ...(soa && { soa }), additional: marked('+') };
}

function linesOf({ about, ask, rcode, flags, answer, soa, additional }: DnsCase): string[] {
  return [
    `; ${about}`,
    `? ${ask}`,
    [rcode, ...flags].join(' '),
    ...answer.map((record) => `= ${record}`),
    ...(soa === undefined ? [] : [`~ ${soa}`]),
    ...additional.map((record) => `+ ${record}`),
  ];
}
