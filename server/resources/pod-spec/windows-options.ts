import { type FieldError, invalid } from '../../api/field-error.ts';
import { dns1123SubdomainErrors } from '../../api/names.ts';
import type { WindowsSecurityContextOptions } from '../../api/types.gen.ts';
import { invalidFor } from '../field-checks.ts';

const MAX_CREDENTIAL_KIB = 64;

export function validateWindowsOptions(
  options: WindowsSecurityContextOptions | undefined,
  field: string,
): FieldError[] {
  if (!options) return [];
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: spec, runAsUserName: user } = options;
  return [
    ...(name === undefined ? [] : invalidFor(`${field}.gmsaCredentialSpecName`, name, dns1123SubdomainErrors(name))),
    ...(spec === undefined ? [] : invalidFor(`${field}.gmsaCredentialSpec`, spec, credentialErrors(spec))),
    ...(user === undefined ? [] : userNameErrors(user).map((text) => invalid(`${field}.runAsUserName`, user, text))),
  ];
}

function credentialErrors(spec: string): string[] {
  if (spec === '') return ['gmsaCredentialSpec cannot be an empty string'];
  const tooLarge = Buffer.byteLength(spec) > MAX_CREDENTIAL_KIB * 1024;
  return tooLarge ? [`gmsaCredentialSpec size must be under ${MAX_CREDENTIAL_KIB} KiB`] : [];
}

/** `DOMAIN\USER` or `USER`. */
function userNameErrors(name: string): string[] {
  if (name === '') return ['runAsUserName cannot be an empty string'];
  if (/\p{Cc}/u.test(name)) return ['runAsUserName cannot contain control characters'];
  const parts = name.split('\\');
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash'];
  const domain = parts.length === 2 ? parts[0] : undefined;
  return [...domainErrors(domain), ...userErrors(parts.at(-1) as string)];
}

const netBiosName = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const dnsName = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

function domainErrors(domain: string | undefined): string[] {
  if (domain === undefined) return [];
  const errors = domain.length >= 256 ? ["runAsUserName's Domain length must be under 256 characters"] : [];
  if (netBiosName.test(domain) || dnsName.test(domain)) return errors;
  return [...errors, "runAsUserName's Domain doesn't match the NetBios nor the DNS format"];
}

function userErrors(user: string): string[] {
  const errors: string[] = [];
  if (user === '') errors.push("runAsUserName's User cannot be empty");
  else if (user.length > 104) errors.push("runAsUserName's User length must not be longer than 104 characters");
  if (/^[. ]+$/.test(user)) errors.push("runAsUserName's User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) {
    errors.push('runAsUserName\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]');
  }
  return errors;
}
