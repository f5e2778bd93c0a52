/** The query parameters of operations. */
export interface QueryParameter {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'integer';
  readonly description: string;
  readonly repeated?: boolean;
}

function text(name: string, description: string): QueryParameter {
  return { name, type: 'string', description };
}

function number(name: string, description: string): QueryParameter {
  return { name, type: 'integer', description };
}

function flag(name: string, description: string): QueryParameter {
  return { name, type: 'boolean', description };
}

export const PRETTY = text('pretty', 'Whether the answer is indented: "true" or "false".');

const dryRun = text('dryRun', 'With "All" the request is checked and answered, but nothing is kept.');
const fieldManager = text(
  'fieldManager',
  'The name under which the written fields are owned: at most 128 printable characters.',
);
const fieldValidation = text(
  'fieldValidation',
  'What becomes of unknown and duplicate fields: Ignore drops them, Warn (the default) drops them with a warning, Strict refuses the request.',
);
const force = flag('force', 'For apply patches: take fields that others own.');
const gracePeriodSeconds = number('gracePeriodSeconds', 'Seconds until the object is gone; 0 deletes it at once.');
const orphanDependents = flag('orphanDependents', 'Deprecated: use propagationPolicy.');
const propagationPolicy = text('propagationPolicy', 'What becomes of dependents: Orphan, Background or Foreground.');
const ignoreStoreReadError = flag(
  'ignoreStoreReadErrorWithClusterBreakingPotential',
  'Delete the object even when it cannot be read from the store.',
);

const selecting = [
  text('continue', 'The token of the answer before, to get the next page.'),
  text('fieldSelector', 'Restricts the list of returned objects to those whose fields match.'),
  text('labelSelector', 'Restricts the list of returned objects to those whose labels match.'),
  number('limit', 'How many objects an answer has at most.'),
  text('resourceVersion', 'From which state of the cluster the answer comes.'),
  text('resourceVersionMatch', 'How resourceVersion is meant: Exact or NotOlderThan.'),
  flag('sendInitialEvents', 'A watch begins with the objects that there are, and a bookmark.'),
  number('timeoutSeconds', 'How long a list may take and a watch lasts.'),
];

export const LIST_PARAMETERS: readonly QueryParameter[] = [
  flag('allowWatchBookmarks', 'A watch may send events of type BOOKMARK.'),
  ...selecting,
  flag('watch', 'Watch for changes to the described resources: they are sent as they happen.'),
];

const deleting = [dryRun, gracePeriodSeconds, ignoreStoreReadError, orphanDependents, propagationPolicy];

export const WRITE_PARAMETERS: Readonly<
  Record<'create' | 'update' | 'patch' | 'delete' | 'deletecollection', readonly QueryParameter[]>
> = {
  create: [dryRun, fieldManager, fieldValidation],
  update: [dryRun, fieldManager, fieldValidation],
  patch: [dryRun, fieldManager, fieldValidation, force],
  delete: deleting,
  deletecollection: [...selecting, ...deleting],
};

const container = text('container', 'The container; not needed when the pod has one only.');
const streams = [
  container,
  flag('stderr', 'Stream standard error.'),
  flag('stdin', 'Stream standard input.'),
  flag('stdout', 'Stream standard output.'),
  flag('tty', 'The command has a terminal.'),
];

const CONNECT_PARAMETERS: Readonly<Record<string, readonly QueryParameter[]>> = {
  attach: streams,
  exec: [{ ...text('command', 'The command and its arguments.'), repeated: true }, ...streams],
  log: [
    container,
    flag('follow', 'Stay connected and send what comes.'),
    flag('insecureSkipTLSVerifyBackend', 'Do not verify the certificate of the node.'),
    number('limitBytes', 'How many bytes to send at most.'),
    flag('previous', 'Of the terminated container before this one.'),
    number('sinceSeconds', 'Only what is newer than this.'),
    text('sinceTime', 'Only what is newer than this time.'),
    text('stream', 'All, Stdout or Stderr.'),
    number('tailLines', 'How many of the last lines to send.'),
    flag('timestamps', 'Each line begins with its time.'),
  ],
  portforward: [{ ...number('ports', 'The ports to forward.'), repeated: true }],
  proxy: [text('path', 'The path in the URL of the request that is proxied.')],
};

/** Of a subresource that streams. */
export function connectParameters(subresource: string): readonly QueryParameter[] {
  return CONNECT_PARAMETERS[subresource] ?? [];
}
