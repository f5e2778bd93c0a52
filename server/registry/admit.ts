/** Runs this server's admission rules over a write. */
import type { AdmissionRequest } from './define-admission.ts';
import type { Registry } from './registry.ts';

/** Undefined when nothing has to be waited for, as nearly always. */
export function waitForAdmission(registry: Registry, request: AdmissionRequest): Promise<unknown> | undefined {
  const waits = registry.admission.map((rule) => rule.wait?.(request)).filter((wait) => wait);
  return waits.length === 0 ? undefined : Promise.all(waits);
}

export function admit(registry: Registry, request: AdmissionRequest): void {
  for (const rule of registry.admission) rule.admit?.(request);
}

export function validateAdmission(registry: Registry, request: AdmissionRequest): void {
  for (const rule of registry.admission) rule.validate?.(request);
}
