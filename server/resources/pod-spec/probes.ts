import { type FieldError, forbidden, invalid, notSupported, required } from '../../api/field-error.ts';
import { httpHeaderNameErrors } from '../../api/names.ts';
import type {
  Container,
  ExecAction,
  GRPCAction,
  HTTPGetAction,
  Lifecycle,
  Probe,
  SleepAction,
  TCPSocketAction,
} from '../../api/types.gen.ts';
import { invalidFor, nonNegative, positive } from '../field-checks.ts';
import { validatePortNumberOrName } from './ports.ts';

/** What a probe or a hook does: one of these. */
interface Handler {
  exec?: ExecAction | undefined;
  httpGet?: HTTPGetAction | undefined;
  tcpSocket?: TCPSocketAction | undefined;
  grpc?: GRPCAction | undefined;
  sleep?: SleepAction | undefined;
}

/** `gracePeriod` is the pod's, in seconds: hooks have no longer to sleep. */
export function validateProbesAndHooks(
  container: Container,
  gracePeriod: number | undefined,
  field: string,
): FieldError[] {
  return [
    ...(container.lifecycle ? validateLifecycle(container.lifecycle, gracePeriod, `${field}.lifecycle`) : []),
    ...validateOnceSuccessful(container.livenessProbe, `${field}.livenessProbe`),
    ...validateReadiness(container.readinessProbe, `${field}.readinessProbe`),
    ...validateOnceSuccessful(container.startupProbe, `${field}.startupProbe`),
  ];
}

function validateOnceSuccessful(probe: Probe | undefined, field: string): FieldError[] {
  if (!probe) return [];
  const errors = validateProbe(probe, field);
  if (probe.successThreshold === 1) return errors;
  return [...errors, invalid(`${field}.successThreshold`, probe.successThreshold ?? 0, 'must be 1')];
}

function validateReadiness(probe: Probe | undefined, field: string): FieldError[] {
  if (!probe) return [];
  const errors = validateProbe(probe, field);
  const grace = probe.terminationGracePeriodSeconds;
  if (grace === undefined) return errors;
  return [...errors, invalid(`${field}.terminationGracePeriodSeconds`, grace, 'must not be set for readinessProbes')];
}

function validateProbe(probe: Probe, field: string): FieldError[] {
  return [
    ...validateHandler({ ...probe, sleep: undefined }, undefined, field),
    ...nonNegative(`${field}.initialDelaySeconds`, probe.initialDelaySeconds),
    ...nonNegative(`${field}.timeoutSeconds`, probe.timeoutSeconds),
    ...nonNegative(`${field}.periodSeconds`, probe.periodSeconds),
    ...nonNegative(`${field}.successThreshold`, probe.successThreshold),
    ...nonNegative(`${field}.failureThreshold`, probe.failureThreshold),
    ...positive(`${field}.terminationGracePeriodSeconds`, probe.terminationGracePeriodSeconds),
  ];
}

function validateLifecycle(
  { postStart, preStop }: Lifecycle,
  gracePeriod: number | undefined,
  field: string,
): FieldError[] {
  return [
    ...(postStart ? validateHandler(postStart, gracePeriod, `${field}.postStart`) : []),
    ...(preStop ? validateHandler(preStop, gracePeriod, `${field}.preStop`) : []),
  ];
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const satisfies readonly (keyof Handler)[];

function validateHandler(handler: Handler, gracePeriod: number | undefined, field: string): FieldError[] {
  const [first, ...others] = HANDLERS.filter((name) => handler[name]);
  if (first === undefined) return [required(field, 'must specify a handler type')];
  return [
    ...validateAction(handler, first, gracePeriod, `${field}.${first}`),
    ...others.map((name) => forbidden(`${field}.${name}`, 'may not specify more than 1 handler type')),
  ];
}

function validateAction(
  handler: Handler,
  name: (typeof HANDLERS)[number],
  gracePeriod: number | undefined,
  field: string,
): FieldError[] {
  switch (name) {
    case 'exec':
      return handler.exec?.command?.length ? [] : [required(`${field}.command`)];
    case 'httpGet':
      return validateHttpGet(handler.httpGet as HTTPGetAction, field);
    case 'tcpSocket':
      return validatePortNumberOrName(handler.tcpSocket?.port, `${field}.port`);
    case 'grpc':
      return validatePortNumberOrName(handler.grpc?.port, `${field}.port`);
    case 'sleep':
      return validateSleep(handler.sleep?.seconds ?? 0, gracePeriod, field);
  }
}

function validateHttpGet(action: HTTPGetAction, field: string): FieldError[] {
  const scheme = action.scheme ?? '';
  return [
    ...(action.path ? [] : [required(`${field}.path`)]),
    ...validatePortNumberOrName(action.port, `${field}.port`),
    ...(scheme === 'HTTP' || scheme === 'HTTPS' ? [] : [notSupported(`${field}.scheme`, scheme, ['HTTP', 'HTTPS'])]),
    ...(action.httpHeaders ?? []).flatMap(({ name }) =>
      invalidFor(`${field}.httpHeaders`, name, httpHeaderNameErrors(name)),
    ),
  ];
}

function validateSleep(seconds: number, gracePeriod: number | undefined, field: string): FieldError[] {
  if (gracePeriod === undefined || (seconds >= 0 && seconds <= gracePeriod)) return [];
  const detail = `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`;
  return [invalid(field, seconds, detail)];
}
