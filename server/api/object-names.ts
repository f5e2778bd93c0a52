import { dns1123LabelErrors, dns1123SubdomainErrors } from './names.ts';

/**
 * A rule for `metadata.name`, as `ResourceRules.validateName` wants it. With `prefix` the value is a generateName,
 * which may end in a dash.
 */
export type NameRule = (name: string, options: { prefix: boolean }) => string[];

export const nameIsDnsSubdomain: NameRule = nameRule(dns1123SubdomainErrors);
export const nameIsDnsLabel: NameRule = nameRule(dns1123LabelErrors);

function nameRule(errorsOf: (name: string) => string[]): NameRule {
  return (name, { prefix }) => errorsOf(prefix ? maskTrailingDash(name) : name);
}

/** What follows a generateName makes a dash at its end legal. */
function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}
