/** Writes files, and says what is said of files, by flags: for tests of volumes. */
import { goQuote } from '../../../../api/field-error.ts';
import { FileError } from '../../files/file-error.ts';
import type { AnyNode } from '../../files/file-node.ts';
import { contentOf, joinPath } from '../../files/file-system.ts';
import { type Process, pause } from '../../process.ts';
import { modeText } from '../ls.ts';
import { readFlags } from './go-flags.ts';
import type { Subcommand } from './subcommand.ts';

const NEW_CONTENT = 'mount-tester new file\n';
const RETRY_PAUSE = 2000;

interface Test {
  readonly flag: string;
  /** What is said of the path. Throws a FileError. */
  say(process: Process, path: string): string;
}

const READING: Test = {
  flag: 'file_content',
  say: (process, path) => `content of file ${goQuote(path)}: ${contentOf(find(process, path)).toString('utf8')}\n`,
};

const writing = (mode: number): Test => ({
  flag: `new_file_0${mode.toString(8)}`,
  say(process, path) {
    process.container.files.write(joinPath(process.cwd, path), NEW_CONTENT, { mode });
    return READING.say(process, path);
  },
});

/** In their order, whatever that of the flags is. */
const TESTS: readonly Test[] = [
  { flag: 'fs_type', say: (process, path) => `mount type of ${goQuote(path)}: ${fileSystemType(process, path)}\n` },
  ...[0o644, 0o666, 0o660, 0o777].map(writing),
  { flag: 'file_mode', say: (process, path) => `mode of file ${goQuote(path)}: ${goMode(find(process, path))}\n` },
  {
    flag: 'file_perm',
    say: (process, path) => `perms of file ${goQuote(path)}: ${permissions(find(process, path))}\n`,
  },
  {
    flag: 'file_owner',
    say(process, path) {
      find(process, path);
      const { uid, gid } = process.container.user;
      return `owner UID of ${goQuote(path)}: ${uid}\nowner GID of ${goQuote(path)}: ${gid}\n`;
    },
  },
  READING,
];

export const mounttest: Subcommand = async (process, args) => {
  const flags = readFlags(args);
  let code = 0;
  for (const { flag, say } of TESTS) {
    const path = flags.text(flag);
    if (!path) continue;
    try {
      await process.stdout.write(say(process, path));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await process.stdout.write(`error reading ${goQuote(path)}: open ${path}: ${error.message.toLowerCase()}\n`);
      code = 1;
    }
  }
  const looped = flags.text('file_content_in_loop');
  if (looped) {
    const untilExpected = flags.text('break_on_expected_content') !== 'false';
    await readInLoop(process, looped, { seconds: flags.number('retry_time', 180), untilExpected });
  }
  return code;
};

async function readInLoop(
  process: Process,
  path: string,
  { seconds, untilExpected }: { seconds: number; untilExpected: boolean },
): Promise<void> {
  const { clock } = process.container;
  for (const end = clock.now() + seconds * 1000; clock.now() < end; await pause(process, RETRY_PAUSE)) {
    try {
      await process.stdout.write(READING.say(process, path));
      if (!untilExpected) continue;
      if (contentOf(find(process, path)).toString('utf8') === NEW_CONTENT) return;
      await process.stdout.write(`Unexpected content. Expected: ${NEW_CONTENT}. Retrying`);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await process.stdout.write(
        `Error reading file ${path}: open ${path}: ${error.message.toLowerCase()}, retrying\n`,
      );
    }
  }
}

function find({ container, cwd }: Process, path: string): AnyNode {
  return container.files.find(joinPath(cwd, path));
}

/** As Go prints it: a directory that only owners may delete from is `dt…`. */
function goMode(node: AnyNode): string {
  const kind = node.kind === 'directory' ? 'd' : '';
  const sticky = node.mode & 0o1000 ? 't' : '';
  return `${kind}${sticky}` === '' ? permissions(node) : `${kind}${sticky}${permissions(node).slice(1)}`;
}

function permissions(node: AnyNode): string {
  return `-${modeText({ ...node, mode: node.mode & 0o777 }).slice(1)}`;
}

/** Memory for what is mounted from objects or said to be in memory; ext4's number for the rest. */
function fileSystemType({ container }: Process, path: string): string {
  const { spec, pod } = container;
  const mount = spec.volumeMounts?.find(({ mountPath }) => path === mountPath || path.startsWith(`${mountPath}/`));
  const volume = pod().spec.volumes?.find(({ name }) => name === mount?.name);
  const inMemory = volume?.emptyDir?.medium === 'Memory' || volume?.secret || volume?.projected || volume?.downwardAPI;
  return inMemory ? 'tmpfs' : '61267';
}
