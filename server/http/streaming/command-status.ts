/** How a command ended, as the error stream of exec and attach says it. */
import { ApiError, internalError } from '../../api/errors.ts';
import type { ExitStatus } from '../../api/pod-runtime.ts';
import type { Status } from '../../api/types.gen.ts';

export type CommandKind = 'exec' | 'attach';

/** A Status as these streams carry it: without apiVersion and kind. */
export type StreamStatus = Omit<Status, 'apiVersion' | 'kind'>;

const FAILURES: Readonly<Record<CommandKind, string>> = {
  exec: 'error executing command in container',
  attach: 'error attaching to container',
};

/** What a node says. Attaching has no exit code: the pod's status has it. */
export function statusOf({ code, error }: ExitStatus, kind: CommandKind, command: readonly string[]): StreamStatus {
  if (error !== undefined) return withoutType(internalError(`${FAILURES[kind]}: ${error}`));
  if (code === 0 || kind === 'attach') return { metadata: {}, status: 'Success' };
  return exitStatus(code, `error executing command [${command.join(' ')}], exit code ${code}`);
}

/** Version 5 is spoken by the API server itself, which retells what the node said in its own words. */
export function retoldStatus(status: StreamStatus): StreamStatus {
  if (status.status === 'Success') return status;
  const code = status.details?.causes?.[0]?.message ?? '';
  if (status.reason === NON_ZERO) return exitStatus(Number(code), `command terminated with exit code ${code}`);
  return withoutType(internalError(status.message ?? ''));
}

/** What the node refuses before there are streams. Throws what is no refusal. */
export function refusedStatus(error: unknown): StreamStatus {
  if (!(error instanceof ApiError)) throw error;
  return { metadata: {}, status: 'Failure', message: `unable to upgrade connection: ${error.message}` };
}

const NON_ZERO = 'NonZeroExitCode';

function exitStatus(code: number, cause: string): StreamStatus {
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: ${cause}`,
    reason: NON_ZERO,
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}

function withoutType({ status }: ApiError): StreamStatus {
  const { apiVersion: _version, kind: _kind, ...rest } = status;
  return rest;
}

/** From version 4 on the whole Status as JSON; before that only what went wrong, as text. */
export function encodeStatus(status: StreamStatus, { asJson }: { asJson: boolean }): string {
  if (asJson) return JSON.stringify(status);
  return status.status === 'Success' ? '' : (status.message ?? '');
}
