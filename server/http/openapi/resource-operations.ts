import type { ResourceEntry } from '../../api/schema/schema-file.ts';
import { findSchema } from '../../api/schema/schemas.ts';
import { META, type Method, type Naming, type Operation, type ServedVersion } from './operation.ts';
import { LIST_PARAMETERS, type QueryParameter, WRITE_PARAMETERS } from './parameters.ts';
import { subresourceOperations } from './subresource-operations.ts';

interface VerbRow {
  verb: string;
  at: 'collection' | 'item';
  method: Method;
  action: string;
  /** How the operation's id begins, and what stands after the version in it. */
  id: readonly [string, string];
  says: string;
  codes: readonly number[];
  query: readonly QueryParameter[];
  body?: 'object' | 'options' | 'patch';
  answer: 'object' | 'list' | 'status' | 'deleted';
}

const LIST: VerbRow = {
  verb: 'list',
  at: 'collection',
  method: 'get',
  action: 'list',
  id: ['list', ''],
  says: 'list or watch objects of kind',
  codes: [200],
  query: LIST_PARAMETERS,
  answer: 'list',
};

const VERBS: readonly VerbRow[] = [
  LIST,
  {
    verb: 'create',
    at: 'collection',
    method: 'post',
    action: 'post',
    id: ['create', ''],
    says: 'create a',
    codes: [200, 201, 202],
    query: WRITE_PARAMETERS.create,
    body: 'object',
    answer: 'object',
  },
  {
    verb: 'deletecollection',
    at: 'collection',
    method: 'delete',
    action: 'deletecollection',
    id: ['delete', 'Collection'],
    says: 'delete collection of',
    codes: [200],
    query: WRITE_PARAMETERS.deletecollection,
    body: 'options',
    answer: 'status',
  },
  {
    verb: 'get',
    at: 'item',
    method: 'get',
    action: 'get',
    id: ['read', ''],
    says: 'read the specified',
    codes: [200],
    query: [],
    answer: 'object',
  },
  {
    verb: 'update',
    at: 'item',
    method: 'put',
    action: 'put',
    id: ['replace', ''],
    says: 'replace the specified',
    codes: [200, 201],
    query: WRITE_PARAMETERS.update,
    body: 'object',
    answer: 'object',
  },
  {
    verb: 'delete',
    at: 'item',
    method: 'delete',
    action: 'delete',
    id: ['delete', ''],
    says: 'delete a',
    codes: [200, 202],
    query: WRITE_PARAMETERS.delete,
    body: 'options',
    answer: 'deleted',
  },
  {
    verb: 'patch',
    at: 'item',
    method: 'patch',
    action: 'patch',
    id: ['patch', ''],
    says: 'partially update the specified',
    codes: [200, 201],
    query: WRITE_PARAMETERS.patch,
    body: 'patch',
    answer: 'object',
  },
];

export function resourceOperations(served: ServedVersion, entry: ResourceEntry, naming: Naming): Operation[] {
  const kind = { group: served.group, version: served.version, kind: entry.kind };
  const schema = findSchema(kind)?.name;
  if (schema === undefined) return [];
  const scope = entry.namespaced ? 'Namespaced' : '';
  const collection = `${naming.root}${entry.namespaced ? '/namespaces/{namespace}' : ''}/${entry.name}`;
  const place = { collection, item: `${collection}/{name}` };
  const types = {
    object: schema,
    list: `${schema}List`,
    status: `${META}.Status`,
    deleted: served.returnedWhenDeleted.has(entry.name) ? schema : `${META}.Status`,
    options: `${META}.DeleteOptions`,
    patch: 'patch',
  };
  const operation = (row: VerbRow, path: string, id: string): Operation => ({
    path,
    method: row.method,
    id,
    tag: naming.tag,
    description: `${row.says} ${entry.kind}`,
    action: row.action,
    kind,
    query: row.query,
    ...(row.body && { body: types[row.body] }),
    answer: types[row.answer],
    codes: row.codes,
    ...(row === LIST && { watchable: true }),
  });
  const rows = VERBS.filter(({ verb }) => entry.verbs.includes(verb));
  const everywhere = entry.namespaced && rows.includes(LIST);
  return [
    ...rows.map((row) => {
      return operation(row, place[row.at], `${row.id[0]}${naming.title}${row.id[1]}${scope}${entry.kind}`);
    }),
    ...(everywhere
      ? [operation(LIST, `${naming.root}/${entry.name}`, `list${naming.title}${entry.kind}ForAllNamespaces`)]
      : []),
    ...(entry.subresources ?? []).flatMap((subresource) => {
      return subresourceOperations(served, {
        entry,
        subresource,
        naming,
        path: `${place.item}/${subresource.name}`,
        scope,
      });
    }),
  ];
}
