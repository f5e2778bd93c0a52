/** All that can be run in a simulated container: add a command here. */

import { echo } from './commands/echo.ts';
import { env, printenv } from './commands/env.ts';
import { bash, sh } from './commands/sh.ts';
import type { Command } from './process.ts';

const ALL: readonly Command[] = [bash, echo, env, printenv, sh];

export const COMMANDS: ReadonlyMap<string, Command> = new Map(
  ALL.flatMap((command) => [command.name, ...(command.aliases ?? [])].map((name) => [name, command] as const)),
);
