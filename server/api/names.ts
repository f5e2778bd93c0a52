/**
 * The forms of names. Each function returns the texts of what is wrong with a value, none when it is well formed:
 * apimachinery's `util/validation` and `api/validate/content`, word for word.
 */

const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS_SUBDOMAIN = `${DNS_LABEL}(\\.${DNS_LABEL})*`;
const DNS_LABEL_UNDERSCORE = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const DNS_SUBDOMAIN_UNDERSCORE = `${DNS_LABEL_UNDERSCORE}(\\.${DNS_LABEL_UNDERSCORE})*`;
const WILDCARD_SUBDOMAIN = `\\*\\.${DNS_SUBDOMAIN}`;
const LABEL_KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${LABEL_KEY})?`;
const CONFIG_KEY = '[-._a-zA-Z0-9]+';
const HEADER_NAME = '[-A-Za-z0-9]+';
const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const PERCENT = '[0-9]+%';

const whole = (format: string) => new RegExp(`^${format}$`);
const dnsLabel = whole(DNS_LABEL);
const dnsSubdomain = whole(DNS_SUBDOMAIN);
const dnsSubdomainUnderscore = whole(DNS_SUBDOMAIN_UNDERSCORE);
const wildcardSubdomain = whole(WILDCARD_SUBDOMAIN);
const labelKey = whole(LABEL_KEY);
const labelValue = whole(LABEL_VALUE);
const configKey = whole(CONFIG_KEY);
const headerName = whole(HEADER_NAME);
const httpPath = whole(HTTP_PATH);
const percent = whole(PERCENT);

const ALPHANUMERIC_ENDS = 'and must start and end with an alphanumeric character';
const LABEL_KEY_TEXT = formText(
  `must consist of alphanumeric characters, '-', '_' or '.', ${ALPHANUMERIC_ENDS}`,
  LABEL_KEY,
  ['MyName', 'my.name', '123-abc'],
);

/** `my-name`: at most 63 characters of `a-z0-9-`. */
export function dns1123LabelErrors(value: string): string[] {
  const errors = lengthErrors(value, 63);
  if (dnsLabel.test(value)) return errors;
  if (dnsSubdomain.test(value)) return [...errors, 'must not contain dots'];
  const rule = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', ${ALPHANUMERIC_ENDS}`;
  return [...errors, formText(rule, DNS_LABEL, ['my-name', '123-abc'])];
}

/** `example.com`: at most 253 characters, labels joined by dots. */
export function dns1123SubdomainErrors(value: string): string[] {
  const errors = lengthErrors(value, 253);
  if (dnsSubdomain.test(value)) return errors;
  return [...errors, formText(subdomainRule("'-' or '.'"), DNS_SUBDOMAIN, ['example.com'])];
}

/** As a subdomain, but its labels may have underscores (DNS search paths). */
export function dns1123SubdomainWithUnderscoreErrors(value: string): string[] {
  const errors = lengthErrors(value, 253);
  if (dnsSubdomainUnderscore.test(value)) return errors;
  return [...errors, formText(subdomainRule("'_', '-' or '.'"), DNS_SUBDOMAIN_UNDERSCORE, ['example.com'])];
}

/** `*.example.com` (RFC 1034 section 4.3.3). */
export function wildcardDns1123SubdomainErrors(value: string): string[] {
  const errors = lengthErrors(value, 253);
  if (wildcardSubdomain.test(value)) return errors;
  const rule =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
  return [...errors, formText(rule, WILDCARD_SUBDOMAIN, ['*.example.com'])];
}

