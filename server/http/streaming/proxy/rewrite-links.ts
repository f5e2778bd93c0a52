/** Links of a page behind a proxy, changed so that they lead through the proxy again. */

export interface LinkPlace {
  /** The page's own host, as the proxy dials it: `10.244.0.5:8080`. */
  address: string;
  /** The Host header of the request. */
  host: string;
  /** The proxy's path: `/api/v1/namespaces/default/pods/web-0/proxy`. */
  prefix: string;
}

/** Links elsewhere, and those relative to the page, stay as they are. */
export function rewriteLink(link: string, { address, host, prefix }: LinkPlace): string {
  const parts = /^(?:(?:https?:)?\/\/([^/?#]*))?(\/[^?#]*)(.*)$/is.exec(link);
  if (!parts) return link;
  const [, at, path = '', rest = ''] = parts;
  if (at !== undefined && at !== address && at !== host) return link;
  if (path.startsWith(prefix)) return at === address ? `${path}${rest}` : link;
  return `${prefix}${path}${rest}`;
}

/** Attributes that hold a link, whatever the element. */
const ATTRIBUTE =
  /(<[a-z][^<>]*?\s(?:href|src|action|formaction|cite|poster|background|longdesc|usemap|data|manifest|profile|codebase|classid|icon)\s*=\s*)("[^"]*"|'[^']*')/gi;

export function rewritePage(html: string, place: LinkPlace): string {
  // One tag may have several: each pass finds one of each tag.
  let before = html;
  for (let pass = 0; pass < MAX_LINKS_A_TAG; pass++) {
    const after = before.replace(ATTRIBUTE, (_, head: string, value: string) => {
      const quote = value[0] ?? '"';
      return `${head}${quote}${rewriteLink(value.slice(1, -1), place)}${quote}`;
    });
    if (after === before) break;
    before = after;
  }
  return before;
}

const MAX_LINKS_A_TAG = 4;
