/** Requests in the name of somebody else, with the modes of KEP-5284. */
import type { AccessQuestion, Authorizer } from '../api/authorization.ts';
import type { ApiError } from '../api/errors.ts';
import { nameIsDnsSubdomain } from '../api/object-names.ts';
import type { ResourceAttributes, UserInfo } from '../api/types.gen.ts';
import { forbidden } from './authorize.ts';
import { isOnlyNamed, type WantedUser } from './wanted-user.ts';

interface Impersonation {
  requestor: UserInfo;
  /** Asked whether the requestor may. */
  authorizer: Authorizer;
  /** What is to be done in the other's name. */
  question: AccessQuestion;
}

/** The user whom the request speaks for from now on. Throws 403, with the reason of the first mode that applies. */
export function impersonate(wanted: WantedUser, by: Impersonation): UserInfo {
  let first: ApiError | undefined;
  for (const mode of MODES) {
    if (!mode.applies(wanted, by.requestor)) continue;
    const refusal = refusalOf(mode, wanted, by);
    if (!refusal) return userOf(mode, wanted);
    first ??= refusal;
  }
  throw first;
}

interface Mode {
  /** Undefined for impersonation as it was before KEP-5284. */
  name?: string;
  applies(wanted: WantedUser, requestor: UserInfo): boolean;
}

const MODES: readonly Mode[] = [
  {
    name: 'associated-node',
    applies: (wanted, requestor) => isOnlyNamed(wanted) && !!nodeOf(wanted) && nodeOf(wanted) === nodeAround(requestor),
  },
  { name: 'arbitrary-node', applies: (wanted) => isOnlyNamed(wanted) && nodeOf(wanted) !== undefined },
  { name: 'serviceaccount', applies: (wanted) => isOnlyNamed(wanted) && accountOf(wanted) !== undefined },
  { name: 'user-info', applies: (wanted) => nodeOf(wanted) === undefined && accountOf(wanted) === undefined },
  { applies: () => true },
];

const NODE_PREFIX = 'system:node:';

function nodeOf({ username }: WantedUser): string | undefined {
  const name = username.startsWith(NODE_PREFIX) ? username.slice(NODE_PREFIX.length) : '';
  return name !== '' && nameIsDnsSubdomain(name, { prefix: false }).length === 0 ? name : undefined;
}

/** The node on which the pod of a service account's token runs. */
function nodeAround({ extra }: UserInfo): string | undefined {
  const names = extra?.['authentication.kubernetes.io/node-name'] ?? [];
  return names.length === 1 ? names[0] : undefined;
}

function accountOf({ username }: WantedUser): { namespace: string; name: string } | undefined {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(username) ?? [];
  return namespace !== undefined && name !== undefined ? { namespace, name } : undefined;
}

const AUTHENTICATION = 'authentication.k8s.io';
const ADMINS = 'system:masters';

function refusalOf(mode: Mode, wanted: WantedUser, { requestor, authorizer, question }: Impersonation) {
  for (const asked of questionsOf(mode, wanted, question)) {
    const { allowed, reason = '' } = authorizer(requestor, asked);
    if (!allowed) return forbidden(requestor, asked, reason);
  }
  if (mode.name !== undefined && wanted.groups.some((group) => group === '' || group === ADMINS)) {
    const name = wanted.groups.includes('') ? 'empty string' : ADMINS;
    const [, asked = {}] = questionsOf(mode, wanted, question);
    return forbidden(requestor, asked, `impersonating the ${name} group is not allowed`);
  }
  return undefined;
}

/** All that the requestor must be allowed to do. */
function questionsOf({ name: mode }: Mode, wanted: WantedUser, question: AccessQuestion): AccessQuestion[] {
  const verb = mode === undefined ? 'impersonate' : `impersonate:${mode}`;
  const group = mode === undefined ? '' : AUTHENTICATION;
  const attributes: ResourceAttributes[] = [
    { verb, group, ...subjectOf(wanted, mode) },
    ...(wanted.uid === '' ? [] : [{ verb, group: AUTHENTICATION, resource: 'uids', name: wanted.uid }]),
    ...wanted.groups.map((name) => ({ verb, group, resource: 'groups', name })),
    ...Object.entries(wanted.extra).flatMap(([subresource, values]) =>
      values.map((name) => ({ verb, group: AUTHENTICATION, resource: 'userextras', subresource, name })),
    ),
  ];
  const asked = attributes.map((resourceAttributes): AccessQuestion => ({ resourceAttributes }));
  return mode === undefined ? asked : [onBehalf(mode, question), ...asked];
}

function subjectOf(wanted: WantedUser, mode: string | undefined): ResourceAttributes {
  const account = accountOf(wanted);
  if (account) return { resource: 'serviceaccounts', ...account };
  const node = mode === undefined ? undefined : nodeOf(wanted);
  if (node === undefined) return { resource: 'users', name: wanted.username };
  return { resource: 'nodes', name: mode === 'associated-node' ? '*' : node };
}

function onBehalf(mode: string, { resourceAttributes, nonResourceAttributes }: AccessQuestion): AccessQuestion {
  const verbOn = (verb = '') => `impersonate-on:${mode}:${verb}`;
  if (resourceAttributes) {
    return { resourceAttributes: { ...resourceAttributes, verb: verbOn(resourceAttributes.verb) } };
  }
  return { nonResourceAttributes: { ...nonResourceAttributes, verb: verbOn(nonResourceAttributes?.verb) } };
}

const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';

function userOf(mode: Mode, wanted: WantedUser): UserInfo {
  const { username, uid, extra } = wanted;
  const groups = [...givenGroups(mode, wanted)];
  if (username === 'system:anonymous') addTo(groups, UNAUTHENTICATED);
  else if (!groups.includes(UNAUTHENTICATED)) addTo(groups, AUTHENTICATED);
  return { username, groups, ...(uid !== '' && { uid }), ...(Object.keys(extra).length > 0 && { extra }) };
}

function givenGroups(mode: Mode, wanted: WantedUser): readonly string[] {
  const account = accountOf(wanted);
  if (account && wanted.groups.length === 0) {
    return ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`];
  }
  return mode.name !== undefined && nodeOf(wanted) !== undefined ? ['system:nodes'] : wanted.groups;
}

function addTo(groups: string[], group: string): void {
  if (!groups.includes(group)) groups.push(group);
}
