/** All that can be run in a simulated container: add a command here. */
import { agnhost } from './commands/agnhost.ts';
import { awk } from './commands/awk.ts';
import { base64 } from './commands/base64.ts';
import { basename, dirname } from './commands/basename.ts';
import { cat } from './commands/cat.ts';
import { chmod, chown } from './commands/chmod.ts';
import { clear } from './commands/clear.ts';
import { cp, mv } from './commands/cp.ts';
import { curl } from './commands/curl.ts';
import { cut } from './commands/cut.ts';
import { date } from './commands/date.ts';
import { dd } from './commands/dd.ts';
import { cmp, diff } from './commands/diff.ts';
import { dig } from './commands/dig.ts';
import { md5sum, sha1sum, sha256sum } from './commands/digest.ts';
import { du } from './commands/du.ts';
import { echo } from './commands/echo.ts';
import { env, printenv } from './commands/env.ts';
import { expr } from './commands/expr.ts';
import { find } from './commands/find.ts';
import { getent } from './commands/getent.ts';
import { grep } from './commands/grep.ts';
import { head } from './commands/head.ts';
import { host } from './commands/host.ts';
import { hostname } from './commands/hostname.ts';
import { id, whoami } from './commands/id.ts';
import { install } from './commands/install.ts';
import { ifconfig, ip } from './commands/ip.ts';
import { kill } from './commands/kill.ts';
import { ln } from './commands/ln.ts';
import { ls } from './commands/ls.ts';
import { mkdir } from './commands/mkdir.ts';
import { mktemp } from './commands/mktemp.ts';
import { mount } from './commands/mount.ts';
import { nc } from './commands/nc.ts';
import { nl } from './commands/nl.ts';
import { nproc } from './commands/nproc.ts';
import { nslookup } from './commands/nslookup.ts';
import { hexdump, od, xxd } from './commands/od.ts';
import { paste } from './commands/paste.ts';
import { ping } from './commands/ping.ts';
import { printf } from './commands/printf.ts';
import { ps } from './commands/ps.ts';
import { pwd } from './commands/pwd.ts';
import { readlink, realpath } from './commands/readlink.ts';
import { rev, tac } from './commands/rev.ts';
import { rm, rmdir } from './commands/rm.ts';
import { sed } from './commands/sed.ts';
import { seq } from './commands/seq.ts';
import { bash, sh } from './commands/sh.ts';
import { sleep } from './commands/sleep.ts';
import { sort } from './commands/sort.ts';
import { stat } from './commands/stat.ts';
import { tail } from './commands/tail.ts';
import { tar } from './commands/tar.ts';
import { tee } from './commands/tee.ts';
import { telnet } from './commands/telnet.ts';
import { test } from './commands/test.ts';
import { timeout } from './commands/timeout.ts';
import { touch } from './commands/touch.ts';
import { tr } from './commands/tr.ts';
import { falseCommand, trueCommand } from './commands/true.ts';
import { stty, tty } from './commands/tty.ts';
import { uname } from './commands/uname.ts';
import { uniq } from './commands/uniq.ts';
import { df, free, uptime } from './commands/uptime.ts';
import { watch } from './commands/watch.ts';
import { wc } from './commands/wc.ts';
import { wget } from './commands/wget.ts';
import { which } from './commands/which.ts';
import { xargs } from './commands/xargs.ts';
import { yes } from './commands/yes.ts';
import type { Command } from './process.ts';

const FILES: readonly Command[] = [
  dd,
  du,
  mount,
  basename,
  cat,
  chmod,
  chown,
  cp,
  df,
  dirname,
  find,
  ln,
  ls,
  mkdir,
  mktemp,
  mv,
  pwd,
  readlink,
  realpath,
  rm,
  rmdir,
  stat,
  tar,
  tee,
  touch,
];

const TEXT: readonly Command[] = [
  cmp,
  diff,
  expr,
  hexdump,
  nl,
  od,
  paste,
  xxd,
  awk,
  base64,
  cut,
  echo,
  grep,
  head,
  md5sum,
  printf,
  rev,
  sed,
  seq,
  sha1sum,
  sha256sum,
  sort,
  tac,
  tail,
  tr,
  uniq,
  wc,
  xargs,
  yes,
];

const SYSTEM: readonly Command[] = [
  agnhost,
  install,
  bash,
  clear,
  date,
  env,
  falseCommand,
  free,
  hostname,
  id,
  kill,
  nproc,
  printenv,
  ps,
  sh,
  sleep,
  stty,
  test,
  timeout,
  trueCommand,
  tty,
  uname,
  uptime,
  watch,
  which,
  whoami,
];

const NETWORK: readonly Command[] = [curl, dig, getent, host, ifconfig, ip, nc, nslookup, ping, telnet, wget];

export const COMMANDS: ReadonlyMap<string, Command> = new Map(
  [...FILES, ...TEXT, ...SYSTEM, ...NETWORK].flatMap((command) =>
    [command.name, ...(command.aliases ?? [])].map((name) => [name, command] as const),
  ),
);
