/** Runs this server's admission rules over a write. */
import type { AdmissionRequest } from './define-admission.ts';
import type { Registry } from './registry.ts';

export function admit(registry: Registry, request: AdmissionRequest): void {
  for (const rule of registry.admission) rule.admit?.(request);
}

export function validateAdmission(registry: Registry, request: AdmissionRequest): void {
  for (const rule of registry.admission) rule.validate?.(request);
}
