/** The facts about Kubernetes as they come in: see schemas/README.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface OpenApiSchema {
  $ref?: string;
  allOf?: [{ $ref: string }];
  type?: string;
  format?: string;
  default?: unknown;
  enum?: string[];
  items?: OpenApiSchema;
  additionalProperties?: OpenApiSchema;
  properties?: Record<string, OpenApiSchema>;
  required?: string[];
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[];
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  'x-kubernetes-map-type'?: 'atomic' | 'granular';
  'x-kubernetes-patch-merge-key'?: string;
  'x-kubernetes-patch-strategy'?: string;
  'x-kubernetes-unions'?: unknown[];
}

interface DiscoveredResource {
  resource: string;
  responseKind: { group: string; version: string; kind: string };
  scope: 'Namespaced' | 'Cluster';
  singularResource: string;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
  subresources?: {
    subresource: string;
    responseKind: { group: string; version: string; kind: string };
    verbs: string[];
  }[];
}

export interface DiscoveredGroup {
  metadata: { name?: string };
  versions: { version: string; resources: DiscoveredResource[] }[];
}

/** By message and field: the number and the type. The order of the fields is that of the Go struct. */
export type Messages = Record<string, Record<string, [number, string]>>;

export interface Facts {
  openapi: Record<string, OpenApiSchema>;
  messages: Messages;
  groups: DiscoveredGroup[];
  columns: Record<string, [string, string, string, number][]>;
}

/** What those files do not tell and people have to: by schema file, type and field. */
export interface HandWritten {
  /** Pointers, and the names of types that are strings or numbers underneath. */
  goTypes: Record<string, Record<string, Record<string, string>>>;
  emptyFields: Record<'keptThoughOptional' | 'droppedThoughDefaulted' | 'nullWhenEmpty' | 'omitZero', string[]>;
  /** The text of a type is under the empty name. */
  descriptions: Record<string, Record<string, Record<string, string>>>;
}

export function readFacts(folder: string): Facts {
  const discovery = readJson<{ api: DiscoveredGroup[]; apis: DiscoveredGroup[] }>(folder, 'discovery.json');
  return {
    openapi: readJson(folder, 'openapi.json'),
    messages: readJson(folder, 'protobuf.json'),
    groups: [...discovery.api, ...discovery.apis],
    columns: readJson(folder, 'tables.json'),
  };
}

export function readHandWritten(): HandWritten {
  const folder = import.meta.dirname;
  return {
    goTypes: readJson(folder, 'go-types.json'),
    emptyFields: readJson(folder, 'empty-fields.json'),
    descriptions: readJson(folder, 'descriptions.json'),
  };
}

function readJson<T>(folder: string, name: string): T {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
}
