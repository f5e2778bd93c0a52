import type { Command } from '../process.ts';

export const trueCommand: Command = { name: 'true', run: async () => 0 };

export const falseCommand: Command = { name: 'false', run: async () => 1 };