/** Keys of labels and annotations, finalizers, resource names: `name` or `prefix.example.com/name`. */
export function labelKeyErrors(value: string): string[] {
  const slash = value.indexOf('/');
  if (slash < 0) return labelKeyNameErrors(value);
  if (value.indexOf('/', slash + 1) >= 0) {
    return [
      `a valid label key ${LABEL_KEY_TEXT} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  return [...labelKeyPrefixErrors(value.slice(0, slash)), ...labelKeyNameErrors(value.slice(slash + 1))];
}

function labelKeyPrefixErrors(prefix: string): string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  if (prefix.length <= 253 && dnsSubdomain.test(prefix)) return [];
  // The length of a prefix is given in bytes, that of a name in characters.
  return dns1123SubdomainErrors(prefix).map(
    (text) => `prefix part ${text.replace(/^(must be no more than 253) characters$/, '$1 bytes')}`,
  );
}

function labelKeyNameErrors(name: string): string[] {
  if (name.length <= 63 && labelKey.test(name)) return [];
  const errors = name === '' ? ['name part must be non-empty'] : [];
  if (byteLength(name) > 63) errors.push('name part must be no more than 63 bytes');
  if (!labelKey.test(name)) errors.push(`name part ${LABEL_KEY_TEXT}`);
  return errors;
}

export function labelValueErrors(value: string): string[] {
  if (value.length <= 63 && labelValue.test(value)) return [];
  const errors = byteLength(value) > 63 ? ['must be no more than 63 bytes'] : [];
  if (labelValue.test(value)) return errors;
  const rule = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', ${ALPHANUMERIC_ENDS}`;
  return [...errors, formText(rule, LABEL_VALUE, ['MyValue', 'my_value', '12345'])];
}

/** What cannot be one segment of a URL's path. A prefix of a name, as in generateName, may be `.` or `..`. */
export function pathSegmentNameErrors(name: string, options: { prefix: boolean } = { prefix: false }): string[] {
  if (!options.prefix && (name === '.' || name === '..')) return [`may not be '${name}'`];
  return ['/', '%'].filter((ch) => name.includes(ch)).map((ch) => `may not contain '${ch}'`);
}

/** Names of ports (RFC 6335, lower case only): at most 15 characters, one of them a letter. */
export function portNameErrors(name: string): string[] {
  const errors = lengthErrors(name, 15);
  if (!/^[-a-z0-9]+$/.test(name)) errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(name)) errors.push('must contain at least one letter (a-z)');
  if (name.includes('--')) errors.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-')) errors.push('must not begin or end with a hyphen');
  return errors;
}

export function portNumberErrors(port: number): string[] {
  return rangeErrors(port, 1, 65535);
}

/** User and group ids are unsigned 32-bit integers. */
export function userIdErrors(id: number): string[] {
  return rangeErrors(id, 0, 0xffffffff);
}

export function rangeErrors(value: number, low: number, high: number): string[] {
  return value >= low && value <= high ? [] : [`must be between ${low} and ${high}, inclusive`];
}

/** Names of environment variables since 1.34: printable ASCII but for `=`. */
export function envVarNameErrors(name: string): string[] {
  const errors = name === '' ? ['environment variable name must be non-empty'] : [];
  if (/^[ -<>-~]*$/.test(name)) return errors;
  return [
    ...errors,
    "a valid environment variable name must consist only of printable ASCII characters other than '='",
  ];
}

/** Keys of ConfigMaps and Secrets. */
export function configMapKeyErrors(key: string): string[] {
  const errors = lengthErrors(key, 253);
  if (!configKey.test(key)) {
    const rule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
    errors.push(formText(rule, CONFIG_KEY, ['key.name', 'KEY_NAME', 'key-name']));
  }
  return [...errors, ...dotDotErrors(key)];
}

export function httpHeaderNameErrors(name: string): string[] {
  if (headerName.test(name)) return [];
  return [
    formText("a valid HTTP header must consist of alphanumeric characters or '-'", HEADER_NAME, ['X-Header-Name']),
  ];
}

/** The path behind the domain in `example.com/path` (conditions, signers, drivers). */
export function httpPathErrors(path: string): string[] {
  return httpPath.test(path) ? [] : [formText('Invalid path', HTTP_PATH, [])];
}

export function percentErrors(value: string): string[] {
  if (percent.test(value)) return [];
  const rule = "a valid percent string must be a numeric string followed by an ending '%'";
  return [formText(rule, PERCENT, ['1%', '93%'])];
}

/** The rule and its regular expression, as Kubernetes joins them. */
function formText(rule: string, format: string, examples: readonly string[]): string {
  if (examples.length === 0) return `${rule} (regex used for validation is '${format}')`;
  // Two blanks after the comma: Kubernetes prints them.
  const list = examples.map((example) => `'${example}', `).join(' or ');
  return `${rule} (e.g. ${list}regex used for validation is '${format}')`;
}

function subdomainRule(extra: string): string {
  return `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, ${extra}, ${ALPHANUMERIC_ENDS}`;
}

function dotDotErrors(value: string): string[] {
  if (value === '.' || value === '..') return [`must not be '${value}'`];
  return value.startsWith('..') ? ["must not start with '..'"] : [];
}

function lengthErrors(value: string, max: number): string[] {
  return byteLength(value) > max ? [`must be no more than ${max} characters`] : [];
}

/** Kubernetes counts bytes of UTF-8, whatever its texts say. */
function byteLength(value: string): number {
  return Buffer.byteLength(value);
}
