import { duplicate, type FieldError, invalid, notSupported, required, tooMany } from '../../api/field-error.ts';
import type { Container, ContainerResizePolicy, ContainerRestartRule } from '../../api/types.gen.ts';
import { choice, requiredChoice } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';

const POLICIES = ['Always', 'OnFailure', 'Never'];
const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;

export function validateRestartPolicy(policy: string | undefined, field: string): FieldError[] {
  if (!policy) return [required(field)];
  return POLICIES.includes(policy) ? [] : [notSupported(field, policy, POLICIES)];
}

/** A container's own policy (KEP-5307) comes before the pod's. */
export function validateContainerRestart(container: Container, field: string): FieldError[] {
  const { restartPolicy, restartPolicyRules: rules = [] } = container;
  const at = `${field}.restartPolicy`;
  const missing = restartPolicy === undefined && rules.length > 0;
  return [
    ...(missing ? [required(at, 'must specify restartPolicy when restart rules are used')] : []),
    ...choice(at, restartPolicy, ['Always', 'Never', 'OnFailure']),
    ...(rules.length > MAX_RULES ? [tooMany(`${field}.restartPolicyRules`, rules.length, MAX_RULES)] : []),
    ...validateEach(rules, `${field}.restartPolicyRules`, validateRule),
  ];
}

function validateRule({ action, exitCodes }: ContainerRestartRule, field: string): FieldError[] {
  const errors = choice(`${field}.action`, action ?? '', ['Restart', 'RestartAllContainers']);
  if (!exitCodes) return [...errors, required(`${field}.exitCodes`, 'must be specified')];
  const values = exitCodes.values ?? [];
  const at = `${field}.exitCodes`;
  return [
    ...errors,
    ...choice(`${at}.operator`, exitCodes.operator ?? '', ['In', 'NotIn']),
    ...(values.length === 0 ? [required(`${at}.values`, 'must specify at least one value')] : []),
    ...(values.length > MAX_EXIT_CODES ? [tooMany(`${at}.values`, values.length, MAX_EXIT_CODES)] : []),
  ];
}

/** What a change of resources does to the container. */
export function validateResizePolicies(
  policies: readonly ContainerResizePolicy[] | undefined,
  podRestartPolicy: string | undefined,
  field: string,
): FieldError[] {
  const seen = new Set<string>();
  return (policies ?? []).flatMap((policy, i) => {
    const { resourceName, restartPolicy } = policy;
    const repeated = seen.has(resourceName);
    seen.add(resourceName);
    return [
      ...(repeated ? [duplicate(`${field}[${i}]`, resourceName)] : []),
      ...requiredChoice(field, resourceName, ['cpu', 'memory']),
      ...requiredChoice(field, restartPolicy, ['NotRequired', 'RestartContainer']),
      ...(podRestartPolicy === 'Never' && restartPolicy !== 'NotRequired'
        ? [invalid(field, restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'")]
        : []),
    ];
  });
}
