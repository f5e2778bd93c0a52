import { type FieldError, invalid, notSupported, required } from '../../api/field-error.ts';
import {
  dns1123LabelErrors,
  dns1123SubdomainErrors,
  portNameErrors,
  portNumberErrors,
  wildcardDns1123SubdomainErrors,
} from '../../api/names.ts';
import type {
  HTTPIngressPath,
  IngressBackend,
  IngressRule,
  IngressServiceBackend,
  IngressSpec,
  IngressTLS,
} from '../../api/types.gen.ts';
import { parseIp } from '../../lib/ip-address.ts';
import { invalidFor } from '../field-checks.ts';
import { validateTypedReference } from '../typed-reference.ts';
import { validateEach } from '../validate-each.ts';

export function validateIngressSpec(spec: IngressSpec, field: string): FieldError[] {
  const { rules = [], defaultBackend, tls, ingressClassName } = spec;
  const errors: FieldError[] = [];
  if (rules.length === 0 && !defaultBackend) {
    errors.push(invalid(field, null, 'either `defaultBackend` or `rules` must be specified'));
  }
  return [
    ...errors,
    ...(defaultBackend ? validateBackend(defaultBackend, `${field}.defaultBackend`) : []),
    ...validateEach(rules, `${field}.rules`, validateRule),
    ...validateEach(tls, `${field}.tls`, validateTls),
    ...(ingressClassName === undefined
      ? []
      : invalidFor(`${field}.ingressClassName`, ingressClassName, dns1123SubdomainErrors(ingressClassName))),
  ];
}

function validateRule({ host, http }: IngressRule, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (host) {
    if (parseIp(host)) errors.push(invalid(`${field}.host`, host, 'must be a DNS name, not an IP address'));
    errors.push(...validateHost(host, `${field}.host`));
  }
  if (!http) return errors;
  if (!http.paths?.length) return [...errors, required(`${field}.http.paths`)];
  return [...errors, ...validateEach(http.paths, `${field}.http.paths`, validatePath)];
}

function validateHost(host: string, field: string): FieldError[] {
  return invalidFor(
    field,
    host,
    host.includes('*') ? wildcardDns1123SubdomainErrors(host) : dns1123SubdomainErrors(host),
  );
}

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const FORBIDDEN_PARTS = ['//', '/./', '/../', '%2f', '%2F'];
const FORBIDDEN_ENDS = ['/..', '/.'];

function validatePath({ path = '', pathType, backend }: HTTPIngressPath, field: string): FieldError[] {
  if (!pathType) return [required(`${field}.pathType`, 'pathType must be specified')];
  const errors = PATH_TYPES.includes(pathType)
    ? pathProblems(path, pathType).map((problem) => invalid(`${field}.path`, path, problem))
    : [notSupported(`${field}.pathType`, pathType, PATH_TYPES)];
  return [...errors, ...validateBackend(backend, `${field}.backend`)];
}

/** What an ingress controller makes of a path is its own affair, but for the types that Kubernetes defines. */
function pathProblems(path: string, pathType: string): string[] {
  const isFree = pathType === 'ImplementationSpecific';
  const relative = path.startsWith('/') || (isFree && path === '') ? [] : ['must be an absolute path'];
  if (isFree) return relative;
  return [
    ...relative,
    ...FORBIDDEN_PARTS.filter((part) => path.includes(part)).map((part) => `must not contain '${part}'`),
    ...FORBIDDEN_ENDS.filter((end) => path.endsWith(end)).map((end) => `cannot end with '${end}'`),
  ];
}

function validateBackend({ service, resource }: IngressBackend, field: string): FieldError[] {
  if (service && resource) return [invalid(field, '', 'cannot set both resource and service backends')];
  if (resource) return validateTypedReference(resource, `${field}.resource`);
  if (service) return validateServiceBackend(service, field);
  return [invalid(field, '', 'resource or service backend is required')];
}

function validateServiceBackend({ name, port = {} }: IngressServiceBackend, field: string): FieldError[] {
  const errors = name
    ? invalidFor(`${field}.service.name`, name, dns1123LabelErrors(name))
    : [required(`${field}.service.name`)];
  if (port.name && port.number) return [...errors, invalid(field, '', 'cannot set both port name & port number')];
  if (port.name) return [...errors, ...invalidFor(`${field}.service.port.name`, port.name, portNameErrors(port.name))];
  if (port.number) {
    return [...errors, ...invalidFor(`${field}.service.port.number`, port.number, portNumberErrors(port.number))];
  }
  return [...errors, required(field, 'port name or number is required')];
}

function validateTls({ hosts, secretName }: IngressTLS, field: string): FieldError[] {
  return [
    ...validateEach(hosts, `${field}.hosts`, validateHost),
    ...(secretName ? invalidFor(`${field}.secretName`, secretName, dns1123SubdomainErrors(secretName)) : []),
  ];
}
