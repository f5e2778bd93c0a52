import type { AdmissionRule } from '../registry/define-admission.ts';
import { defaultIngressClass, defaultStorageClass } from './default-classes.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds.ts';
import { limitRanger } from './limit-ranger.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { priority } from './priority.ts';
import { resourceQuota } from './resource-quota.ts';
import { runtimeClass } from './runtime-class.ts';
import { serviceAccount } from './service-account.ts';
import { storageObjectInUse } from './storage-object-in-use.ts';
import { taintNewNodes } from './taint-new-nodes.ts';

/** In the order of Kubernetes' plugins of the same names. Add yours here. */
export const admissionRules: readonly AdmissionRule[] = [
  namespaceLifecycle,
  limitRanger,
  serviceAccount,
  taintNewNodes,
  priority,
  defaultTolerationSeconds,
  defaultStorageClass,
  storageObjectInUse,
  runtimeClass,
  defaultIngressClass,
  resourceQuota,
];
