/** Lifecycle hooks: what a container wants to be done after its start and before its end. */
import type { Container } from '../../api/types.gen.ts';
import type { SimulatedContainer } from '../exec/container.ts';
import { runProbe } from './run-probe.ts';
import { canRun } from './runs-live.ts';

export type HookName = 'postStart' | 'preStop';

/** Seconds that a hook may take. */
const PATIENCE = 30;

/** Whether there is one of which it is known what it does. */
export function hasHook({ lifecycle }: Container, name: HookName): boolean {
  const { exec, httpGet, tcpSocket } = lifecycle?.[name] ?? {};
  return exec ? canRun(exec.command ?? []) : httpGet !== undefined || tcpSocket !== undefined;
}

/** Resolves when it has been done. */
export async function runHook(container: SimulatedContainer, name: HookName, signal: AbortSignal): Promise<void> {
  const { exec, httpGet, tcpSocket } = container.spec.lifecycle?.[name] ?? {};
  const question = { ...(exec && { exec }), ...(httpGet && { httpGet }), ...(tcpSocket && { tcpSocket }) };
  await runProbe(container, { ...question, timeoutSeconds: PATIENCE }, signal);
}
