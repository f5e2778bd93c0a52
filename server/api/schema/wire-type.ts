const SCALARS: Readonly<Record<string, string>> = {
  string: 'string',
  int32: 'int32',
  int64: 'int64',
  boolean: 'bool',
  bytes: 'bytes',
  Time: 'k8s.io.apimachinery.pkg.apis.meta.v1.Time',
  MicroTime: 'k8s.io.apimachinery.pkg.apis.meta.v1.MicroTime',
  Quantity: 'k8s.io.apimachinery.pkg.api.resource.Quantity',
  IntOrString: 'k8s.io.apimachinery.pkg.util.intstr.IntOrString',
  RawExtension: 'k8s.io.apimachinery.pkg.runtime.RawExtension',
  FieldsV1: 'k8s.io.apimachinery.pkg.apis.meta.v1.FieldsV1',
};

/**
 * The protobuf type that a field has as a rule: `[]ServicePort` in `io.k8s.api.core.v1` is
 * `repeated k8s.io.api.core.v1.ServicePort`.
 */
export function wireType(type: string, home: string): string {
  if (type.startsWith('[]')) return `repeated ${wireType(type.slice(2), home)}`;
  if (type.startsWith('map[string]')) return `map<string,${wireType(type.slice('map[string]'.length), home)}>`;
  const scalar = SCALARS[type];
  if (scalar !== undefined) return scalar;
  const reference = /^(\w+)\/(\w+)\.(\w+)$/.exec(type);
  if (reference === null) return `${home.replace(/^io\.k8s\./, 'k8s.io.')}.${type}`;
  const [, group, version, name] = reference;
  const domain = group === 'meta' ? 'k8s.io.apimachinery.pkg.apis' : 'k8s.io.api';
  return `${domain}.${group}.${version}.${name}`;
}
