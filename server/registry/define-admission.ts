import type { ApiObject, ObjectKey, ResourceType } from '../api/object.ts';
import type { WriteContext } from './define-resource.ts';

/**
 * A rule of this server on writes, whatever the kind: namespace lifecycle, the default service account, quotas. Rules
 * run in the order of their list; each throws ApiError to refuse.
 */
export interface AdmissionRule {
  readonly name: string;
  /**
   * Waits for what the rule needs and another part of the server is about to make; undefined when it is there. What does
   * not come in time is missing for `admit`.
   */
  wait?(request: AdmissionRequest): Promise<void> | undefined;
  /** Changes the draft; before the kind's defaults are final and before validation. */
  admit?(request: AdmissionRequest): void;
  /** Looks at the object as it will be stored; may not change it. */
  validate?(request: AdmissionRequest): void;
}

export interface AdmissionRequest {
  operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  type: ResourceType;
  subresource?: string | undefined;
  key: ObjectKey;
  /** The draft, for CREATE and UPDATE. */
  object: ApiObject | undefined;
  old: ApiObject | undefined;
  /** Other new objects of the kind that are let in and perhaps not yet stored; some may be already. */
  arriving?: Iterable<ApiObject>;
  context: WriteContext;
}

export function defineAdmission(rule: AdmissionRule): AdmissionRule {
  return rule;
}
