import type { ContainerStatus, Job, Pod, PodFailurePolicyRule } from '../../api/types.gen.ts';

export interface FailureVerdict {
  action: PodFailurePolicyRule['action'];
  /** Why the Job fails, for FailJob. */
  message: string;
}

/** What the Job's policy says of a failed pod: the first rule that matches. Undefined without one. */
export function judgeFailure(job: Job, pod: Pod): FailureVerdict | undefined {
  for (const [index, rule] of (job.spec.podFailurePolicy?.rules ?? []).entries()) {
    const message = matchExitCode(rule, pod) ?? matchCondition(rule, pod);
    if (message !== undefined)
      return { action: rule.action, message: `${message} matching ${rule.action} rule at index ${index}` };
  }
  return undefined;
}

function matchExitCode({ onExitCodes }: PodFailurePolicyRule, { metadata, status }: Pod): string | undefined {
  if (!onExitCodes) return undefined;
  const { containerName, operator, values } = onExitCodes;
  const statuses: ContainerStatus[] = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])];
  for (const { name, state } of statuses) {
    const code = state?.terminated?.exitCode;
    if (code === undefined || code === 0 || (containerName !== undefined && containerName !== name)) continue;
    if (values.includes(code) !== (operator === 'In')) continue;
    return `Container ${name} for pod ${metadata.namespace}/${metadata.name} failed with exit code ${code}`;
  }
  return undefined;
}

function matchCondition({ onPodConditions = [] }: PodFailurePolicyRule, { metadata, status }: Pod): string | undefined {
  for (const { type, status: wanted = 'True' } of onPodConditions) {
    const found = status.conditions?.some((c) => c.type === type && c.status === wanted);
    if (found) return `Pod ${metadata.namespace}/${metadata.name} has condition ${type}`;
  }
  return undefined;
}
